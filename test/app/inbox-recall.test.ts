import { expect, test } from 'vitest';
import type { RecalledDrafts } from '../../src/alert/recall.ts';
import { watchRecall } from '../../src/app/inbox-recall.ts';

test('it tells when the store would answer otherwise by now', () => {
  let answer: RecalledDrafts = { drafts: [], before: null };
  const recall = watchRecall({ find: () => answer });
  expect(recall.isUnchanged()).toBe(true);
  expect(recall.find('rule', 1, 2)).toBe(answer);
  expect(recall.isUnchanged()).toBe(true);
  answer = { drafts: [], before: { id: 'a', windowStartMs: 0, ordinal: 0, isClosed: true } };
  expect(recall.isUnchanged()).toBe(false);
});
