import { expect, test } from 'vitest';
import { judgeSilence, streamKindOf, type StreamActivity } from '../../src/layers/silence.ts';

const MINUTE = 60_000;
const NOW = 1_000_000 * MINUTE;

function ago(minutes: number, rest: Partial<StreamActivity> = {}): StreamActivity {
  return {
    cadenceMs: null,
    kind: 'firewall',
    lastEventMs: NOW - minutes * MINUTE,
    sinceMs: 0,
    ...rest,
  };
}

test.each<[string, StreamActivity, readonly [string, number, number]]>([
  ['a firewall within the hour', ago(60), ['sending', 60, 0]],
  ['a firewall over the hour', ago(61), ['silent', 61, -1]],
  ['a console within four hours', ago(240, { kind: 'antivirus' }), ['sending', 240, 0]],
  ['a console over four hours', ago(241, { kind: 'antivirus' }), ['silent', 241, -1]],
  ['a sensor over a quarter of an hour', ago(16, { kind: 'sensor' }), ['silent', 16, -1]],
  ['workstations over night', ago(14 * 60, { kind: 'endpoint' }), ['sending', 14 * 60, 10 * 60]],
  ['the source’s own cadence', ago(6, { cadenceMs: 5 * MINUTE }), ['silent', 6, -1]],
  ['of unknown kind: the hour', ago(61, { kind: null }), ['silent', 61, -1]],
  [
    'nothing yet, just started',
    { ...ago(0), lastEventMs: null, sinceMs: NOW - MINUTE },
    ['waiting', 1, 59],
  ],
  [
    'nothing ever',
    { ...ago(0), lastEventMs: null, sinceMs: NOW - 61 * MINUTE },
    ['silent', 61, -1],
  ],
  ['an event from tomorrow', ago(-24 * 60), ['sending', 0, 60]],
])('%s', (_name, stream, [state, silentMinutes, dueInMinutes]) => {
  expect(judgeSilence(stream, NOW)).toEqual({
    state,
    silentForMs: silentMinutes * MINUTE,
    dueMs: NOW + dueInMinutes * MINUTE,
  });
});

test.each([
  ['firewall', { category: 'firewall', product: 'fortigate', service: null }],
  ['antivirus', { category: 'antivirus', product: 'cmc', service: null }],
  ['sensor', { category: 'dns', product: 'zeek', service: null }],
  ['endpoint', { category: 'process_creation', product: 'windows', service: null }],
  [null, { category: 'webserver', product: 'apache', service: null }],
])('the stream kind %s', (kind, logSource) => {
  expect(streamKindOf([logSource])).toBe(kind);
});
