import type { Inventory } from '../layers/inventory.ts';
import { createSay, type Language } from '../util/language.ts';

/** The key of alerts that belong to the whole province. */
export const PROVINCE = 'province';

/** Names a unit id as people know it; `''` is an unknown unit and says so. */
export function unitNames(inventory: Inventory, language: Language): (id: string) => string {
  const say = createSay(language);
  const names = new Map(inventory.units.map((unit) => [unit.id, unit.name[language]]));
  names.set(PROVINCE, say('Toàn tỉnh', 'Province'));
  names.set('', say('chưa xác định đơn vị', 'unknown unit'));
  return (id) => names.get(id) ?? id;
}
