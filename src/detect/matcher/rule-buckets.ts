// Which rules an event needs to be tried against, by log source and by EventID. Both are exact necessary conditions:
// a rule that is left out could not match. Where an event is unusual (EventID an array) every rule of its log sources
// is tried. What a bucket is made into is made when its first event comes: few files hold events of all kinds.
import type { Event, FieldValue, LogSource } from '../../event/event.ts';
import { lookUpField } from '../../event/field.ts';
import { scalarText } from '../../event/scalar.ts';
import type { RuleLogSource, SigmaRule } from '../../sigma/rule.ts';
import { foldCase } from '../../util/case-fold.ts';
import { appliesTo } from './log-source.ts';
import type { RequiredValues } from './required-values.ts';
import { findRequiredValues } from './required-values.ts';

const BUCKET_FIELD = 'EventID';

/** The folded EventID of a bucket's events; `text` null: none that a rule of the bucket names. */
export interface BucketValue {
  readonly name: string;
  readonly text: string | null;
}

/** A rule ready to run, or anything else that stands for one. */
export interface BucketEntry {
  readonly rule: SigmaRule;
}

export interface RuleBuckets<Bucket> {
  /** What was made of the entries that the event must be tried against. */
  find(event: Event): Bucket;
}

/** Makes a bucket's content of its entries, in their order. `value` is null when nothing is known of EventID. */
export type MakeBucket<Entry, Bucket> = (
  entries: readonly Entry[],
  value: BucketValue | null,
) => Bucket;

/** Distinct sets of log sources are few, but they come from data; so do event ids. */
const MAX_CACHED = 1024;

export function createRuleBuckets<Entry extends BucketEntry, Bucket>(
  entries: readonly Entry[],
  make: MakeBucket<Entry, Bucket>,
): RuleBuckets<Bucket> {
  // Events of one kind share one array, so identity is the usual hit; equal arrays share a bucket by content.
  const byIdentity = new WeakMap<readonly LogSource[], EventIdBuckets<Entry, Bucket>>();
  const byContent = new Map<string, EventIdBuckets<Entry, Bucket>>();

  const groups = groupByLogSource(entries);

  const findBuckets = (logSources: readonly LogSource[]): EventIdBuckets<Entry, Bucket> => {
    const known = byIdentity.get(logSources);
    if (known !== undefined) return known;
    const key = JSON.stringify(logSources.map((s) => [s.category, s.product, s.service]));
    let buckets = byContent.get(key);
    if (buckets === undefined) {
      const applying = groups
        .filter(({ logSource }) => appliesTo(logSource, logSources))
        .flatMap(({ members }) => members)
        .sort((a, b) => a.order - b.order);
      buckets = new EventIdBuckets(applying, make);
      if (byContent.size >= MAX_CACHED) byContent.clear();
      byContent.set(key, buckets);
    }
    byIdentity.set(logSources, buckets);
    return buckets;
  };

  return {
    find: (event) => findBuckets(event.logSources).find(lookUpField(event.fields, BUCKET_FIELD)),
  };
}

/** An entry, its place among all, and the event ids, folded, of which it needs one. */
interface Member<Entry> {
  readonly entry: Entry;
  readonly order: number;
  readonly required: RequiredValues;
}

interface Group<Entry> {
  readonly logSource: RuleLogSource;
  readonly members: Member<Entry>[];
}

/** Thousands of rules name some hundred log sources. */
function groupByLogSource<Entry extends BucketEntry>(
  entries: readonly Entry[],
): readonly Group<Entry>[] {
  const groups = new Map<string, Group<Entry>>();
  entries.forEach((entry, order) => {
    const { logSource } = entry.rule;
    const key = JSON.stringify([logSource.category, logSource.product, logSource.service]);
    const group = groups.get(key) ?? { logSource, members: [] };
    group.members.push({ entry, order, required: findRequiredValues(entry.rule, BUCKET_FIELD) });
    groups.set(key, group);
  });
  return [...groups.values()];
}

/** The rules of one set of log sources. */
class EventIdBuckets<Entry extends BucketEntry, Bucket> {
  readonly #members: readonly Member<Entry>[];
  readonly #make: MakeBucket<Entry, Bucket>;
  /** Made so far, by folded EventID. An id that no rule names has the one of `null`. */
  readonly #made = new Map<string | null, Bucket>();
  readonly #eventIds: ReadonlySet<string>;
  /** By EventID as it is in the event, which is nearly always a number. */
  readonly #byNumber = new Map<number, Bucket>();
  #all: Bucket | null = null;

  constructor(members: readonly Member<Entry>[], make: MakeBucket<Entry, Bucket>) {
    this.#members = members;
    this.#make = make;
    this.#eventIds = new Set(members.flatMap(({ required }) => [...(required ?? [])]));
  }

  find(eventId: FieldValue | undefined): Bucket {
    if (typeof eventId !== 'number') return this.#findText(eventId);
    const known = this.#byNumber.get(eventId);
    if (known !== undefined) return known;
    const bucket = this.#findText(eventId);
    if (this.#byNumber.size >= MAX_CACHED) this.#byNumber.clear();
    this.#byNumber.set(eventId, bucket);
    return bucket;
  }

  #findText(eventId: FieldValue | undefined): Bucket {
    if (this.#eventIds.size === 0) return this.#findAll();
    if (eventId === undefined || eventId === null) return this.#findSelected(null);
    const text = scalarText(eventId);
    if (text === null) return this.#findAll();
    const folded = foldCase(text);
    return this.#findSelected(this.#eventIds.has(folded) ? folded : null);
  }

  #findAll(): Bucket {
    this.#all ??= this.#make(
      this.#members.map(({ entry }) => entry),
      null,
    );
    return this.#all;
  }

  #findSelected(eventId: string | null): Bucket {
    const known = this.#made.get(eventId);
    if (known !== undefined) return known;
    const entries = this.#members
      .filter(({ required }) => required === null || (eventId !== null && required.has(eventId)))
      .map(({ entry }) => entry);
    const bucket = this.#make(entries, { name: BUCKET_FIELD, text: eventId });
    this.#made.set(eventId, bucket);
    return bucket;
  }
}
