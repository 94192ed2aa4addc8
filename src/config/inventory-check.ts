import { normaliseGroup } from '../layers/console-group.ts';
import type { Unit } from '../layers/inventory.ts';
import { parseCidr, parseIpAddress } from '../util/ip-address.ts';
import type { Location, Problem } from '../util/problem.ts';
import { report } from '../util/yaml-reader.ts';
import { checkReference } from './identifier.ts';
import type { InventoryDraft, Placed } from './inventory-reader.ts';

/** A source or listener: what has an id of its own and may name a unit. */
interface PlacedUse {
  readonly value: { readonly id: string; readonly unit: string | null };
  readonly at: Location;
  readonly unitAt: Location;
}

/** Checks entries against each other: ids, references, and what attribution could not decide later. */
export function checkInventory(
  draft: InventoryDraft,
  sources: readonly PlacedUse[],
  unitReferences: readonly { readonly id: string; readonly at: Location }[],
  problems: Problem[],
): void {
  const units = index(draft.units, 'unit', problems);
  const systems = index(draft.systems, 'system', problems);
  index(sources, 'source', problems);
  for (const { value, unitAt } of sources)
    if (value.unit !== null)
      checkReference({ id: value.unit, at: unitAt, what: 'unit' }, units, problems);
  for (const { id, at } of unitReferences)
    checkReference({ id, at, what: 'unit' }, units, problems);
  for (const { value, refs } of draft.units)
    if (value.parent !== null)
      checkReference({ id: value.parent, at: refs.unit, what: 'unit' }, units, problems);
  for (const { value, refs } of draft.systems)
    if (value.unit !== null)
      checkReference({ id: value.unit, at: refs.unit, what: 'unit' }, units, problems);
  for (const { value, refs } of [...draft.machines, ...draft.networks]) {
    checkReference({ id: value.unit, at: refs.unit, what: 'unit' }, units, problems);
    if (value.system !== null)
      checkReference({ id: value.system, at: refs.system, what: 'system' }, systems, problems);
  }
  checkParents(draft.units, problems);
  checkGroups(draft, problems);
  checkNetworks(draft, problems);
  checkMachines(draft, problems);
}

/** By id, the first of each; problem: `duplicate-id`. */
function index<T extends { readonly id: string }>(
  placed: readonly Pick<Placed<T>, 'value' | 'at'>[],
  what: string,
  problems: Problem[],
): ReadonlyMap<string, T> {
  const byId = new Map<string, T>();
  const lineOf = new Map<string, string>();
  for (const { value, at } of placed) {
    const first = lineOf.get(value.id);
    if (first === undefined) {
      byId.set(value.id, value);
      lineOf.set(value.id, `${at.file}:${at.line}`);
    } else
      report(problems, at, {
        code: 'duplicate-id',
        message: `two ${what}s have the id "${value.id}"`,
        hint: `the first stands at ${first}`,
      });
  }
  return byId;
}

function checkParents(units: readonly Placed<Unit>[], problems: Problem[]): void {
  const parents = new Map(units.map(({ value }) => [value.id, value.parent]));
  for (const { value, refs } of units) {
    let above = value.parent;
    for (let steps = 0; above !== null && above !== value.id && steps < units.length; steps += 1)
      above = parents.get(above) ?? null;
    if (above === value.id)
      report(problems, refs.unit, {
        code: 'parent-loop',
        message: `the unit "${value.id}" is above itself`,
      });
  }
}

/** Two units under one group name: the group would decide nothing. */
function checkGroups({ units }: InventoryDraft, problems: Problem[]): void {
  const owners = new Map<string, string>();
  for (const { value, at } of units)
    for (const group of value.consoleGroups) {
      const key = normaliseGroup(group);
      const owner = owners.get(key) ?? value.id;
      owners.set(key, owner);
      if (owner !== value.id)
        report(problems, at, {
          code: 'shared-group',
          message: `the console group ${JSON.stringify(group)} belongs to "${owner}" already`,
          hint: 'case, marks and spaces do not count',
        });
    }
}

/** Identical networks; an overlap is fine, the longer one holds. */
function checkNetworks({ networks }: InventoryDraft, problems: Problem[]): void {
  const owners = new Map<string, Placed<InventoryDraft['networks'][number]['value']>>();
  for (const placed of networks) {
    const network = parseCidr(placed.value.cidr);
    if (network === null) continue;
    const key = `${network.family} ${network.network} ${network.prefixLength}`;
    const first = owners.get(key);
    if (first === undefined) owners.set(key, placed);
    else
      report(problems, placed.at, {
        code: 'duplicate-network',
        message: `the network ${placed.value.cidr} belongs to "${first.value.unit}" already`,
        hint: `it stands at ${first.at.file}:${first.at.line}`,
      });
  }
}

/** One name twice in a unit, one address in two units. A name that two units use is a warning: it decides nothing alone. */
function checkMachines({ machines }: InventoryDraft, problems: Problem[]): void {
  const names = new Map<string, string>();
  const addresses = new Map<string, string>();
  for (const { value, at } of machines) {
    const name = value.name.toLowerCase();
    const owner = names.get(name);
    if (owner === undefined) names.set(name, value.unit);
    else if (owner === value.unit)
      report(problems, at, {
        code: 'duplicate-id',
        message: `the machine name ${JSON.stringify(value.name)} stands twice in "${owner}"`,
      });
    else
      problems.push({
        code: 'shared-name',
        severity: 'warning',
        message: `the machine name ${JSON.stringify(value.name)} is used by "${owner}" already`,
        hint: 'events under this name need an address, a console group or a source of one unit',
        at,
      });
    for (const address of value.addresses) {
      const parsed = parseIpAddress(address);
      const key = parsed === null ? address : `${parsed.family} ${parsed.value}`;
      const other = addresses.get(key);
      if (other === undefined) addresses.set(key, value.unit);
      else if (other !== value.unit)
        report(problems, at, {
          code: 'duplicate-address',
          message: `the address ${address} belongs to a machine of "${other}" already`,
        });
    }
  }
}
