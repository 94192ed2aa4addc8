// What people ask of a store of so many alerts: names and queries.
import { makeWrite, rules, unitOf } from './alerts.mjs';

const DAY_MS = 86_400_000;

export function listQueries(stored) {
  const lastMs = makeWrite(stored - 1).alert.lastMs;
  const rule = rules[3].id;
  const rare = rules.at(-1).id;
  return [
    ['newest', {}],
    ['most severe', { order: 'most-severe-first' }],
    ['oldest', { order: 'oldest-first' }],
    ['page 200 of newest', { offset: 10_000 }],
    ['a unit', { unit: unitOf(5) }],
    ['a unit, most severe', { unit: unitOf(5), order: 'most-severe-first' }],
    [
      'a small unit, high and up, unacked',
      { unit: unitOf(33), minimumLevel: 'high', states: ['new'] },
    ],
    ['unknown unit (none)', { unit: null }],
    ['layer 4', { layer: 4 }],
    [
      'layer 4, critical, most severe',
      { layer: 4, minimumLevel: 'critical', order: 'most-severe-first' },
    ],
    ['critical', { minimumLevel: 'critical' }],
    ['acked', { states: ['acked'] }],
    ['open, most severe', { states: ['new', 'acked', 'escalated'], order: 'most-severe-first' }],
    ['closed', { states: ['closed'] }],
    ['escalated or closed', { states: ['escalated', 'closed'] }],
    ['a frequent rule', { ruleId: rule }],
    ['a rare rule', { ruleId: rare }],
    ['a rule in a unit', { ruleId: rule, unit: unitOf(20) }],
    [
      'a rare rule in a unit, most severe',
      { ruleId: rare, unit: unitOf(20), order: 'most-severe-first' },
    ],
    ['an owner', { owner: 'truc-3' }],
    ['an unknown owner', { owner: 'nobody' }],
    ['the last day', { sinceMs: lastMs - DAY_MS }],
    ['a day half a year ago', { sinceMs: lastMs - 90 * DAY_MS, untilMs: lastMs - 89 * DAY_MS }],
    [
      'a day long ago, most severe',
      { sinceMs: lastMs - 90 * DAY_MS, untilMs: lastMs - 89 * DAY_MS, order: 'most-severe-first' },
    ],
    [
      'a month of a unit, high and up',
      {
        unit: unitOf(2),
        sinceMs: lastMs - 60 * DAY_MS,
        untilMs: lastMs - 30 * DAY_MS,
        minimumLevel: 'high',
      },
    ],
  ];
}

export function groupQueries(stored) {
  const lastMs = makeWrite(stored - 1).alert.lastMs;
  return [
    ['all', {}],
    ['open', { states: ['new', 'acked', 'escalated'] }],
    ['a unit', { unit: unitOf(5) }],
    ['high and up', { minimumLevel: 'high' }],
    ['the last month', { sinceMs: lastMs - 30 * DAY_MS }],
  ];
}

export function textQueries(stored) {
  const address = makeWrite(Math.floor(stored / 3)).alert.groupKey[0].value;
  const session = /sessionid=\d+/.exec(
    Array.from({ length: 200 }, (_, i) => makeWrite(i).alert.evidence[0].raw).join(' '),
  )[0];
  return [
    ['a word of many', { text: 'password' }],
    ['two words of many', { text: 'failed password' }],
    ['without diacritics', { text: 'dang nhap that bai' }],
    ['an address', { text: address }],
    ['a machine', { text: 'DON-VI-07-PC19' }],
    ['one record long ago', { text: session }],
    ['nothing', { text: 'mimikatz.exe' }],
    ['nothing, of frequent runs', { text: 'passwordadministrator' }],
    ['one letter', { text: 'đ' }],
    ['two letters, rare', { text: 'ız' }],
    ['two letters and a machine', { text: 'pc don-vi-07-pc19' }],
    ['hostile', { text: '"password" OR NEAR(*' }],
    [
      'user, a unit, most severe',
      { text: 'svc_backup1', unit: unitOf(3), order: 'most-severe-first' },
    ],
    ['address, high and up', { text: '203.0.113.77', minimumLevel: 'high' }],
    ['a year as text', { text: '2026-01-02' }],
  ];
}
