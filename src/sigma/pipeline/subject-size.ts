import { listItems } from './subject.ts';
import type { Subject } from './subject.ts';

/** What pipelines may add to the size of one rule. */
export const MAX_GROWTH = 20_000;
const NAME_ROOM = 1000;

/** Values and names; what a name has above its room counts by the character. */
export function sizeOf(subject: Subject): number {
  const names = sum(subject.fields.map(nameSize));
  if (subject.kind === 'correlation') return names + sum(subject.rule.groupBy.map(nameSize));
  const items = [...subject.detections.values()].flatMap(listItems);
  return names + sum(items.map(({ field, values }) => nameSize(field ?? '') + values.length));
}

function nameSize(name: string): number {
  return 1 + Math.max(0, name.length - NAME_ROOM);
}

function sum(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total + size, 0);
}
