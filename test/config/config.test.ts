import { expect, test } from 'vitest';
import { listIncludes, parseConfig, type Config } from '../../src/config/config.ts';
import { parseDuration } from '../../src/config/duration.ts';
import { DEFAULT_ACK_LIMITS } from '../../src/lifecycle/ack-clock.ts';
import { formatProblem } from '../../src/util/problem.ts';

function accept(...texts: readonly string[]): Config {
  const config = parseConfig(
    texts.map((text, i) => ({ text, file: i === 0 ? 'soclite.yml' : `i${i}.yml` })),
  );
  if (!config.ok) throw new Error(config.problems.map(formatProblem).join('\n'));
  return config.value;
}

const LISTEN: Config['listen'] = {
  listeners: [],
  senders: [],
  spool: { maxBytes: 20 * 2 ** 30, keepMs: 3_600_000, minFreeBytes: 512 * 2 ** 20 },
};

const DEFAULTS: Config = {
  file: 'soclite.yml',
  language: 'vi',
  zone: 'Asia/Ho_Chi_Minh',
  rules: [],
  placeholders: new Map(),
  pipelines: [],
  mappings: [],
  indicators: [],
  sources: [],
  alerts: {
    windowMs: 3_600_000,
    latenessMs: 2000,
    ceiling: 1000,
    severitySteps: new Map([
      [4, 1],
      [5, 1],
    ]),
  },
  listen: LISTEN,
  people: [],
  acknowledge: DEFAULT_ACK_LIMITS,
  limits: { freeDiskBytes: 500 * 2 ** 20, lagMs: 60_000 },
  data: 'data',
  notify: { channels: [], routes: [], giveUpMs: 86_400_000 },
  metrics: null,
  inbox: null,
  inventory: { name: 'soclite', units: [], systems: [], machines: [], networks: [] },
  provenance: [],
};

test.each([
  ['no file', []],
  ['an empty file', ['']],
  ['only comments', ['# nothing\n']],
  ['empty keys', ['sources:\nunits: []\nalerts:\n']],
])('defaults: %s', (_name, texts) => {
  expect(accept(...texts)).toEqual({ ...DEFAULTS, file: texts.length === 0 ? '' : 'soclite.yml' });
});

