// Which fields of an event tell it from others, for the scaffold of a rule: names that rules of SigmaHQ use come first, what
// changes with every event (times, numbers of processes, hashes) never.
import type { Event, FieldValue } from '../event/event.ts';

/** A field with the value that a rule would ask for. */
export interface Candidate {
  readonly field: string;
  /** Rules are known to ask for it; the others are only suggested. */
  readonly isTelling: boolean;
  /** Modifier, null for equality. */
  readonly modifier: 'endswith' | 'contains' | null;
  readonly value: string | number;
  /** The same field in an event that just misses. */
  readonly nearMiss: string | number;
}

const RANKED = [
  'Image',
  'OriginalFileName',
  'ParentImage',
  'CommandLine',
  'TargetFilename',
  'TargetObject',
  'Details',
  'ImageLoaded',
  'PipeName',
  'QueryName',
  'DestinationHostname',
  'ServiceName',
  'ImagePath',
  'ScriptBlockText',
  'Signature',
  'ThreatStatus',
  'HandlingResult',
  'action',
  'type',
  'subtype',
  'attack',
  'service',
  'dst_port',
  'proto',
  'hostname',
  'cs-method',
  'cs-uri-stem',
  'LogonType',
  'Status',
  'Provider_Name',
] as const;

const VOLATILE =
  /time|date|guid|(?:^|_)id$|Id$|ID$|^uuid|sequence|serial|session|hash|md5|sha\d|^soclite\.|port$|_ip$|^ip|address$|^Computer|^host|keywords|version|level|bytes|pkt|duration|^devid|^devname|^logid|^eventtime|record|thread|process_?id|count$/i;
/** What YAML in single quotes and Sigma can hold as it is. */
const PRINTABLE = /^[\u0020-\u007e\u00a0-\ud7ff\ue000-\ufffd]+$/;
/** A name that YAML reads as text without quotes. */
const NAME = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z_][\w.-]*$/i;
const MAX_CHARS = 200;

/** The best first: those to ask for, then those to choose from. `EventID` leads where no category says the kind. */
export function listCandidates(event: Event, hasCategory: boolean): readonly Candidate[] {
  const ranked: readonly string[] = hasCategory ? RANKED : ['EventID', ...RANKED];
  const names = [
    ...ranked.filter((name) => event.fields.has(name)),
    ...[...event.fields.keys()].filter((name) => !ranked.includes(name) && !VOLATILE.test(name)),
  ];
  return names.flatMap((field) => {
    const candidate = NAME.test(field) ? toCandidate(field, event.fields.get(field)) : null;
    return candidate === null ? [] : [{ ...candidate, isTelling: ranked.includes(field) }];
  });
}

function toCandidate(
  field: string,
  value: FieldValue | undefined,
): Omit<Candidate, 'isTelling'> | null {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return null;
    return { field, modifier: null, value, nearMiss: value + 1 };
  }
  if (typeof value !== 'string' || value.length > MAX_CHARS || !PRINTABLE.test(value)) return null;
  if (value.trim() === '' || value === '-') return null;
  const file = /\\[^\\]+$/.exec(value)?.[0];
  const isPath = /^(?:[A-Za-z]:\\|\\\\|\\Device)/.test(value) && file !== undefined;
  if (isPath && !value.includes('"'))
    return { field, modifier: 'endswith', value: file, nearMiss: `${value}.other` };
  return { field, modifier: null, value, nearMiss: `not ${value}` };
}
