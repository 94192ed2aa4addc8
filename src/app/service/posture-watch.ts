// Looks for what is wrong with the watching itself: silence, lines that are not understood, lag, losses, disk, clock.
import type { StreamStats } from '../../decode/stream-reader.ts';
import { formatUtc } from '../../util/utc-time.ts';
import { judgeSilence, type StreamActivity } from '../../layers/silence.ts';
import type { PostureFault } from '../../layers/posture.ts';
import type { Activity } from '../activity.ts';
import type { Loss } from '../monitor.ts';
import type { Source, Workspace } from '../workspace.ts';

/** What the service knows at one moment. */
export interface PostureFacts {
  readonly workspace: Workspace;
  readonly activity: Activity;
  readonly bySource: ReadonlyMap<string, StreamStats>;
  readonly losses: readonly Loss[];
  /** False while the backlog is read: nothing is silent or behind yet. */
  readonly isReady: boolean;
  readonly lagMs: number;
  /** Why reading waits for the disk; null = it does not. */
  readonly diskFault: string | null;
  /** Since when a source or unit is expected to send. */
  readonly expectedSince: (name: string) => number;
  readonly nowMs: number;
}

/** Of one run: what is measured from one look to the next. */
export class PostureWatch {
  readonly #unparsed = new Map<string, Share>();
  readonly #losses = new Map<string, { count: number; grewMs: number }>();
  #behindMs: number | null = null;
  #diskMs: number | null = null;
  #lastMs: number | null = null;
  #backMs: number | null = null;

  /** @param before losses of earlier runs, which were told then */
  constructor(before: readonly Loss[]) {
    for (const { kind, count } of before)
      this.#losses.set(kind, { count, grewMs: Number.NEGATIVE_INFINITY });
  }

