import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Event, FieldValue, LogSource } from '../../src/event/event.ts';
import {
  createInfectionTracker,
  familyOf,
  type MachineInfection,
} from '../../src/layers/infection.ts';

const ANTIVIRUS: readonly LogSource[] = [{ category: 'antivirus', product: null, service: null }];
const FIREWALL: readonly LogSource[] = [{ category: 'firewall', product: null, service: null }];
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

interface Row {
  /** Minutes. */
  readonly at: number;
  readonly unit?: string | null;
  readonly machine?: string | null;
  readonly malware?: string;
  readonly file?: string;
  readonly status?: string;
  readonly result?: string;
  readonly ip?: string;
}

function event(row: Row, logSources = ANTIVIRUS): Event {
  const fields = new Map<string, FieldValue>();
  if (row.malware !== undefined) fields.set('Signature', row.malware);
  if (row.file !== undefined) fields.set('Filename', row.file);
  if (row.status !== undefined) fields.set('ThreatStatus', row.status);
  if (row.result !== undefined) fields.set('HandlingResult', row.result);
  if (row.ip !== undefined) fields.set('ComputerIP', row.ip);
  return {
    unit: row.unit === undefined ? 'so-y-te' : row.unit,
    system: null,
    machine: row.machine === undefined ? 'PC-01' : row.machine,
    origin: { source: 'av', file: 'av.csv', line: 1 },
    format: 'csv',
    timeMs: row.at * MINUTE,
    timeOrigin: 'record',
    host: null,
    logSources,
    fields,
    raw: '',
  };
}

function track(rows: readonly Row[], untilMinutes?: number): readonly MachineInfection[] {
  const tracker = createInfectionTracker();
  for (const row of rows) tracker.push(event(row));
  if (untilMinutes !== undefined) tracker.push(event({ at: untilMinutes }, FIREWALL));
  return tracker.machines();
}

const sality = { malware: 'Win32.Sality.AE', file: 'C:\\a.exe', status: 'infected' } as const;

test('a machine’s record, whole', () => {
  const rows = [
    { ...sality, at: 1, result: 'failed', ip: '10.1.0.7' },
    { at: 3, malware: 'Trojan:Win32/Emotet.A!ml', file: 'C:\\b.doc', result: 'quarantined' },
  ];
  expect(track(rows, 60)).toEqual([
    {
      unit: 'so-y-te',
      machine: 'PC-01',
      address: '10.1.0.7',
      state: 'not-handled',
      families: ['Trojan:Win32/Emotet', 'Win32.Sality'],
      recurringFamilies: [],
      openInfections: 1,
      firstMs: MINUTE,
      lastMs: 3 * MINUTE,
      lastResult: 'quarantined',
    },
  ]);
});

interface Case {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly until?: number;
  readonly state: MachineInfection['state'];
  readonly open: number;
  readonly recurring?: readonly string[];
}

test.each<Case>([
  { name: 'a clean scan', rows: [{ at: 0, status: 'clean' }], until: 99, state: 'clean', open: 0 },
  { name: 'just found', rows: [{ ...sality, at: 0 }], until: 15, state: 'infected', open: 1 },
  {
    name: 'found, no success in 15 minutes',
    rows: [{ ...sality, at: 0 }],
    until: 16,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'suspicious counts too',
    rows: [{ ...sality, at: 0, status: 'suspicious' }],
    until: 16,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'the patience starts at the first detection',
    rows: [0, 10, 20].map((at) => ({ ...sality, at, result: 'failed' })),
    until: 21,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'found and deleted in one record',
    rows: [{ ...sality, at: 0, result: 'deleted' }],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'found, then deleted',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 5, result: 'deleted' },
    ],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'deleted a day later',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 1440, result: 'deleted' },
    ],
    until: 1500,
    state: 'handled',
    open: 0,
  },
  {
    name: 'the result arrives first',
    rows: [
      { ...sality, at: 5, result: 'deleted' },
      { ...sality, at: 0 },
    ],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'a failure after the success',
    rows: [
      { ...sality, at: 0, result: 'deleted' },
      { ...sality, at: 1, result: 'failed' },
    ],
    until: 99,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'one of two files is deleted',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 1, file: 'D:\\b.exe' },
      { ...sality, at: 2, result: 'deleted' },
    ],
    until: 99,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'paths differ in case only',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 2, file: 'c:\\A.EXE', result: 'deleted' },
    ],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'a success that names no file speaks for the family',
    rows: [
      { ...sality, at: 0 },
      { at: 2, malware: 'Win32.Sality.AE', result: 'cleaned' },
    ],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'a later clean verdict on the file',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 30, status: 'clean' },
    ],
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'a clean scan does not close an infection',
    rows: [
      { ...sality, at: 0 },
      { at: 9, status: 'clean' },
    ],
    until: 99,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'needs a restart',
    rows: [{ ...sality, at: 0, result: 'needs-reboot' }],
    until: 99,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'infected without a name',
    rows: [{ at: 0, status: 'infected' }],
    until: 99,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'back a day after it was handled',
    rows: [
      { ...sality, at: 0, result: 'deleted' },
      { ...sality, at: 1440, result: 'deleted' },
    ],
    until: 1500,
    state: 're-infected',
    open: 0,
  },
  {
    name: 'another variant of the family is the family',
    rows: [
      { ...sality, at: 0, result: 'deleted' },
      { ...sality, at: 1440, malware: 'Win32.Sality.K' },
    ],
    until: 1441,
    state: 're-infected',
    open: 1,
  },
  {
    name: 'back, and not handled this time',
    rows: [
      { ...sality, at: 0, result: 'deleted' },
      { ...sality, at: 1440 },
    ],
    until: 1500,
    state: 'not-handled',
    open: 1,
  },
  {
    name: 'back after it was never handled',
    rows: [
      { ...sality, at: 0 },
      { ...sality, at: 1440 },
      { ...sality, at: 1441, result: 'deleted' },
    ],
    until: 1500,
    state: 'handled',
    open: 0,
  },
  {
    name: 'another family is no re-infection',
    rows: [
      { ...sality, at: 0, result: 'deleted' },
      { at: 1440, malware: 'Worm.Conficker.B', result: 'deleted' },
    ],
    until: 1500,
    state: 'handled',
    open: 0,
  },
  {
    name: 'many files of one scan are one bout',
    rows: [0, 5, 10, 20, 30].map((at) => ({ ...sality, at, file: `C:\\${at}`, result: 'deleted' })),
    until: 99,
    state: 'handled',
    open: 0,
  },
  {
    name: 'three bouts in a week',
    rows: [0, 1440, 2880].map((at) => ({ ...sality, at, result: 'deleted' })),
    until: 3000,
    state: 're-infected',
    open: 0,
    recurring: ['Win32.Sality'],
  },
  {
    name: 'a week later it is history',
    rows: [0, 1440, 2880].map((at) => ({ ...sality, at, result: 'deleted' })),
    until: 2880 + 7 * 1440,
    state: 'handled',
    open: 0,
  },
])('$name', ({ rows, until, state, open, recurring = [] }) => {
  const [machine] = track(rows, until);
  expect([machine?.state, machine?.openInfections, machine?.recurringFamilies]).toEqual([
    state,
    open,
    recurring,
  ]);
});

