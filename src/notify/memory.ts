// What was told of which alert, in pages of which only those that changed are written. Bounded: of a full page the alert
// that changed longest ago is forgotten; should it ever change again, it is told once more, under the same id.
import type { Told } from '../lifecycle/news.ts';
import { sealText, unsealText } from '../util/sealed-text.ts';

const PAGES = 16;
const MAX_PER_PAGE = 2048;
const SEAL = { kind: 'notify-told', version: 1 } as const;

type SavedPage = readonly (readonly [
  id: string,
  rank: number,
  digits: number,
  escalatedMs: number | null,
])[];

export class ToldMemory {
  readonly #pages: readonly Map<string, Told>[];
  readonly #changed = new Set<number>();
  /** Why a page could not be read; what it held may be told again. */
  readonly faults: readonly string[];

  constructor(readPage: (page: number) => string | null) {
    const faults: string[] = [];
    this.#pages = Array.from({ length: PAGES }, (_, page) => {
      const text = readPage(page);
      const saved = text === null ? null : unsealText<SavedPage>(SEAL, text);
      if (saved?.ok === false) faults.push(saved.reason);
      return new Map(
        (saved?.ok === true ? saved.value : []).map(([id, rank, digits, escalatedMs]) => [
          id,
          { rank, digits, escalatedMs },
        ]),
      );
    });
    this.faults = faults;
  }

  get(alertId: string): Told | null {
    return this.#pages[pageOf(alertId)]?.get(alertId) ?? null;
  }

  set(alertId: string, told: Told): void {
    const number = pageOf(alertId);
    const page = this.#pages[number];
    const before = page?.get(alertId);
    if (page === undefined) return;
    if (
      before?.rank === told.rank &&
      before.digits === told.digits &&
      before.escalatedMs === told.escalatedMs
    )
      return;
    page.delete(alertId);
    page.set(alertId, told);
    const [oldest] = page.keys();
    if (page.size > MAX_PER_PAGE && oldest !== undefined) page.delete(oldest);
    this.#changed.add(number);
  }

  get hasChanged(): boolean {
    return this.#changed.size > 0;
  }

  /** The pages that changed, as text. `written` ends their being changed. */
  changed(): readonly (readonly [page: number, text: string])[] {
    return [...this.#changed].map((number) => {
      const page: SavedPage = [...(this.#pages[number] ?? [])].map(([id, told]) => [
        id,
        told.rank,
        told.digits,
        told.escalatedMs,
      ]);
      return [number, sealText(SEAL, page)];
    });
  }

  written(): void {
    this.#changed.clear();
  }
}

function pageOf(alertId: string): number {
  let sum = 0;
  for (let i = 0; i < alertId.length; i += 1) sum = (sum * 31 + alertId.charCodeAt(i)) >>> 0;
  return sum % PAGES;
}
