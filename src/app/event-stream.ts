import type { DecodedRecord } from '../decode/format.ts';
import type { Attribution, Event, FieldValue, LogSource, TimeOrigin } from '../event/event.ts';
import { lookUpField } from '../event/field.ts';
import type { Attributor } from '../layers/attribution.ts';
import type { IndicatorMatcher } from '../layers/indicators.ts';
import { normalise } from '../normalise/normalise.ts';

/** What is known of a stream before its first record. */
export interface StreamIdentity {
  readonly sourceId: string;
  /** Path as found, for evidence. */
  readonly file: string;
  /** Unit of records whose machine the inventory does not know. */
  readonly defaultUnit: string | null;
  /** Time of records without one before any record had one: the file's time, or the time of reading. */
  readonly receivedMs: number;
}

/** What an event stream carries from one record to the next. */
export interface EventStreamState {
  /** Time of the last record that had one. */
  readonly previousMs: number | null;
  readonly receivedMs: number;
}

export interface EventStream {
  /** The record as an event; records come in stream order. */
  take(record: DecodedRecord): Event;
  save(): EventStreamState;
}

/** What turns a record into an event of a unit. */
export interface Enrichment {
  readonly attributor: Attributor;
  readonly indicators: IndicatorMatcher;
  /** Fields of a user's pipelines: the name in the record as decoded, and the name that the event keeps it under. */
  readonly decodedFields?: ReadonlyMap<string, string>;
}

/** A normalised record, before anything is known of it that it does not say itself. */
interface BareEvent {
  readonly host: string | null;
  readonly logSources: readonly LogSource[];
  /** The caller's own map: enrichment adds its `soclite.*` fields to it. */
  readonly fields: Map<string, FieldValue>;
  readonly defaultUnit: string | null;
}

const INDICATOR_SOURCE: LogSource = Object.freeze({
  category: null,
  product: 'soclite',
  service: 'indicator',
});
/** One longer array for each interned one: engines cache by identity (event.ts). */
const withIndicatorSource = new WeakMap<readonly LogSource[], readonly LogSource[]>();

/**
 * Turns the records of one stream into events, in order: normalised, attributed, indicators looked up. A record
 * without a time takes the time of the record before it, so that the answer does not depend on when it is read.
 * @param saved of the stream that this one goes on with
 */
export function createEventStream(
  identity: StreamIdentity,
  enrichment: Enrichment,
  saved: EventStreamState | null = null,
): EventStream {
  let previousMs = saved?.previousMs ?? null;
  const receivedMs = saved?.receivedMs ?? identity.receivedMs;

  const decodedFields = [...(enrichment.decodedFields ?? [])].filter(([name]) => isOwnName(name));

  const take = (record: DecodedRecord): Event => {
    // normalising takes over the decoded map, so its values are taken first
    const decoded = decodedFields.map(([name]) => lookUpField(record.fields, name));
    const { logSources, fields } = normalise(record);
    const { host } = record;
    const enriched = enrich(
      { host, logSources, fields, defaultUnit: identity.defaultUnit },
      enrichment,
    );
    for (const [index, [name, kept]] of decodedFields.entries()) {
      const value = decoded[index] ?? lookUpField(fields, name);
      if (value !== undefined) fields.set(kept, value);
    }
    const timeMs = record.timeMs ?? previousMs ?? receivedMs;
    const timeOrigin: TimeOrigin =
      record.timeMs !== null ? 'record' : previousMs !== null ? 'previous' : 'received';
    if (record.timeMs !== null) previousMs = record.timeMs;
    return {
      unit: enriched.unit,
      system: enriched.system,
      machine: enriched.machine,
      origin: { source: identity.sourceId, file: identity.file, line: record.line },
      format: record.format,
      timeMs,
      timeOrigin,
      host,
      logSources: enriched.logSources,
      fields,
      raw: record.raw,
    };
  };
  return { take, save: () => ({ previousMs, receivedMs }) };
}

/** No log may set a field of ours, whatever a pipeline calls it. */
function isOwnName(name: string): boolean {
  return !/^soclite(?:\.|$)/i.test(name);
}

/**
 * Attributes an event and looks up its indicators. One with an indicator also belongs to the log source
 * `soclite/indicator`: a Sigma rule needs a log source, and a record of an unknown product has none of its own.
 */
export function enrich(
  { host, logSources, fields, defaultUnit }: BareEvent,
  { attributor, indicators }: Enrichment,
): Attribution & Pick<Event, 'logSources'> {
  const { unit, system, machine } = attributor.attribute({
    host,
    fields,
    logSources,
    defaultUnit,
  });
  setIfKnown(fields, 'soclite.unit', unit);
  setIfKnown(fields, 'soclite.system', system);
  const indicator = indicators.find(fields);
  if (indicator === null) return { unit, system, machine, logSources };
  fields.set('soclite.indicator', indicator.value);
  fields.set('soclite.indicator-type', indicator.type);
  fields.set('soclite.indicator-list', indicator.list);
  return { unit, system, machine, logSources: addIndicatorSource(logSources) };
}

function addIndicatorSource(logSources: readonly LogSource[]): readonly LogSource[] {
  const known = withIndicatorSource.get(logSources);
  if (known !== undefined) return known;
  const extended = Object.freeze([...logSources, INDICATOR_SOURCE]);
  withIndicatorSource.set(logSources, extended);
  return extended;
}

function setIfKnown(fields: Map<string, FieldValue>, name: string, value: string | null): void {
  if (value !== null) fields.set(name, value);
}
