import { createInfectionTracker, type MachineInfection } from '../layers/infection.ts';
import type { InputReader, Sorter } from '../ports.ts';
import type { MatchedEvent } from './detection.ts';
import { readInputs, type ReadHooks, type ReadResult } from './read-inputs.ts';
import type { Workspace } from './workspace.ts';

export interface InfectionResult extends ReadResult {
  readonly machines: readonly MachineInfection[];
  /** Machines or infections forgotten to stay within memory. */
  readonly evictions: number;
}

/** Infection state per machine from the antivirus events of the inputs, in event-time order over all of them. */
export async function findInfections(
  paths: readonly string[],
  workspace: Workspace,
  effects: { readonly inputs: InputReader; readonly createSorter: () => Sorter<MatchedEvent> },
  hooks: Pick<ReadHooks, 'progress' | 'isCancelled'>,
): Promise<InfectionResult> {
  const sorter = effects.createSorter();
  const tracker = createInfectionTracker();
  let batch: MatchedEvent[] = [];
  // every event tells what time it is, so that an infection that nobody dealt with stops being new
  let latestMs = Number.NEGATIVE_INFINITY;
  try {
    const read = await readInputs(paths, workspace, effects.inputs, {
      ...hooks,
      event(event) {
        if (event.timeOrigin === 'record') latestMs = Math.max(latestMs, event.timeMs);
        if (event.logSources.some(({ category }) => category === 'antivirus'))
          batch.push({ event, rules: [] });
      },
      async chunkDone() {
        const found = batch;
        batch = [];
        for (const item of found) await sorter.push(item);
      },
    });
    for await (const { event } of sorter.sorted()) tracker.push(event);
    return { ...read, machines: tracker.machines(latestMs), evictions: tracker.evictions };
  } finally {
    await sorter.close();
  }
}
