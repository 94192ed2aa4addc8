import { normaliseGroup } from '../console-group.ts';
import type { Unit } from '../inventory.ts';

/** Unit ids by console group. */
export interface GroupTable {
  /** The unit that a console calls `group`; a path (`Tỉnh/Sở Y tế`) is looked up whole, then by its last part. */
  find(group: string): string | null;
}

export function createGroupTable(units: readonly Unit[]): GroupTable {
  const byGroup = new Map<string, string | null>();
  for (const unit of units) {
    for (const group of unit.consoleGroups.map(normaliseGroup)) {
      const known = byGroup.get(group);
      // two units under one name: the name decides nothing
      byGroup.set(group, known === undefined || known === unit.id ? unit.id : null);
    }
  }
  return {
    find(logged) {
      const group = normaliseGroup(logged);
      const whole = byGroup.get(group);
      if (whole !== undefined) return whole;
      const last = group
        .slice(Math.max(group.lastIndexOf('/'), group.lastIndexOf('\\')) + 1)
        .trim();
      return byGroup.get(last) ?? null;
    },
  };
}