  look(facts: PostureFacts): readonly PostureFault[] {
    const { nowMs, diskFault } = facts;
    if (this.#lastMs !== null && nowMs < this.#lastMs - CLOCK_BACK_MS) this.#backMs = nowMs;
    const jumpMs = (this.#lastMs ?? nowMs) - nowMs;
    this.#lastMs = nowMs;
    this.#diskMs = diskFault === null ? null : (this.#diskMs ?? nowMs);
    return [
      ...(this.#diskMs === null || diskFault === null
        ? []
        : [own('disk-full', facts.workspace.dataFolder, this.#diskMs, diskFault)]),
      ...(this.#backMs === null || Math.abs(nowMs - this.#backMs) > REMEMBER_MS
        ? []
        : [
            own(
              'clock-back',
              'clock',
              this.#backMs,
              `the clock went back by ${Math.round(jumpMs / 1000)} s`,
            ),
          ]),
      ...this.#lookAtLosses(facts),
      ...(facts.isReady
        ? [...findSilence(facts), ...this.#lookAtShares(facts), ...this.#lookAtLag(facts)]
        : []),
    ];
  }

  #lookAtLag({ lagMs, nowMs, workspace }: PostureFacts): readonly PostureFault[] {
    if (lagMs <= workspace.limits.lagMs) this.#behindMs = null;
    else this.#behindMs ??= nowMs;
    if (this.#behindMs === null) return [];
    return [own('behind', 'watch', this.#behindMs, `${Math.round(lagMs / 1000)} s behind`)];
  }

  /** A loss lasts until it has not grown for some time. */
  #lookAtLosses({ losses, nowMs }: PostureFacts): readonly PostureFault[] {
    return losses.flatMap(({ kind, count, text }) => {
      const known = this.#losses.get(kind);
      if (known === undefined || count > known.count)
        this.#losses.set(kind, { count, grewMs: nowMs });
      const grewMs = this.#losses.get(kind)?.grewMs ?? nowMs;
      return Math.abs(nowMs - grewMs) > REMEMBER_MS ? [] : [own('loss', kind, grewMs, text)];
    });
  }

  #lookAtShares({ bySource, nowMs }: PostureFacts): readonly PostureFault[] {
    return [...bySource].flatMap(([source, { frames, unparsed }]) => {
      const share = this.#unparsed.get(source) ?? {
        lines: frames,
        unparsed,
        faultMs: null,
        text: '',
      };
      this.#unparsed.set(source, share);
      const lines = frames - share.lines;
      if (lines >= MIN_LINES) {
        const part = (unparsed - share.unparsed) / lines;
        const text = `${Math.round(100 * part)} % of the last ${lines} lines`;
        const faultMs = part > MAX_UNPARSED ? (share.faultMs ?? nowMs) : null;
        this.#unparsed.set(source, { lines: frames, unparsed, faultMs, text });
      }
      const { faultMs, text } = this.#unparsed.get(source) ?? share;
      return faultMs === null ? [] : [own('unparsed', source, faultMs, text)];
    });
  }
}

interface Share {
  readonly lines: number;
  readonly unparsed: number;
  readonly faultMs: number | null;
  readonly text: string;
}

const CLOCK_BACK_MS = 60_000;
const REMEMBER_MS = 3_600_000;
const MIN_LINES = 1000;
const MAX_UNPARSED = 0.2;

function own(
  kind: PostureFault['kind'],
  subject: string,
  sinceMs: number,
  detail: string,
): PostureFault {
  return { kind, unit: null, subject, sinceMs, detail };
}

/** Units by all of their own streams, and single streams of units that still send something (decisions/0006). */
function findSilence(facts: PostureFacts): readonly PostureFault[] {
  const { workspace } = facts;
  const expected = workspace.sources.filter(({ isExpected }) => isExpected);
  const ofUnits = workspace.inventory.units.flatMap((unit) => {
    if (!unit.isMonitored) return [];
    const streams = expected
      .filter(
        (source) =>
          isOf(source, unit.id) && (source.unit !== null || knows(facts, unit.id, source.id)),
      )
      .flatMap((source) => silenceOf(source, unit.id, facts));
    const neverSent = streams.length === 0 && expected.some((source) => isOf(source, unit.id));
    if (neverSent) return judgeNever(unit.id, facts);
    const silent = streams.filter(({ fault }) => fault !== null);
    if (silent.length === 0 || silent.length < streams.length)
      return silent.flatMap(({ fault }) => fault ?? []);
    const sinceMs = Math.max(...silent.map(({ fault }) => fault?.sinceMs ?? 0));
    const detail = silent.map(({ fault }) => fault?.detail ?? '').join('; ');
    return [{ kind: 'silent-unit' as const, unit: unit.id, subject: unit.id, sinceMs, detail }];
  });
  const central = expected
    .filter((source) => source.unit === null && !source.pattern.includes('{unit}'))
    .flatMap((source) => silenceOf(source, null, facts).flatMap(({ fault }) => fault ?? []));
  return [...ofUnits, ...central];
}

function isOf({ unit, pattern }: Source, id: string): boolean {
  return unit === id || pattern.includes('{unit}');
}

function knows({ activity }: PostureFacts, unit: string, source: string): boolean {
  return activity.ownStreams(unit).has(source);
}

function judgeNever(unit: string, { expectedSince, nowMs }: PostureFacts): readonly PostureFault[] {
  const stream = {
    cadenceMs: null,
    kind: null,
    lastEventMs: null,
    sinceMs: expectedSince(`unit ${unit}`),
  };
  const { state, dueMs } = judgeSilence(stream, nowMs);
  if (state !== 'silent') return [];
  return [
    { kind: 'silent-unit', unit, subject: unit, sinceMs: dueMs, detail: 'nothing has come yet' },
  ];
}

function silenceOf(
  { id, cadenceMs }: Source,
  unit: string | null,
  { activity, expectedSince, nowMs }: PostureFacts,
): readonly { readonly fault: PostureFault | null }[] {
  const known = unit === null ? undefined : activity.ownStreams(unit).get(id);
  const lastEventMs = unit === null ? activity.lastOfSourceMs(id) : (known?.lastMs ?? null);
  const stream: StreamActivity = {
    cadenceMs,
    kind: known?.kind ?? null,
    lastEventMs,
    sinceMs: expectedSince(`source ${id} ${unit ?? ''}`),
  };
  const { state, dueMs } = judgeSilence(stream, nowMs);
  const detail =
    lastEventMs === null
      ? `${id}: nothing has come yet`
      : `${id}: last event ${formatUtc(lastEventMs)}`;
  const fault: PostureFault = { kind: 'silent-source', unit, subject: id, sinceMs: dueMs, detail };
  return [{ fault: state === 'silent' ? fault : null }];
}