test('what is no antivirus record, or names no machine, leaves no trace', () => {
  const tracker = createInfectionTracker();
  tracker.push(event({ ...sality, at: 0 }, FIREWALL));
  tracker.push(event({ ...sality, at: 0, machine: null }));
  tracker.push(event({ at: 0, result: 'none' }));
  expect(tracker.machines()).toEqual([]);
});

test('machines are kept apart by unit, whatever the case, and sorted with the unknown unit last', () => {
  const rows = [
    { ...sality, at: 0, unit: null, machine: 'PC-01' },
    { ...sality, at: 0, unit: 'b', machine: 'PC-02' },
    { ...sality, at: 0, unit: 'b', machine: 'PC-01' },
    { ...sality, at: 1, unit: 'b', machine: 'pc-01', result: 'deleted' },
    { ...sality, at: 0, unit: 'a', machine: '__proto__' },
  ];
  expect(track(rows).map(({ unit, machine, state }) => [unit, machine, state])).toEqual([
    ['a', '__proto__', 'infected'],
    ['b', 'PC-01', 'handled'],
    ['b', 'PC-02', 'infected'],
    [null, 'PC-01', 'infected'],
  ]);
});

test('memory is bounded and what is forgotten is counted', () => {
  const tracker = createInfectionTracker({ maxMachines: 3, maxItems: 1000 });
  for (let i = 0; i < 5; i += 1) tracker.push(event({ ...sality, at: i, machine: `PC-${i}` }));
  expect(tracker.machines().map(({ machine }) => machine)).toEqual(['PC-2', 'PC-3', 'PC-4']);
  expect(tracker.evictions).toBe(2);
  for (let i = 0; i < 1000; i += 1) tracker.push(event({ ...sality, at: 9, file: `C:\\${i}` }));
  expect(
    tracker.machines().map(({ machine, openInfections }) => [machine, openInfections]),
  ).toEqual([
    ['PC-01', 256],
    ['PC-3', 1],
    ['PC-4', 1],
  ]);
  expect(tracker.evictions).toBe(2 + 1 + 1000 - 256);
});

test.each([
  ['Trojan.Win32.Agent.abcd', 'Trojan.Win32.Agent'],
  ['Trojan.Win32.Agent.xyz', 'Trojan.Win32.Agent'],
  ['HEUR:Trojan.Win32.Generic', 'HEUR:Trojan.Win32.Generic'],
  ['Worm.Win32.VB.ab', 'Worm.Win32.VB'],
  ['Trojan:Win32/Emotet.A!ml', 'Trojan:Win32/Emotet'],
  ['Trojan:Win32/Emotet.BX', 'Trojan:Win32/Emotet'],
  ['Win32.Sality.AE', 'Win32.Sality'],
  ['W32.Sality', 'W32.Sality'],
  ['Worm.Conficker.B', 'Worm.Conficker'],
  ['Win.Trojan.Zbot-12345-0', 'Win.Trojan.Zbot'],
  ['Eicar-Test-File (not a virus)', 'Eicar-Test-File'],
  ['!', '!'],
  ['Emotet', 'Emotet'],
])('the family of %s is %s', (signature, family) => {
  expect(familyOf(signature)).toBe(family);
});

test('records that come up to 15 minutes late leave the same infections open', () => {
  const row = fc.record({
    at: fc.integer({ min: 0, max: 200 }),
    delay: fc.integer({ min: 0, max: 14 }),
    file: fc.constantFrom('C:\\a', 'C:\\b'),
    result: fc.constantFrom('deleted', 'failed', 'none'),
  });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
      const inOrder = rows.toSorted((a, b) => a.at - b.at);
      const late = inOrder.toSorted((a, b) => a.at + a.delay - (b.at + b.delay));
      const answer = (arrived: typeof rows): unknown =>
        track(
          arrived.map(({ at, file, result }) => ({ ...sality, at, file, result })),
          DAY / MINUTE,
        ).map(({ state, openInfections, families, firstMs, lastMs }) => [
          state === 'not-handled',
          openInfections,
          families,
          firstMs,
          lastMs,
        ]);
      expect(answer(late)).toEqual(answer(inOrder));
    }),
    { numRuns: 500 },
  );
});
