import { expect, test } from 'vitest';
import { parseMapping } from '../../src/decode/mapping.ts';
import { formatProblem } from '../../src/util/problem.ts';

const GOOD = `
name: acme
title: Acme console
product: acme
columns:
  Computer: [Máy]
  Signature: Virus
samples:
  - lines: |
      Máy,Virus
      a,b
    fields: { Computer: a }
`;

test('the shortest mapping', () => {
  const mapping = parseMapping(GOOD, 'acme.yml');
  expect(mapping).toMatchObject({
    ok: true,
    problems: [],
    value: {
      name: 'acme',
      delimiter: null,
      required: ['Computer', 'Signature'],
      columns: [
        { field: 'Signature', headers: ['virus'] },
        { field: 'Computer', headers: ['may'] },
      ],
      time: null,
      defaults: { ThreatStatus: null, HandlingResult: null },
      samples: [{ lines: ['Máy,Virus', 'a,b'], fields: { Computer: 'a' }, time: null, host: null }],
    },
  });
});

test('every problem at once, each where it stands', () => {
  const text = `
name: Acme Console
title: 7
product: acme
delimiter: comm
required: [Computer, Hashes]
columns:
  Computer: [Máy]
  Sinature: [Virus]
time:
  headers: [Giờ]
  formats: [dd/mm/yyyy, iso]
  zone: Asia/Hanoi
vocabulary:
  ThreatStatus:
    infected: [nhiễm]
    clean: [sạch, Nhiễm]
  HandlingResult:
    wiped: [x]
defaults:
  ThreatStatus: bad
`;
  const mapping = parseMapping(text, 'acme.yml');
  expect(mapping.ok).toBe(false);
  expect(`\n${mapping.problems.map(formatProblem).join('\n')}`).toMatchInlineSnapshot(`
    "
    acme.yml:2:1: error: a mapping needs a value for "samples" [missing-key]
    acme.yml:2:7: error: "Acme Console" must be lower-case letters, digits and dashes [bad-name]
    acme.yml:3:8: error: title must be text, not 7 [not-text]
      hint: put quotes around it: '7'
    acme.yml:5:12: error: delimiter must be one of auto, comma, semicolon, tab, not "comm" [not-a-choice]
      hint: did you mean "comma"?
    acme.yml:6:22: error: required field Hashes has no headers under columns [unmapped-required]
    acme.yml:9:3: error: columns has no key "Sinature" [unknown-key]
      hint: did you mean "Signature"?
    acme.yml:12:13: error: time format "dd/mm/yyyy" must name year, month, day and hour once each [bad-time-format]
      hint: tokens: iso, epoch, yyyy, yy, mm, dd, HH, hh, MM, SS, fff, tt, zzz; hh needs tt
    acme.yml:13:9: error: unknown time zone "Asia/Hanoi" [bad-zone]
      hint: write an IANA name such as Asia/Ho_Chi_Minh, or an offset such as +07:00
    acme.yml:17:12: error: "nhiem" is a word for infected already [duplicate-word]
    acme.yml:19:5: error: a vocabulary has no key "wiped" [unknown-key]
      hint: known keys: cleaned, deleted, quarantined, blocked, failed, ignored, needs-reboot, none
    acme.yml:21:17: error: ThreatStatus must be one of infected, suspicious, clean, not "bad" [not-a-choice]"
  `);
});

test.each([
  ['', 'not-a-map'],
  ['- a', 'not-a-map'],
  ['name: [', 'yaml-syntax'],
  ['name: a\nname: b', 'yaml-duplicate-key'],
])('%j is refused', (text, code) => {
  const mapping = parseMapping(text, 'm.yml');
  expect(mapping.ok).toBe(false);
  expect(mapping.problems.map((problem) => problem.code)).toContain(code);
});
