// Everything that happened this morning, by unit, before it is written as logs.
import type { Detection } from './antivirus.ts';
import type { FortiFields } from './fortigate.ts';
import type { Unit } from './province.ts';
import type { WindowsEvent } from './windows.ts';

export interface FirewallRecord {
  readonly timeMs: number;
  readonly fields: FortiFields;
}

export interface UnitBook {
  readonly unit: Unit;
  readonly firewall: FirewallRecord[];
  readonly windows: WindowsEvent[];
}

export interface Book {
  readonly units: ReadonlyMap<string, UnitBook>;
  /** The data centre's firewall. */
  readonly dataCentre: FirewallRecord[];
  /** The central antivirus console. */
  readonly console: Detection[];
}

export function createBook(units: readonly Unit[]): Book {
  return {
    units: new Map(units.map((unit) => [unit.id, { unit, firewall: [], windows: [] }])),
    dataCentre: [],
    console: [],
  };
}

export function bookOf(book: Book, id: string): UnitBook {
  const found = book.units.get(id);
  if (found === undefined) throw new Error(`the samples need the unit ${id}`);
  return found;
}
