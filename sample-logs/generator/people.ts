// Machines and accounts of a unit. Accounts name a desk, never a person.
import type { Unit } from './province.ts';

/** Desks that every office has; Vietnamese Windows accounts often carry such full names. */
const DESKS = [
  ['vanthu', 'Văn thư'],
  ['ketoan', 'Kế toán'],
  ['motcua', 'Một cửa'],
  ['tochuc', 'Tổ chức cán bộ'],
  ['phapche', 'Pháp chế'],
  ['thuquy', 'Thủ quỹ'],
  ['tonghop', 'Tổng hợp'],
  ['thanhtra', 'Thanh tra nội bộ'],
  ['quanly', 'Quản lý hồ sơ'],
  ['lanhdao', 'Thư ký lãnh đạo'],
] as const;

export interface Desk {
  readonly computer: string;
  readonly address4: string;
  readonly address6: string;
  /** Account as Windows and the firewall log it. */
  readonly user: string;
}

/** How a unit spells accounts: without diacritics, or in Vietnamese, composed (NFC) or decomposed (NFD). */
export type Spelling = 'plain' | 'NFC' | 'NFD';

export function deskOf(unit: Unit, index: number, spelling: Spelling = spellingOf(unit)): Desk {
  const [plain, vietnamese] = DESKS[index % DESKS.length] ?? DESKS[0];
  const host = 31 + index;
  return {
    computer: `PC-${unit.code}-${String(index + 1).padStart(3, '0')}`,
    address4: `${unit.prefix4}.${String(host)}`,
    address6: `${unit.prefix6}::${host.toString(16)}`,
    user:
      spelling === 'plain' ? `${plain}.${unit.code.toLowerCase()}` : vietnamese.normalize(spelling),
  };
}

/** Most units have plain accounts; each fifth spells them in Vietnamese, half of these decomposed. */
function spellingOf(unit: Unit): Spelling {
  if (unit.number % 5 !== 2) return 'plain';
  return unit.number % 2 === 0 ? 'NFC' : 'NFD';
}

export const DESK_COUNT = DESKS.length;