test('a whole configuration with an included inventory', () => {
  const main = `
name: Tỉnh A
language: en
zone: "+07:00"
include: [i1.yml]
rules: [rules, ../more]
placeholders:
  Administrators: [adm-*, 'root']
  dc ports: [88, 389]
  none: []
mappings: [cmc.yml]
indicators: [list.csv]
sources:
  - { id: fw, path: 'logs/{unit}/*.log', cadence: 15m, from: end }
  - { id: av, path: av.csv, unit: so-y-te, zone: UTC }
alerts: { window: 90s, lateness: 0s, ceiling: 20, raise: { 3: 2 } }
data: /var/lib/soclite
inbox: dropped
`;
  const included = `
name: not used
units:
  - id: so-y-te
    name: { vi: Sở Y tế, en: Department of Health }
    short-name: Sở Y tế
    contact: a, 0123
    console-groups: [SYT]
    anti-malware: true
    source: report.txt
  - id: xa-a
    name: Xã A
    short-name: Xã A
    parent: so-y-te
    monitored: false
    inferred: true
    doubtful: true
systems:
  - { id: kcb, name: { vi: Khám bệnh }, level: 3, unit: so-y-te }
  - { id: kb, name: Kiều bào, level: 2, owner: Công an tỉnh }
machines:
  - name: SRV
    aliases: [srv.local]
    addresses: [10.1.0.5, '2001:db8::5']
    unit: so-y-te
    system: kcb
    role: server
networks:
  - { cidr: 10.1.0.0/24, unit: so-y-te }
  - { cidr: 10.1.0.0/25, unit: xa-a, system: kb }
`;
  expect(listIncludes(main, 'soclite.yml')).toEqual(['i1.yml']);
  expect(accept(main, included)).toEqual({
    file: 'soclite.yml',
    language: 'en',
    zone: '+07:00',
    rules: ['rules', '../more'],
    placeholders: new Map([
      ['Administrators', ['adm-*', 'root']],
      ['dc ports', ['88', '389']],
      ['none', []],
    ]),
    pipelines: [],
    mappings: ['cmc.yml'],
    indicators: ['list.csv'],
    sources: [
      {
        id: 'fw',
        path: 'logs/{unit}/*.log',
        unit: null,
        zone: null,
        from: 'end',
        cadenceMs: 900_000,
      },
      { id: 'av', path: 'av.csv', unit: 'so-y-te', zone: 'UTC', from: 'start', cadenceMs: null },
    ],
    alerts: { windowMs: 90_000, latenessMs: 0, ceiling: 20, severitySteps: new Map([[3, 2]]) },
    listen: LISTEN,
    people: [],
    acknowledge: DEFAULT_ACK_LIMITS,
    limits: { freeDiskBytes: 500 * 2 ** 20, lagMs: 60_000 },
    notify: { channels: [], routes: [], giveUpMs: 86_400_000 },
    metrics: null,
    data: '/var/lib/soclite',
    inbox: 'dropped',
    inventory: {
      name: 'Tỉnh A',
      units: [
        {
          id: 'so-y-te',
          name: { vi: 'Sở Y tế', en: 'Department of Health' },
          shortName: 'Sở Y tế',
          contact: 'a, 0123',
          parent: null,
          consoleGroups: ['SYT'],
          isMonitored: true,
          hasAntiMalware: true,
        },
        {
          id: 'xa-a',
          name: { vi: 'Xã A', en: 'Xã A' },
          shortName: 'Xã A',
          contact: null,
          parent: 'so-y-te',
          consoleGroups: [],
          isMonitored: false,
          hasAntiMalware: false,
        },
      ],
      systems: [
        {
          id: 'kcb',
          name: { vi: 'Khám bệnh', en: 'Khám bệnh' },
          level: 3,
          unit: 'so-y-te',
          owner: null,
        },
        {
          id: 'kb',
          name: { vi: 'Kiều bào', en: 'Kiều bào' },
          level: 2,
          unit: null,
          owner: 'Công an tỉnh',
        },
      ],
      machines: [
        {
          name: 'SRV',
          aliases: ['srv.local'],
          addresses: ['10.1.0.5', '2001:db8::5'],
          unit: 'so-y-te',
          system: 'kcb',
          role: 'server',
        },
      ],
      networks: [
        { cidr: '10.1.0.0/24', unit: 'so-y-te', system: null },
        { cidr: '10.1.0.0/25', unit: 'xa-a', system: 'kb' },
      ],
    },
    provenance: [
      {
        kind: 'unit',
        entry: 'so-y-te',
        source: 'report.txt',
        isInferred: false,
        isDoubtful: false,
      },
      { kind: 'unit', entry: 'xa-a', source: null, isInferred: true, isDoubtful: true },
    ],
  });
});

const UNITS = `
units:
  - { id: a, name: A, short-name: A, console-groups: [Sở A] }
  - { id: b, name: B, short-name: B }`;

