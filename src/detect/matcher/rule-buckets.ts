// Which rules an event needs to be tried against, by log source and by EventID. Both are exact necessary conditions:
// a rule that is left out could not match. Where an event is unusual (EventID an array) every rule of its log sources
// is tried.
import type { Event, LogSource } from '../../event/event.ts';
import { lookUpField } from '../../event/field.ts';
import { scalarText } from '../../event/scalar.ts';
import type { SigmaRule } from '../../sigma/rule.ts';
import { foldCase } from '../../util/case-fold.ts';
import { appliesTo } from './log-source.ts';
import { findRequiredValues } from './required-values.ts';

/** A rule ready to run, or anything else that stands for one. */
export interface BucketEntry {
  readonly rule: SigmaRule;
}

export interface RuleBuckets<Entry extends BucketEntry> {
  /** The entries that the event must be tried against, in their order. */
  find(event: Event): readonly Entry[];
}

interface Bucket<Entry> {
  readonly all: readonly Entry[];
  /** By folded EventID: the entries that need it and those that need none. */
  readonly byEventId: ReadonlyMap<string, readonly Entry[]>;
  /** For an EventID that no rule names, and for none. */
  readonly unconstrained: readonly Entry[];
}

const EVENT_ID = 'EventID';
/** Distinct sets of log sources are few, but they come from data. */
const MAX_CACHED = 1024;

export function createRuleBuckets<Entry extends BucketEntry>(
  entries: readonly Entry[],
): RuleBuckets<Entry> {
  // Events of one kind share one array, so identity is the usual hit; equal arrays share a bucket by content.
  const byIdentity = new WeakMap<readonly LogSource[], Bucket<Entry>>();
  const byContent = new Map<string, Bucket<Entry>>();

  const findBucket = (logSources: readonly LogSource[]): Bucket<Entry> => {
    const known = byIdentity.get(logSources);
    if (known !== undefined) return known;
    const key = JSON.stringify(logSources.map((s) => [s.category, s.product, s.service]));
    let bucket = byContent.get(key);
    if (bucket === undefined) {
      bucket = buildBucket(entries.filter(({ rule }) => appliesTo(rule.logSource, logSources)));
      if (byContent.size >= MAX_CACHED) byContent.clear();
      byContent.set(key, bucket);
    }
    byIdentity.set(logSources, bucket);
    return bucket;
  };

  return {
    find(event) {
      const bucket = findBucket(event.logSources);
      if (bucket.byEventId.size === 0) return bucket.all;
      const eventId = lookUpField(event.fields, EVENT_ID);
      if (eventId === undefined || eventId === null) return bucket.unconstrained;
      const text = scalarText(eventId);
      if (text === null) return bucket.all;
      return bucket.byEventId.get(foldCase(text)) ?? bucket.unconstrained;
    },
  };
}

function buildBucket<Entry extends BucketEntry>(all: readonly Entry[]): Bucket<Entry> {
  const required = all.map((entry) => findRequiredValues(entry.rule, EVENT_ID));
  const eventIds = new Set(required.flatMap((values) => [...(values ?? [])]));
  const select = (eventId: string | null): readonly Entry[] =>
    all.filter((_, index) => {
      const values = required[index];
      return values === null || values === undefined || (eventId !== null && values.has(eventId));
    });
  return {
    all,
    byEventId: new Map([...eventIds].map((eventId) => [eventId, select(eventId)])),
    unconstrained: select(null),
  };
}
