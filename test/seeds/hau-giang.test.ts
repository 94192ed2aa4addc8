import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listIncludes, parseConfig, type Config } from '../../src/config/config.ts';
import { createAttributor } from '../../src/layers/attribution.ts';
import { normaliseGroup } from '../../src/layers/console-group.ts';
import { displayWidth } from '../../src/util/display-text.ts';

const folder = new URL('../../seeds/hau-giang/', import.meta.url);

function read(name: string): { readonly file: string; readonly text: string } {
  return { file: name, text: readFileSync(new URL(name, folder), 'utf8') };
}

function loadSeed(): Config {
  const main = read('soclite.yml');
  const config = parseConfig([main, ...listIncludes(main.text, main.file).map(read)]);
  expect(config.problems).toEqual([]);
  if (!config.ok) throw new Error('the seed is refused');
  return config.value;
}

const config = loadSeed();
const { inventory } = config;

test('the counts are those of the report', () => {
  const levels = inventory.systems.map(({ level }) => level);
  expect({
    units: inventory.units.length,
    districts: inventory.units.filter(({ id }) => id.startsWith('ubnd-')).length,
    monitored: inventory.units.filter(({ isMonitored }) => isMonitored).length,
    withAntiMalware: inventory.units.filter(({ hasAntiMalware }) => hasAntiMalware).length,
    systems: levels.length,
    level2: levels.filter((level) => level === 2).length,
    level3: levels.filter((level) => level === 3).length,
  }).toEqual({
    units: 34,
    districts: 8,
    monitored: 34,
    withAntiMalware: 31,
    systems: 25,
    level2: 16,
    level3: 9,
  });
});

test('every short name fits the grid and is unique', () => {
  const names = inventory.units.map(({ shortName }) => shortName);
  expect(names.filter((name) => displayWidth(name) > 12)).toEqual([]);
  expect(new Set(names).size).toBe(34);
});

test('every entry names its report or says that it is inferred', () => {
  const { units, systems, machines, networks } = inventory;
  const entries = [
    ...units.map(({ id }) => `unit ${id}`),
    ...systems.map(({ id }) => `system ${id}`),
    ...machines.map(({ name }) => `machine ${name}`),
    ...networks.map(({ cidr }) => `network ${cidr}`),
  ];
  const told = config.provenance
    .filter(({ source, isInferred }) => source !== null || isInferred)
    .map(({ kind, entry }) => `${kind} ${entry}`);
  expect(told.toSorted()).toEqual(entries.toSorted());
  expect(config.provenance.filter(({ source }) => source !== null).length).toBeGreaterThan(50);
});

test('every unit has a contact to fill in, a range, and a console group if it has anti-malware', () => {
  for (const unit of inventory.units) {
    expect(unit.contact).toMatch(/^Cán bộ CNTT .+ \(điền số điện thoại\)$/);
    expect(unit.consoleGroups.length > 0).toBe(unit.hasAntiMalware);
    const cidrs = inventory.networks.filter(
      ({ unit: owner, system }) => owner === unit.id && system === null,
    );
    expect(cidrs.map(({ cidr }) => (cidr.includes(':') ? 6 : 4))).toEqual([4, 6]);
  }
});

test('a hosted server belongs to the unit that owns its system, not to the data centre', () => {
  const attributor = createAttributor(inventory);
  const attribute = (address: string): readonly (string | null)[] => {
    const { unit, system, machine } = attributor.attribute({
      host: 'FW-TTDL-01',
      fields: new Map([
        ['src_ip', '198.51.100.7'],
        ['dst_ip', address],
      ]),
      logSources: [{ category: 'firewall', product: null, service: null }],
      defaultUnit: null,
    });
    return [unit, system, machine];
  };
  expect(['10.95.116.11', '10.95.119.12', '10.95.100.200', '10.95.17.30'].map(attribute)).toEqual([
    ['so-noi-vu', 'cbccvc', 'CBCCVC-01'],
    ['so-tttt', 'kieu-bao', 'KIEUBAO-02'],
    ['so-tttt', 'trung-tam-du-lieu', '10.95.100.200'],
    ['so-y-te', null, '10.95.17.30'],
  ]);
});

test('console groups are told apart without marks', () => {
  const groups = inventory.units.flatMap(({ consoleGroups }) => consoleGroups.map(normaliseGroup));
  expect(groups.length).toBeGreaterThan(31);
  expect(new Set(groups).size).toBe(groups.length);
});