test.each([
  [
    'an unknown key',
    'sorces: []',
    ['1:1 soclite.yml has no key "sorces" [unknown-key] did you mean "sources"?'],
  ],
  [
    'a wrong root',
    '- a',
    [
      '1:1 soclite.yml must be a map of keys, not a list [not-a-map] keys: include, name, units, systems, machines, networks, language, zone, rules, placeholders, pipelines, mappings, indicators, sources, alerts, listeners, senders, spool, people, acknowledge, limits, notify, metrics, data, inbox',
    ],
  ],
  [
    'a bad zone',
    'zone: Asia/Saigonn',
    [
      '1:7 no time zone is called "Asia/Saigonn" [bad-zone] write an IANA name or an offset: Asia/Ho_Chi_Minh, UTC, +07:00',
    ],
  ],
  [
    'bad placeholders',
    'placeholders: { "%x%": [a], y: a, z: [{}] }',
    [
      '1:17 "%x%" cannot be the name of a placeholder [bad-placeholder] write the name without the signs %',
      '1:32 the placeholder y must be a list, not "a" [not-a-list] put "- " before each item',
      '1:39 a value of the placeholder z must be text, not a map [not-text]',
    ],
  ],
  [
    'a bad language',
    'language: fr',
    ['1:11 the language must be one of vi, en, not "fr" [not-a-choice]'],
  ],
  [
    'bad durations',
    'alerts: { window: 60, lateness: 2 s }\nsources: [{ id: a, path: x, cadence: 0s }]',
    [
      '1:19 the window needs a unit of time, not only 60 [bad-duration] write a whole number and a unit, for example 90s, 15m, 4h, 2d',
      '1:33 the lateness is no duration: "2 s" [bad-duration] write a whole number and a unit, for example 90s, 15m, 4h, 2d',
      '2:38 the cadence must be at least 1s [bad-duration] write a whole number and a unit, for example 90s, 15m, 4h, 2d',
    ],
  ],
  [
    'a bad ceiling, and systems of levels that there are not',
    'alerts: { ceiling: 0, raise: { 6: 1, 4: 9 } }',
    [
      '1:20 the ceiling must be a whole number from 1 to 50000, not 0 [not-a-number]',
      '1:32 "6" is no security level of a system [bad-system-level] write a level from 1 to 5 and the steps: { 4: 1, 5: 1 }',
      '1:41 the steps of level 4 must be a whole number from 0 to 4, not 9 [not-a-number]',
    ],
  ],
  [
    'a source without a path, one twice, one with two units, one of an unknown unit',
    `${UNITS}
sources:
  - { id: s }
  - { id: t, path: x }
  - { id: t, path: y }
  - { id: u, path: 'l/{unit}/x', unit: a }
  - { id: v, path: z, unit: so-b }`,
    [
      '6:5 a source needs a value for "path" [missing-key]',
      '8:5 two sources have the id "t" [duplicate-id] the first stands at soclite.yml:7',
      '9:34 the source "u" takes its unit from {unit} in its path and from "unit" [unit-twice] keep one of them',
      '10:29 no unit has the id "so-b" [unknown-unit] add it to "units"',
    ],
  ],
  [
    'unit faults',
    `units:
  - { id: 'Sở A', name: A, short-name: A }
  - { id: so-a, name: A, short-name: 'Sở Công Thương' }
  - { id: so-a, name: A, short-name: A }
  - { id: so-b, name: B, short-name: B, parent: so-c, console-groups: [Sở B] }
  - { id: so-c, name: C, short-name: C, parent: so-b, console-groups: [SO  B] }`,
    [
      '2:11 the id of a unit may not be "Sở A" [bad-id] use letters without marks, digits and - . _ only, for example so-y-te',
      '3:38 the short name "Sở Công Thương" is 14 cells wide [wide-name] at most 12, so that all units fit on one screen',
      '4:5 two units have the id "so-a" [duplicate-id] the first stands at soclite.yml:3',
      '5:49 the unit "so-b" is above itself [parent-loop]',
      '6:5 the console group "SO  B" belongs to "so-b" already [shared-group] case, marks and spaces do not count',
      '6:49 the unit "so-c" is above itself [parent-loop]',
    ],
  ],
  [
    'system faults',
    `${UNITS}
systems:
  - { id: s, name: S, level: 6, unit: a }
  - { id: t, name: T, level: 2 }
  - { id: t, name: T, level: 2, unit: c }`,
    [
      '6:30 the level must be a whole number from 1 to 5, not 6 [not-a-number]',
      '7:5 the system "t" belongs to nobody [no-owner] give a unit, or an owner outside the units as text',
      '8:5 two systems have the id "t" [duplicate-id] the first stands at soclite.yml:7',
      '8:39 no unit has the id "c" [unknown-unit] add it to "units"',
    ],
  ],
  [
    'machine faults',
    `${UNITS}
machines:
  - { name: M, unit: nowhere, role: server }
  - { name: N, unit: a, role: sever, addresses: [10.0.0.0/24, 10.0.0.01] }
  - { name: O, unit: a, role: server, system: x, addresses: [10.0.0.9] }
  - { name: o, unit: a, role: server }
  - { name: P, unit: b, role: server, addresses: ['::ffff:10.0.0.9'] }`,
    [
      '6:22 no unit has the id "nowhere" [unknown-unit] add it to "units"',
      '7:31 the role must be one of endpoint, server, firewall, sensor, not "sever" [not-a-choice] did you mean "server"?',
      '7:50 "10.0.0.0/24" is no IP address [bad-address] write one address, for example 10.1.2.3 or 2001:db8::1; a range belongs in "networks"',
      '7:63 "10.0.0.01" is no IP address [bad-address] write one address, for example 10.1.2.3 or 2001:db8::1; a range belongs in "networks"',
      '8:47 no system has the id "x" [unknown-system] add it to "systems"',
      '9:5 the machine name "o" stands twice in "a" [duplicate-id]',
      '10:5 the address ::ffff:10.0.0.9 belongs to a machine of "a" already [duplicate-address]',
    ],
  ],
  [
    'network faults',
    `${UNITS}
networks:
  - { cidr: 10.0.0.0/33, unit: a }
  - { cidr: 10.0.0.1/24, unit: a }
  - { cidr: 10.0.0.0/24, unit: a }
  - { cidr: 10.0.0.0/24, unit: b }
  - { cidr: 'fd00:0::/64', unit: a }
  - { cidr: 'fd00::/64', unit: b }`,
    [
      '6:13 "10.0.0.0/33" is no network [bad-network] write an address and a prefix length, for example 10.1.2.0/24 or 2001:db8::/64',
      '7:13 "10.0.0.1/24" is no network [bad-network] the address has bits set after the prefix: write the first address of the network',
      '9:5 the network 10.0.0.0/24 belongs to "a" already [duplicate-network] it stands at soclite.yml:8',
      '11:5 the network fd00::/64 belongs to "a" already [duplicate-network] it stands at soclite.yml:10',
    ],
  ],
])('%s is refused with place and hint', (_name, text, expected) => {
  const config = parseConfig([{ text, file: 'soclite.yml' }]);
  const told = config.problems.map(
    ({ at, message, code, hint }) =>
      `${at.line}:${at.column} ${message} [${code}]${hint === undefined ? '' : ` ${hint}`}`,
  );
  expect({ ok: config.ok, told }).toEqual({ ok: false, told: expected });
});

