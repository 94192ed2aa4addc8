/**
 * Merges sorted sequences into one. Equal items come in the order of their sequences, so that merging runs in the
 * order of their making is stable. A binary heap of the sequences' next items: log2(k) comparisons an item.
 */
export async function* mergeSorted<T>(
  sequences: readonly AsyncIterator<T, void, undefined>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T, void, undefined> {
  const heap: Head<T>[] = [];
  const isBefore = (a: Head<T>, b: Head<T>): boolean => {
    const order = compare(a.item, b.item);
    return order < 0 || (order === 0 && a.rank < b.rank);
  };
  for (const [rank, sequence] of sequences.entries()) {
    const next = await sequence.next();
    if (next.done !== true) heap.push({ item: next.value, rank, sequence });
  }
  for (let index = heap.length >> 1; index >= 0; index -= 1) siftDown(heap, index, isBefore);
  for (let top = heap[0]; top !== undefined; top = heap[0]) {
    yield top.item;
    const next = await top.sequence.next();
    const last = heap.at(-1);
    if (next.done !== true) heap[0] = { ...top, item: next.value };
    else {
      heap.pop();
      if (heap.length > 0 && last !== undefined) heap[0] = last;
    }
    siftDown(heap, 0, isBefore);
  }
}

interface Head<T> {
  readonly item: T;
  readonly rank: number;
  readonly sequence: AsyncIterator<T, void, undefined>;
}

function siftDown<T>(heap: T[], from: number, isBefore: (a: T, b: T) => boolean): void {
  for (let index = from; ;) {
    let least = index;
    for (const child of [2 * index + 1, 2 * index + 2]) {
      const candidate = heap[child];
      const smallest = heap[least];
      if (candidate !== undefined && smallest !== undefined && isBefore(candidate, smallest))
        least = child;
    }
    const [a, b] = [heap[index], heap[least]];
    if (least === index || a === undefined || b === undefined) return;
    heap[index] = b;
    heap[least] = a;
    index = least;
  }
}
