import type { FormatSample } from '../format-sample.ts';
import type { TimeParser } from '../time/time-pattern.ts';
import type { TimeZone } from '../timestamp.ts';
import type { Delimiter } from './csv-line.ts';

/** Fields that a mapping can fill: the canonical antivirus names that rules and infection states read. */
export const MAPPED_FIELDS = [
  'Signature',
  'Filename',
  'Computer',
  'ComputerIP',
  'User',
  'Hashes',
  'ThreatStatus',
  'HandlingResult',
  'ConsoleGroup',
  'Action',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

export const THREAT_STATUSES = ['infected', 'suspicious', 'clean'] as const;
type ThreatStatus = (typeof THREAT_STATUSES)[number];

export const HANDLING_RESULTS = [
  'cleaned',
  'deleted',
  'quarantined',
  'blocked',
  'failed',
  'ignored',
  'needs-reboot',
  'none',
] as const;
type HandlingResult = (typeof HANDLING_RESULTS)[number];

/**
 * A user-written mapping for a product without a public format (an antivirus console's CSV export): which header
 * is which field, how times are written, which words mean which status and handling result.
 */
export interface Mapping {
  /** Kebab-case; the format is called `csv:<name>`. */
  readonly name: string;
  readonly title: string;
  /** Sigma `product` of the records' log source, lower case. */
  readonly product: string;
  /** Null: whichever of comma, semicolon and tab makes the header line fit. */
  readonly delimiter: Delimiter | null;
  /** Fields whose headers a header line must have to be this mapping's. */
  readonly required: readonly MappedField[];
  readonly columns: readonly MappedColumn[];
  readonly time: MappedTime | null;
  /** Words as folded by `foldLabel`. */
  readonly threatStatus: ReadonlyMap<string, ThreatStatus>;
  readonly handlingResult: ReadonlyMap<string, HandlingResult>;
  /** For records without the column or with a word that the vocabulary lacks. */
  readonly defaults: {
    readonly ThreatStatus: ThreatStatus | null;
    readonly HandlingResult: HandlingResult | null;
  };
  /** Exports that the mapping must read as said; checked by the tests, and by whoever edits the mapping. */
  readonly samples: readonly FormatSample[];
}

export interface MappedColumn {
  readonly field: MappedField;
  /** Header names as folded by `foldLabel`, the first one present counts. */
  readonly headers: readonly string[];
}

export interface MappedTime {
  readonly headers: readonly string[];
  /** Tried in order. */
  readonly parsers: readonly TimeParser[];
  /** Zone of the console; null: the source's. */
  readonly zone: TimeZone | null;
}
