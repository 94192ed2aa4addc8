// Where the notifier keeps its place in the store, among the notes of consumers.
import type { DeadLetter } from '../../notify/delivery.ts';
import type { SavedQueue } from '../../notify/outbox.ts';
import type { QueueStore } from '../../ports/store.ts';
import { sealText, unsealText } from '../../util/sealed-text.ts';

export const CURSOR_KEY = 'notify/cursor';
/** Written by `soclite notify retry`, taken by the service. */
export const RETRY_KEY = 'notify/retry';
const QUEUE_KEY = 'notify/queue';
const DEAD_KEY = 'notify/dead';

const QUEUE_SEAL = { kind: 'notify-queue', version: 1 } as const;
const DEAD_SEAL = { kind: 'notify-dead', version: 1 } as const;

export function toldKey(page: number): string {
  return `notify/told/${page}`;
}

export interface SavedNotes {
  /** Null = nothing was ever sent. */
  readonly queue: SavedQueue | null;
  readonly dead: readonly DeadLetter[];
  /** What cannot be read. */
  readonly faults: readonly string[];
}

/** @throws StoreError */
export function readNotes(store: QueueStore): SavedNotes {
  const faults: string[] = [];
  const queue = open(store.readNote(QUEUE_KEY), (text) => unsealText<SavedQueue>(QUEUE_SEAL, text));
  const dead = open(store.readNote(DEAD_KEY), (text) =>
    unsealText<readonly DeadLetter[]>(DEAD_SEAL, text),
  );
  return { queue, dead: dead ?? [], faults };

  function open<T>(text: string | null, read: (text: string) => Unsealed<T>): T | null {
    const unsealed = text === null ? null : read(text);
    if (unsealed === null || unsealed.ok) return unsealed?.value ?? null;
    faults.push(unsealed.reason);
    return null;
  }
}

type Unsealed<T> = ReturnType<typeof unsealText<T>>;

/** @throws StoreError */
export function writeQueue(store: QueueStore, queue: SavedQueue): void {
  store.writeNote(QUEUE_KEY, sealText(QUEUE_SEAL, queue));
}

/** @throws StoreError */
export function writeDead(store: QueueStore, dead: readonly DeadLetter[]): void {
  store.writeNote(DEAD_KEY, dead.length === 0 ? null : sealText(DEAD_SEAL, dead));
}
