import type { MessageCounts } from '../../ports/listen.ts';

export type MutableCounts = { -readonly [Key in keyof MessageCounts]: MessageCounts[Key] };

export function zeroCounts(): MutableCounts {
  return { messages: 0, bytes: 0, dropped: 0, droppedBytes: 0, cut: 0, cutBytes: 0, empty: 0 };
}
