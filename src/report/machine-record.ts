import { INFECTION_STATES, type MachineInfection } from '../layers/infection.ts';
import type { Inventory } from '../layers/inventory.ts';
import { INFECTION_LABELS } from '../layers/labels.ts';
import { createSay, type Language } from '../util/language.ts';
import { formatLocal } from '../util/local-time.ts';
import { formatUtc } from '../util/utc-time.ts';
import { textTable } from './text-table.ts';
import { unitNames } from './unit-names.ts';

/** One object of `machines -o json`. */
export function toMachineRecord(machine: MachineInfection, inventory: Inventory): object {
  return {
    unit: machine.unit,
    machine: machine.machine,
    address: machine.address,
    state: machine.state,
    families: machine.families,
    recurring_families: machine.recurringFamilies,
    open_infections: machine.openInfections,
    first: formatUtc(machine.firstMs),
    last: formatUtc(machine.lastMs),
    last_result: machine.lastResult,
    contact: contactOf(machine, inventory),
  };
}

/** `machines -o table`: what needs a person first, then by unit and name. */
export function machineTable(
  machines: readonly MachineInfection[],
  inventory: Inventory,
  view: { readonly language: Language; readonly zoneOffsetMinutes: number },
): Iterable<string> {
  const say = createSay(view.language);
  const names = unitNames(inventory, view.language);
  return textTable(
    [
      { title: say('ĐƠN VỊ', 'UNIT'), maxWidth: 32 },
      { title: say('MÁY', 'MACHINE'), maxWidth: 24 },
      { title: say('ĐỊA CHỈ', 'ADDRESS'), maxWidth: 40 },
      { title: say('TÌNH TRẠNG', 'STATE') },
      { title: say('CHƯA XỬ LÝ', 'OPEN'), align: 'right' },
      { title: say('MÃ ĐỘC', 'MALWARE'), maxWidth: 36 },
      { title: say('LẦN CUỐI', 'LAST') },
      { title: say('LIÊN HỆ', 'CONTACT') },
    ],
    machines
      .toSorted(byAttention)
      .map((machine) => [
        names(machine.unit ?? ''),
        machine.machine,
        machine.address ?? '',
        INFECTION_LABELS[machine.state][view.language],
        String(machine.openInfections),
        machine.families.join(' '),
        formatLocal(machine.lastMs, view.zoneOffsetMinutes),
        contactOf(machine, inventory) ?? '',
      ]),
  );
}

/** How many machines are in which state, worst first: `3 chưa xử lý, 1 tái nhiễm, 12 đã xử lý, 180 sạch`. */
export function stateSummary(machines: readonly MachineInfection[], language: Language): string {
  return INFECTION_STATES.toReversed()
    .map((state) => ({
      state,
      count: machines.filter((machine) => machine.state === state).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${INFECTION_LABELS[state][language].toLowerCase()}`)
    .join(', ');
}

/** Stable: equal states keep the order by unit and machine. */
function byAttention(a: MachineInfection, b: MachineInfection): number {
  return INFECTION_STATES.indexOf(b.state) - INFECTION_STATES.indexOf(a.state);
}

function contactOf(machine: MachineInfection, inventory: Inventory): string | null {
  return inventory.units.find(({ id }) => id === machine.unit)?.contact ?? null;
}
