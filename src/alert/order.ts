import type { Level } from '../sigma/rule.ts';
import { LEVELS } from '../sigma/rule.ts';
import type { Alert } from './alert.ts';

/** The least severe first. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

/** By time: the order of lists and of machine-readable output. */
export function compareByTime(a: Alert, b: Alert): number {
  return a.firstMs - b.firstMs || compareIds(a, b);
}

/** The duty officer's queue: the most severe first, of equals the one that has waited longest. */
export function compareForQueue(a: Alert, b: Alert): number {
  return compareLevels(b.severity, a.severity) || compareByTime(a, b);
}

function compareIds(a: Alert, b: Alert): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
