import type { Alert } from '../alert/alert.ts';
import type { Matcher } from '../detect/match.ts';
import type { InputReader, Sorter } from '../ports.ts';
import { toGrouperOptions } from './alert-options.ts';
import { createAlertRaiser, type MatchedEvent } from './detection.ts';
import { readInputs, type ReadResult } from './read-inputs.ts';
import type { Workspace } from './workspace.ts';

export interface ScanDependencies {
  readonly inputs: InputReader;
  /** Orders matches by event time over all inputs, in bounded memory. */
  readonly createSorter: () => Sorter<MatchedEvent>;
  readonly matcher: Matcher;
}

export interface ScanHooks {
  /** Stored bytes read so far, and in all (null when standard input is among the inputs). */
  progress(readBytes: number, totalBytes: number | null): void;
  /** Each event that rules match, in reading order. */
  matched(matched: MatchedEvent): Promise<void>;
  /** After each chunk of input, behind its matches. */
  chunkDone?(): Promise<void>;
  /** Whether nobody wants more (the reader of the output went away). */
  isCancelled(): boolean;
}

export interface ScanResult extends ReadResult {
  readonly alerts: readonly Alert[];
  /** Rule × event, before correlation and grouping. */
  readonly matches: number;
  /** Correlation state forgotten, and findings put into overflow alerts, to stay within memory: 0 in a normal scan. */
  readonly evictions: number;
}

/** Scans archives: every event of every input through the rules, matches in event-time order into alerts. */
export async function scan(
  paths: readonly string[],
  workspace: Workspace,
  dependencies: ScanDependencies,
  hooks: ScanHooks,
): Promise<ScanResult> {
  const sorter = dependencies.createSorter();
  const raiser = createAlertRaiser(workspace.rules.ruleSet, toGrouperOptions(workspace));
  let matches = 0;
  let batch: MatchedEvent[] = [];
  try {
    const read = await readInputs(paths, workspace, dependencies.inputs, {
      progress: (read, total) => hooks.progress(read, total),
      isCancelled: () => hooks.isCancelled(),
      event(event) {
        const rules = dependencies.matcher.match(event);
        if (rules.length > 0) batch.push({ event, rules });
      },
      async chunkDone() {
        const matchedEvents = batch;
        batch = [];
        for (const matched of matchedEvents) {
          matches += matched.rules.length;
          await hooks.matched(matched);
          await sorter.push(matched);
        }
        await hooks.chunkDone?.();
      },
    });
    for await (const matched of sorter.sorted()) raiser.push(matched);
    raiser.advance(Number.POSITIVE_INFINITY);
    return {
      ...read,
      alerts: raiser.alerts.all(),
      matches,
      evictions: raiser.evictions + raiser.alerts.overflowed,
    };
  } finally {
    await sorter.close();
  }
}
