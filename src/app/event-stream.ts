import type { DecodedRecord } from '../decode/format.ts';
import type { Event, FieldValue, TimeOrigin } from '../event/event.ts';
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

/** What turns a record into an event of a unit. */
export interface Enrichment {
  readonly attributor: Attributor;
  readonly indicators: IndicatorMatcher;
}

/**
 * Turns the records of one stream into events, in order: normalised, attributed, indicators looked up. A record
 * without a time takes the time of the record before it, so that the answer does not depend on when it is read.
 */
export function createEventStream(
  identity: StreamIdentity,
  enrichment: Enrichment,
): (record: DecodedRecord) => Event {
  let previousMs: number | null = null;

  return (record) => {
    const { logSources, fields } = normalise(record);
    const attribution = enrichment.attributor.attribute({
      host: record.host,
      fields,
      logSources,
      defaultUnit: identity.defaultUnit,
    });
    setIfKnown(fields, 'soclite.unit', attribution.unit);
    setIfKnown(fields, 'soclite.system', attribution.system);
    const indicator = enrichment.indicators.find(fields);
    if (indicator !== null) {
      fields.set('soclite.indicator', indicator.value);
      fields.set('soclite.indicator-type', indicator.type);
      fields.set('soclite.indicator-list', indicator.list);
    }
    const timeMs = record.timeMs ?? previousMs ?? identity.receivedMs;
    const timeOrigin: TimeOrigin =
      record.timeMs !== null ? 'record' : previousMs !== null ? 'previous' : 'received';
    if (record.timeMs !== null) previousMs = record.timeMs;
    return {
      unit: attribution.unit,
      system: attribution.system,
      machine: attribution.machine,
      origin: { source: identity.sourceId, file: identity.file, line: record.line },
      format: record.format,
      timeMs,
      timeOrigin,
      host: record.host,
      logSources,
      fields,
      raw: record.raw,
    };
  };
}

function setIfKnown(fields: Map<string, FieldValue>, name: string, value: string | null): void {
  if (value !== null) fields.set(name, value);
}
