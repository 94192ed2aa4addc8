import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';

function parse(text: string): unknown {
  const config = parseConfig([{ text: `metrics: ${text}\n`, file: 's.yml' }]);
  return config.ok
    ? config.value.metrics
    : config.problems.map(({ code, at }) => `${at.column} ${code}`);
}

test.each([
  ['{}', { address: '127.0.0.1', port: 9464 }],
  ['{ address: 127.9.9.9, port: 1 }', { address: '127.9.9.9', port: 1 }],
  ['{ address: "::1" }', { address: '::1', port: 9464 }],
  ['{ address: 0.0.0.0, public: true }', { address: '0.0.0.0', port: 9464 }],
  ['{ address: 0.0.0.0 }', ['21 metrics-public']],
  ['{ address: "::", public: false }', ['21 metrics-public']],
  ['{ address: 10.0.0.1 }', ['21 metrics-public']],
  ['{ address: localhost }', ['21 bad-address']],
  ['{ port: 0 }', ['18 not-a-number']],
  ['{ port: 65536 }', ['18 not-a-number']],
  ['{ public: yes please }', ['20 not-a-boolean']],
  ['{ path: /m }', ['12 unknown-key']],
  ['on', ['10 not-a-map']],
])('metrics: %s', (text, expected) => {
  expect(parse(text)).toEqual(expected);
});
