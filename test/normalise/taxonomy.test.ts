// The Windows tables against the specification's taxonomy appendix and the log sources that SigmaHQ's rules name.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FieldValue } from '../../src/event/event.ts';
import { normaliseWindows } from '../../src/normalise/windows.ts';
import { corpusPath, readTarGz } from '../support/corpora.ts';

const APPENDIX = corpusPath('sigma-specification/specification/sigma-appendix-taxonomy.md');
const RULES = corpusPath('sigmahq-rules/sigmahq-rules.tar.gz');

interface Row {
  readonly kind: 'category' | 'service';
  readonly name: string;
  readonly channels: readonly string[];
  readonly eventIds: readonly number[];
}

/** The rows of the appendix's two Windows tables. */
function readRows(): readonly Row[] {
  if (APPENDIX === null) return [];
  const rows: Row[] = [];
  for (const line of readFileSync(APPENDIX, 'utf8').split('\n')) {
    const [, product, source = '', text = ''] = line.split('|').map((cell) => cell.trim());
    const match = /^product: windows<br>(category|service): (\S+)$/.exec(source);
    if (product !== 'windows' || match === null) continue;
    const [ids = '', channels = ''] = text.split('Channel:');
    rows.push({
      kind: match[1] === 'category' ? 'category' : 'service',
      name: match[2] ?? '',
      channels: channels
        .split('<br>')
        .map((channel) =>
          channel
            .replace(/^\s*- /, '')
            .replace('WinEventLog:', '')
            .trim(),
        )
        .filter((channel) => channel !== ''),
      eventIds: [...ids.matchAll(/\d+/g)].map(Number),
    });
  }
  return rows;
}

function logSourcesOf(channel: string, eventId: number, eventType: string): readonly string[] {
  const fields = new Map<string, FieldValue>([
    ['Channel', channel],
    ['EventID', eventId],
    ['EventType', eventType],
  ]);
  return normaliseWindows(fields).logSources.flatMap(({ category, service }) => [
    `category ${category ?? ''}`,
    `service ${service ?? ''}`,
  ]);
}

/** What tells registry_add from registry_delete: the appendix gives event 12 to both. */
const EVENT_TYPES: Readonly<Record<string, string>> = {
  registry_add: 'CreateKey',
  registry_delete: 'DeleteKey',
};

describe.skipIf(APPENDIX === null)('the taxonomy appendix', () => {
  const rows = readRows();

  test('was read whole', () => {
    const count = (kind: Row['kind']): number => rows.filter((row) => row.kind === kind).length;
    expect({ categories: count('category'), services: count('service') }).toEqual({
      categories: 35,
      services: 46,
    });
  });

  // Two categories are of an ETW provider, not of a channel: no event log record belongs to them
  const placed = rows.filter(({ channels }) => channels.length > 0);
  test.each(placed)('$kind $name', ({ kind, name, channels, eventIds }) => {
    for (const channel of channels)
      for (const eventId of kind === 'category' ? eventIds : [0])
        expect(logSourcesOf(channel, eventId, EVENT_TYPES[name] ?? '')).toContain(
          `${kind} ${name}`,
        );
  });

  test('without a channel are only the ETW categories', () => {
    const names = rows.filter(({ channels }) => channels.length === 0).map(({ name }) => name);
    expect(names).toEqual(['file_access', 'file_rename']);
  });
});

describe.skipIf(RULES === null || APPENDIX === null)('SigmaHQ', () => {
  /** Channels of services that rules use and the appendix lacks. */
  const BEYOND = [
    'Microsoft-ServiceBus-Client/Operational',
    'Microsoft-Windows-SmbClient/Connectivity',
    'Microsoft-Windows-SMBServer/Connectivity',
  ];

  test('every Windows service that a current rule names has a channel', () => {
    const channels = [...readRows().flatMap((row) => row.channels), ...BEYOND];
    const known = new Set(channels.flatMap((channel) => logSourcesOf(channel, 0, '')));
    const named = new Set<string>();
    for (const { name, text } of readTarGz(RULES ?? '')) {
      if (!/^rules.*\.yml$/.test(name) || name.startsWith('rules-dfir')) continue;
      const block = /^logsource:\r?\n((?:[ \t]+.*\r?\n)+)/m.exec(text)?.[1] ?? '';
      const service = /^ +service: *([\w-]+)/m.exec(block)?.[1];
      if (/^ +product: *windows\b/m.test(block) && service !== undefined)
        named.add(`service ${service}`);
    }
    expect(named.size).toBeGreaterThan(30);
    expect([...named].filter((service) => !known.has(service))).toEqual([]);
  });
});
