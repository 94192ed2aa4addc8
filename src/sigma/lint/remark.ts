import type { Location } from '../../util/problem.ts';

/** A change of the text of a file; offsets in UTF-16 code units, `end` exclusive. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rule author should hear about one place, and how it is mended where that is safe. */
export interface Remark {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly at: Location;
  /** Edits that belong together; empty where a person must decide. */
  readonly edits: readonly TextEdit[];
  /** The parser warns of it already: only the edits are of interest. */
  readonly isReported?: true;
}

/** A part of a rule that a remark is about. */
export type Subject =
  | { readonly kind: 'condition' }
  | { readonly kind: 'identifier'; readonly name: string }
  /** `text` as in `DetectionItem`. */
  | { readonly kind: 'item'; readonly text: string };

/** What a rule author should hear about a parsed rule; without a subject it is about the whole document. */
export interface RuleRemark {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly about?: Subject;
}

/** Where a part stands of the document that begins at a location; null = not written there (a template has it). */
export type FindPlace = (document: Location, subject: Subject) => Location | null;

export function quoteText(text: string): string {
  // backslashes as they are written: a person compares them with the file
  return `"${text.length > 80 ? `${text.slice(0, 80)}…` : text}"`;
}
