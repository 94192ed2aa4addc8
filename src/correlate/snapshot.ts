// The state of a correlator as text: a line that names the version and a digest of the rest, and JSON. The digest
// makes sure that what is read is what was written, whole; so the JSON's shape need not be proven again.
import type { Checked } from '../util/problem.ts';
import { digestText } from '../util/text-digest.ts';
import { formatState } from './snapshot/encode.ts';
import type { PlainSlot } from './snapshot/encode.ts';
import type { SavedCorrelation, SavedGroup } from './snapshot/saved.ts';

const VERSION = 1;

/** What a correlator knows, read back and not yet matched with the rules of today. */
export interface CorrelatorSnapshot {
  readonly evictions: number;
  readonly sequence: number;
  readonly correlations: readonly PlainCorrelation[];
}

type PlainCorrelation = Omit<SavedCorrelation, 'groups'> & {
  readonly groups: readonly (Omit<SavedGroup, 'slots'> & {
    readonly slots: readonly PlainSlot[];
  })[];
};

/** The text of a snapshot: `soclite-correlator <version> <digest>`, line feed, JSON. */
export function formatSnapshot(state: {
  readonly evictions: number;
  readonly sequence: number;
  readonly correlations: readonly SavedCorrelation[];
}): string {
  const { correlations, ...rest } = state;
  const texts = correlations.map(formatState);
  const body = `${JSON.stringify(rest).slice(0, -1)},"correlations":[${texts.join(',')}]}`;
  return `soclite-correlator ${VERSION} ${digestText(body)}\n${body}`;
}

/**
 * Reads a snapshot. Refused are text that is none (`snapshot-malformed`), another version (`snapshot-version`) and a
 * damaged or cut one (`snapshot-damaged`); the caller then starts afresh and says so.
 * @param file for the problem
 */
export function parseSnapshot(text: string, file: string): Checked<CorrelatorSnapshot> {
  const end = text.indexOf('\n');
  const header = /^soclite-correlator (\d{1,9}) ([\da-f]{16})$/.exec(
    text.slice(0, Math.max(0, end)),
  );
  if (header === null)
    return refuse(file, 'snapshot-malformed', 'the file is no snapshot of correlations');
  const [, version, expected] = header;
  if (Number(version) !== VERSION)
    return refuse(
      file,
      'snapshot-version',
      `the snapshot has version ${version}, this program reads version ${VERSION}`,
    );
  const body = text.slice(end + 1);
  if (digestText(body) !== expected)
    return refuse(file, 'snapshot-damaged', 'the snapshot is not as it was written');
  return { ok: true, value: readBody(body), problems: [] };
}

function refuse(file: string, code: string, message: string): Checked<CorrelatorSnapshot> {
  const hint = 'remove it: counting then starts afresh';
  const at = { file, line: 0, column: 0 };
  return { ok: false, problems: [{ code, severity: 'error', message, hint, at }] };
}

function readBody(body: string): CorrelatorSnapshot {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the digest proves that formatSnapshot wrote it
  return JSON.parse(body) as CorrelatorSnapshot;
}
