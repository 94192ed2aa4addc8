import type { Machine } from '../inventory.ts';

/** Machines by name: case does not count, a domain suffix or `DOMAIN\` prefix on one side only neither. */
export interface NameTable {
  /** All machines that bear the name; several when units share it, which alone decides nothing. */
  find(name: string): readonly Machine[];
}

const NONE: readonly Machine[] = [];

/**
 * A logged `pc01.x.local` is the inventory's `PC01`, and a logged `PC01` its `pc01.x.local`; but `pc01.x.local` is
 * not `pc01.y.local`.
 */
export function createNameTable(machines: readonly Machine[]): NameTable {
  const byName = new Map<string, readonly Machine[]>();
  const byFirstLabel = new Map<string, readonly Machine[]>();
  for (const machine of machines) {
    for (const name of new Set([machine.name, ...machine.aliases].map(normaliseName))) {
      add(byName, name, machine);
      const dot = name.indexOf('.');
      if (dot > 0) add(byFirstLabel, name.slice(0, dot), machine);
    }
  }
  return {
    find(logged) {
      const name = normaliseName(logged);
      const exact = byName.get(name);
      if (exact !== undefined) return exact;
      const dot = name.indexOf('.');
      const short = dot > 0 ? byName.get(name.slice(0, dot)) : byFirstLabel.get(name);
      return short ?? NONE;
    },
  };
}

function normaliseName(name: string): string {
  const text = name.trim().normalize('NFC').toLowerCase();
  const bare = text.slice(text.lastIndexOf('\\') + 1);
  return bare.endsWith('.') ? bare.slice(0, -1) : bare;
}

function add(table: Map<string, readonly Machine[]>, name: string, machine: Machine): void {
  const known = table.get(name) ?? NONE;
  if (!known.includes(machine)) table.set(name, [...known, machine]);
}
