import { parseDuration } from '../config/duration.ts';
import type { Mapping } from '../decode/mapping.ts';
import { createStreamReader } from '../decode/stream-reader.ts';
import { parseMoment } from '../decode/moment.ts';
import { parseTimeZone, UTC } from '../decode/timestamp.ts';
import type { Event, FieldValue, LogSource } from '../event/event.ts';
import { createAttributor } from '../layers/attribution.ts';
import { createIndicatorMatcher, parseIndicators } from '../layers/indicators.ts';
import { FileError, type TextFiles } from '../ports.ts';
import { invariant } from '../util/invariant.ts';
import { formatProblem } from '../util/problem.ts';
import { encodeUtf8 } from '../util/utf8.ts';
import { createEventStream, enrich, type Enrichment } from './event-stream.ts';
import { parseTestEvent, type RuleTestCase, type TestEvent } from './rule-test-file.ts';

const ZONE_NAME = 'Asia/Ho_Chi_Minh';

export interface CaseEvents {
  readonly events: readonly Event[];
  /** Why the case cannot be run; empty when it can. */
  readonly failures: readonly string[];
}

/** Makes a case's events: raw lines pass the whole chain, written events what comes after normalising. */
export async function makeCaseEvents(
  testCase: RuleTestCase,
  testFile: string,
  context: {
    readonly files: TextFiles;
    readonly nowMs: number;
    readonly mappings: readonly Mapping[];
    readonly decodedFields?: ReadonlyMap<string, string>;
  },
): Promise<CaseEvents> {
  const { failures: badIndicators, ...made } = makeEnrichment(testCase, testFile);
  const { decodedFields = new Map() } = context;
  const enrichment = { ...made.enrichment, decodedFields };
  const fromFile = await readEventFile(testCase, testFile, context.files);
  const written = [...testCase.events, ...fromFile.events];
  const failures = [...badIndicators, ...fromFile.failures];
  const events: Event[] = [...decodeLines(testCase, testFile, enrichment, context)];
  const unparsed = events.filter((event) => event.format === 'unparsed');
  for (const { origin, raw } of unparsed) {
    failures.push(`line ${origin.line} of the case is read by no format: ${raw.slice(0, 120)}`);
  }
  for (const [index, event] of written.entries()) {
    const made = makeEvents(event, { testCase, testFile, index, enrichment });
    if (typeof made === 'string') failures.push(made);
    else events.push(...made);
  }
  if (events.length === 0 && failures.length === 0) failures.push('the case has no events');
  return { events, failures };
}

/** An indicator that cannot be read is a failure: a near miss would prove nothing without it. */
function makeEnrichment(
  testCase: RuleTestCase,
  testFile: string,
): { readonly enrichment: Enrichment; readonly failures: readonly string[] } {
  const list = parseIndicators(testCase.indicators.join('\n'), testFile);
  return {
    enrichment: {
      attributor: createAttributor({
        name: '',
        units: [],
        systems: [],
        machines: [],
        networks: [],
      }),
      indicators: createIndicatorMatcher(list.ok ? [list.value] : []),
    },
    failures: list.problems.map(({ message }) => `indicators: ${message}`),
  };
}

async function readEventFile(
  testCase: RuleTestCase,
  testFile: string,
  files: TextFiles,
): Promise<{ readonly events: readonly TestEvent[]; readonly failures: readonly string[] }> {
  if (testCase.file === null) return { events: [], failures: [] };
  const path = files.resolve(testFile, testCase.file);
  const events: TestEvent[] = [];
  const failures: string[] = [];
  try {
    for (const [index, value] of (await files.readRecords(path)).entries()) {
      const parsed = parseTestEvent(value, { file: path, line: index + 1, column: 1 });
      if (parsed.ok) events.push(parsed.value);
      else failures.push(...parsed.problems.map(formatProblem));
    }
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    failures.push(error.message);
  }
  return { events, failures };
}

function decodeLines(
  testCase: RuleTestCase,
  testFile: string,
  enrichment: Enrichment,
  context: { readonly nowMs: number; readonly mappings: readonly Mapping[] },
): readonly Event[] {
  if (testCase.lines === null) return [];
  const zone = parseTimeZone(ZONE_NAME);
  invariant(zone !== null, `${ZONE_NAME} is a time zone`);
  const events: Event[] = [];
  const reader = createStreamReader({
    zone,
    referenceTimeMs: context.nowMs,
    mappings: context.mappings,
  });
  const stream = createEventStream(
    { sourceId: 'test', file: testFile, defaultUnit: testCase.unit, receivedMs: context.nowMs },
    enrichment,
  );
  reader.push(encodeUtf8(testCase.lines), (record) => events.push(stream.take(record)));
  reader.end((record) => events.push(stream.take(record)));
  return events;
}

interface WrittenEvent {
  readonly testCase: RuleTestCase;
  readonly testFile: string;
  readonly index: number;
  readonly enrichment: Enrichment;
}

/** The repetitions of a written event, or why it cannot be made. */
function makeEvents(event: TestEvent, written: WrittenEvent): readonly Event[] | string {
  const startMs = parseMoment(event.time, UTC);
  if (startMs === null)
    return `event ${written.index + 1}: "${event.time}" is not an ISO 8601 time`;
  const everyMs = event.every === null ? 0 : parseDuration(event.every);
  if (everyMs === null)
    return `event ${written.index + 1}: "${event.every}" is not a duration such as 30s`;
  const logSources = [event.logSource];
  return Array.from({ length: event.repeat }, (_, i) =>
    makeEvent(event, written, { number: i + 1, timeMs: startMs + i * everyMs, logSources }),
  );
}

interface Repetition {
  readonly number: number;
  readonly timeMs: number;
  /** Shared by the repetitions: engines cache by identity. */
  readonly logSources: readonly LogSource[];
}

function makeEvent(
  event: TestEvent,
  { testCase, testFile, index, enrichment }: WrittenEvent,
  repetition: Repetition,
): Event {
  const fields = new Map<string, FieldValue>();
  for (const [name, value] of event.fields) fields.set(name, fillIn(value, repetition.number));
  const { logSources } = repetition;
  const defaultUnit = event.unit ?? testCase.unit;
  return {
    ...enrich({ host: null, logSources, fields, defaultUnit }, enrichment),
    origin: { source: 'test', file: testFile, line: index + 1 },
    format: 'test',
    timeMs: repetition.timeMs,
    timeOrigin: 'record',
    host: null,
    fields,
    raw: event.raw ?? JSON.stringify([...fields]),
  };
}

/** `<n>` in a string is the repetition; a value that is just `<n>` becomes the number. */
function fillIn(value: FieldValue, number: number): FieldValue {
  if (value === '<n>') return number;
  return typeof value === 'string' ? value.replaceAll('<n>', String(number)) : value;
}
