// Wordings are compared with text that anyone can send: none may take seconds.
import { expect, test } from 'vitest';
import { ASA_MESSAGES, ASA_SESSIONS } from '../../src/decode/format/cisco/asa-messages.ts';
import { IOS_MESSAGES } from '../../src/decode/format/cisco/ios-messages.ts';
import { matchTemplate } from '../../src/decode/format/cisco/template.ts';

const WORDINGS = [
  ...new Set([...ASA_MESSAGES.values(), ...IOS_MESSAGES.values(), ASA_SESSIONS].flat()),
];

test.each([
  ['blanks', ' '],
  ['blanks after a reason', ' ', 'AAA user x Rejected: reason = '],
  ['words', 'a '],
  ['brackets', 'a(a)'],
  ['colons', 'a:'],
  ['names', ', Username = ', 'Group = x'],
])('%s', (_, part, start = '') => {
  expect(WORDINGS.length).toBeGreaterThan(100);
  const text = start + part.repeat(8192 / part.length);
  const started = performance.now();
  for (const wording of WORDINGS) matchTemplate(wording, text, new Map());
  expect(performance.now() - started).toBeLessThan(2000);
});
