// Whose event is it? Sources are often central (one anti-malware console for all units, one data-centre firewall),
// so the path or sender of a line says little: the event's own machine decides (product.md, "attribution").
// In this order: exact machine (name, then address), longest network, console group, the source's default unit.
// Nothing is guessed: what stays unknown is null.
import type { Attribution, Fields, LogSource } from '../event/event.ts';
import type { Inventory, Machine } from './inventory.ts';
import { createGroupTable } from './lookup/group-table.ts';
import { createNameTable } from './lookup/name-table.ts';
import { createKindTable } from './lookup/event-kind.ts';
import { createPlaceTable, NOWHERE } from './lookup/place-table.ts';

/** What attribution reads of an event. */
interface Subject {
  /** The device that logged the record. */
  readonly host: string | null;
  readonly fields: Fields;
  readonly logSources: readonly LogSource[];
  /**
   * The unit whose stream this is: set for a unit's own firewall or folder, null for a central source. It speaks
   * only for events whose machines the inventory does not know.
   */
  readonly defaultUnit: string | null;
}

export interface Attributor {
  attribute(subject: Subject): Attribution;
}

const SOURCE_FIELDS = ['src_ip', 'id.orig_h', 'c-ip'] as const;
const TARGET_FIELDS = ['dst_ip', 'dest_ip', 'id.resp_h'] as const;

/** Look-ups only, no state that an answer depends on: the same event gets the same answer at any time. */
export function createAttributor(inventory: Inventory): Attributor {
  const names = createNameTable(inventory.machines);
  const groups = createGroupTable(inventory.units);
  const placeOf = createPlaceTable(inventory);
  const kindOf = createKindTable();

  /** One machine under its own name or address; `group` and `defaultUnit` when the inventory knows neither. */
  function attributeMachine(clues: Clues): Attribution {
    const { name, address, group, defaultUnit } = clues;
    const namesakes = name === null ? [] : names.find(name);
    const [only] = namesakes;
    if (only !== undefined && namesakes.length === 1) return ofMachine(only);
    const byAddress = placeOf(address ?? name ?? '');
    const fallback = {
      ...NOWHERE,
      unit: (group === null ? null : groups.find(group)) ?? defaultUnit,
    };
    const place = byAddress.unit === null ? fallback : byAddress;
    const namesake = namesakes.filter(({ unit }) => unit === place.unit);
    if (byAddress.machine === null && namesake.length === 1 && namesake[0] !== undefined)
      return ofMachine(namesake[0]);
    return { unit: place.unit, system: place.system, machine: place.machine ?? name ?? address };
  }

  /**
   * Never the reporting device's: the source's if the inventory knows it, else the target's. An event without any
   * address (a configuration change, a link going down) is about the device itself.
   */
  function attributeFlow({ host, fields, defaultUnit }: Subject): Attribution {
    const source = firstText(fields, SOURCE_FIELDS);
    const target = firstText(fields, TARGET_FIELDS);
    if (source === null && target === null)
      return attributeMachine({ name: host, address: null, group: null, defaultUnit });
    const from = source === null ? NOWHERE : placeOf(source);
    if (from.unit !== null)
      return { unit: from.unit, system: from.system, machine: from.machine ?? source };
    const to = target === null ? NOWHERE : placeOf(target);
    if (to.unit !== null)
      return { unit: to.unit, system: to.system, machine: to.machine ?? target };
    const machine = from.isPrivate ? source : (target ?? source);
    return { unit: defaultUnit, system: null, machine };
  }

  return {
    attribute(subject) {
      const { host, fields, logSources, defaultUnit } = subject;
      const kind = kindOf(logSources);
      if (kind === 'network') return attributeFlow(subject);
      const computer = textOf(fields, 'Computer');
      if (kind === 'host')
        return attributeMachine({
          name: computer ?? host,
          address: null,
          group: null,
          defaultUnit,
        });
      const address = textOf(fields, 'ComputerIP');
      const group = textOf(fields, 'ConsoleGroup');
      // a record about no machine at all is the console's own
      const isOwn = computer === null && address === null && group === null;
      return attributeMachine({ name: isOwn ? host : computer, address, group, defaultUnit });
    },
  };
}

interface Clues {
  readonly name: string | null;
  readonly address: string | null;
  readonly group: string | null;
  readonly defaultUnit: string | null;
}

function ofMachine({ name, unit, system }: Machine): Attribution & { readonly unit: string } {
  return { unit, system, machine: name };
}

function firstText(fields: Fields, names: readonly string[]): string | null {
  for (const name of names) {
    const text = textOf(fields, name);
    if (text !== null) return text;
  }
  return null;
}

/** A field as text; empty and `-` mean that the product had nothing to say. */
function textOf(fields: Fields, name: string): string | null {
  const value = fields.get(name);
  return typeof value === 'string' && value !== '' && value !== '-' ? value : null;
}