test('a machine name that two units use is a warning', () => {
  const machines = `machines:
  - { name: ADMIN-PC, unit: a, role: endpoint }
  - { name: admin-pc, unit: b, role: endpoint }`;
  const config = parseConfig([{ text: `${UNITS}\n${machines}`, file: 'soclite.yml' }]);
  expect(config.ok).toBe(true);
  expect(config.problems.map(formatProblem)).toEqual([
    'soclite.yml:7:5: warning: the machine name "admin-pc" is used by "a" already [shared-name]\n' +
      '  hint: events under this name need an address, a console group or a source of one unit',
  ]);
});

test('an included file may hold the inventory only, and its faults name it', () => {
  const config = parseConfig([
    { text: 'include: [b.yml]', file: 'a.yml' },
    { text: 'sources: []\nunits: [{ id: x }]', file: 'b.yml' },
  ]);
  expect(config.problems.map(formatProblem)).toEqual([
    'b.yml:1:1: error: an included file has no key "sources" [unknown-key]\n  hint: known keys: name, units, systems, machines, networks',
    'b.yml:2:9: error: a unit needs a value for "name" [missing-key]',
    'b.yml:2:9: error: a unit needs a value for "short-name" [missing-key]',
  ]);
});

test.each([
  ['500ms', 500],
  ['90s', 90_000],
  ['15m', 900_000],
  ['4h', 14_400_000],
  ['2d', 172_800_000],
  ['1.5h', null],
  ['-1h', null],
  ['1', null],
  ['h', null],
  ['1H', null],
])('the duration %s is %j ms', (text, expected) => {
  expect(parseDuration(text)).toBe(expected);
});
