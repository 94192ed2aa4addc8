import { describe, expect, test } from 'vitest';
import { closeReason, nextAction, nextAwayAction } from '../../src/ingest/rotation.ts';

const AT_END = { offset: 10, sizeBytes: 10, isIntact: true, links: 1 };
const LIMITS = { lingerMs: 100, keepMs: 1000 };

describe('rotation', () => {
  test.each([
    { name: 'nothing new', kept: AT_END, path: 'same', action: 'wait' },
    { name: 'grown', kept: { ...AT_END, sizeBytes: 11 }, path: 'same', action: 'read' },
    {
      name: 'shorter than what was read',
      kept: { ...AT_END, sizeBytes: 9 },
      path: 'same',
      action: 'drain-copy',
    },
    {
      name: 'longer, but of other content',
      kept: { ...AT_END, sizeBytes: 99, isIntact: false },
      path: 'same',
      action: 'drain-copy',
    },
    {
      name: 'same length, other content',
      kept: { ...AT_END, isIntact: false },
      path: 'same',
      action: 'drain-copy',
    },
    {
      name: 'renamed with bytes unread: they come first',
      kept: { ...AT_END, sizeBytes: 11 },
      path: 'other',
      action: 'read',
    },
    { name: 'renamed and read to the end', kept: AT_END, path: 'other', action: 'switch' },
    {
      name: 'path gone with bytes unread',
      kept: { ...AT_END, sizeBytes: 11, links: 0 },
      path: 'absent',
      action: 'read',
    },
    { name: 'path gone, read to the end', kept: AT_END, path: 'absent', action: 'leave' },
    {
      name: 'cut and replaced at once: the copy first',
      kept: { ...AT_END, sizeBytes: 0 },
      path: 'other',
      action: 'drain-copy',
    },
  ] as const)('at its path: $name', ({ kept, path, action }) => {
    expect(nextAction(kept, path)).toBe(action);
  });

  test.each([
    {
      name: 'quiet for a moment only',
      kept: AT_END,
      quietMs: 99,
      isSuperseded: false,
      action: 'wait',
    },
    {
      name: 'its writer goes on in it',
      kept: { ...AT_END, sizeBytes: 11 },
      quietMs: 5000,
      isSuperseded: true,
      action: 'read',
    },
    {
      name: 'quiet for long: told closed, but still watched',
      kept: AT_END,
      quietMs: 100,
      isSuperseded: false,
      action: 'tell-closed',
    },
    {
      name: 'quiet, and a later one went away too',
      kept: AT_END,
      quietMs: 100,
      isSuperseded: true,
      action: 'forget',
    },
    {
      name: 'quiet and deleted',
      kept: { ...AT_END, links: 0 },
      quietMs: 100,
      isSuperseded: false,
      action: 'forget',
    },
    {
      name: 'deleted just now: its writer may still write',
      kept: { ...AT_END, links: 0 },
      quietMs: 0,
      isSuperseded: false,
      action: 'wait',
    },
    {
      name: 'quiet for longer than a descriptor is kept',
      kept: AT_END,
      quietMs: 1000,
      isSuperseded: false,
      action: 'forget',
    },
    {
      name: 'cut after it was read',
      kept: { ...AT_END, sizeBytes: 0 },
      quietMs: 0,
      isSuperseded: false,
      action: 'forget',
    },
  ] as const)('away: $name', ({ kept, quietMs, isSuperseded, action }) => {
    expect(nextAwayAction(kept, { quietMs, isSuperseded }, LIMITS)).toBe(action);
  });

  test('a file without a name was removed, one with a name was rotated', () => {
    expect([closeReason({ ...AT_END, links: 0 }), closeReason(AT_END)]).toEqual([
      'removed',
      'rotated',
    ]);
  });
});
