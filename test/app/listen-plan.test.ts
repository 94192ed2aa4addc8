import { expect, test } from 'vitest';
import { planListening } from '../../src/app/listen-plan.ts';
import { parseConfig } from '../../src/config/config.ts';
import { parsePathPattern } from '../../src/ingest/path-pattern.ts';
import { spoolPath, type SpoolPlace } from '../../src/ingest/spool-path.ts';

function plan(text: string) {
  const units = 'units: [{ id: so-y-te, name: Sở Y tế, short-name: SYT }]\n';
  const config = parseConfig([{ text: units + text, file: 'soclite.yml' }]);
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return planListening(config.value, (path) => `/etc/${path}`);
}

const LISTENERS = `
listeners:
  - { id: udp, protocol: udp, port: 514 }
  - { id: tls, protocol: tls, port: 6514, cert: soc.pem, key: soc.key }
`;

test('nothing listens', () => {
  expect(plan('senders: [{ address: 10.1.1.1 }]')).toBeNull();
});

test('paths are made absolute; the inventory tells of senders that are not named', () => {
  const made = plan(`${LISTENERS}
machines:
  - { name: web-1, addresses: [10.1.1.1, 10.1.1.2], unit: so-y-te, role: server }
networks:
  - { cidr: 10.2.0.0/16, unit: so-y-te }
`);
  expect(made?.plan.listeners.map(({ tls }) => tls)).toEqual([
    null,
    { certPath: '/etc/soc.pem', keyPath: '/etc/soc.key', caPath: null },
  ]);
  expect(made?.plan.inventory).toEqual([
    { network: '10.1.1.1', unit: 'so-y-te', source: null },
    { network: '10.1.1.2', unit: 'so-y-te', source: null },
    { network: '10.2.0.0/16', unit: 'so-y-te', source: null },
  ]);
  expect(made?.plan.spool.folder).toBe('/etc/data/spool');
});

test('every file of the spool belongs to the source that its sender says', () => {
  const made = plan(`${LISTENERS}
senders:
  - { address: 10.1.1.1, unit: so-y-te, source: fw, zone: UTC }
  - { address: 10.1.1.2, source: relay }
  - { address: 10.1.1.3, unit: so-y-te }
`);
  const sources = made?.sources ?? [];
  const sourceOf = (place: SpoolPlace) => {
    const path = `/etc/data/spool/${spoolPath(place, 'udp')}`;
    const source = sources.find(({ pattern }) => {
      const parsed = parsePathPattern(pattern);
      return parsed.ok && parsed.pattern.match(path) !== null;
    });
    return source && [source.id, source.unit, source.zone, source.isExpected];
  };
  const unit = 'so-y-te';
  expect(sourceOf({ kind: 'unit', unit, source: 'fw' })).toEqual(['so-y-te/fw', unit, 'UTC', true]);
  expect(sourceOf({ kind: 'central', source: 'relay' })).toEqual([
    'central/relay',
    null,
    null,
    true,
  ]);
  expect(sourceOf({ kind: 'unit', unit, source: 'udp' })).toEqual([
    'so-y-te/udp',
    unit,
    null,
    true,
  ]);
  expect(sourceOf({ kind: 'unit', unit: 'so-khac', source: 'udp' })).toEqual([
    'udp',
    null,
    null,
    false,
  ]);
  expect(sourceOf({ kind: 'unknown', source: 'tls' })).toEqual(['unknown/tls', null, null, false]);
  expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
});
