import type { Level } from '../sigma/rule.ts';
import { LEVELS } from '../sigma/rule.ts';
import type { Alert } from './alert.ts';

/** 0 = the least severe. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** The least severe first. */
export function compareLevels(a: Level, b: Level): number {
  return levelRank(a) - levelRank(b);
}

/** By time: the order of lists and of machine-readable output. */
export function compareByTime(a: Alert, b: Alert): number {
  return a.firstMs - b.firstMs || compareIds(a, b);
}

/** The duty officer's queue: the most severe first, of equals the one that has waited longest. */
export function compareForQueue(a: Alert, b: Alert): number {
  return compareLevels(b.severity, a.severity) || a.firstMs - b.firstMs || compareTies(a, b);
}

/**
 * Alerts that nothing else sets apart, for lists that people read. By what they see first: an id holds the time, so in
 * a replay, whose times move, equal alerts would change places from one start to the next.
 */
export function compareTies(a: Alert, b: Alert): number {
  return (
    compareTexts(a.title, b.title) ||
    compareTexts(a.unit ?? '', b.unit ?? '') ||
    compareTexts(groupText(a), groupText(b)) ||
    compareIds(a, b)
  );
}

function groupText({ groupKey }: Alert): string {
  return groupKey.map(({ field, value }) => `${field}\n${value}`).join('\n');
}

function compareIds(a: Alert, b: Alert): number {
  return compareTexts(a.id, b.id);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
