// Where the spool keeps whose messages: `<unit>/<source>/<protocol>.log`. Ids begin with a letter or digit, so that the
// folders of messages without a unit cannot be mistaken for one.

/** Relays and consoles that send for several units. */
const CENTRAL = '_central';
/** Senders that nobody named. */
const UNKNOWN = '_unknown';
/** A file is renamed by a time behind its name when it is complete. */
const COMPLETE = /\.log\.\d{8}T\d{6}$/;

export type SpoolPlace =
  | { readonly kind: 'unit'; readonly unit: string; readonly source: string }
  | { readonly kind: 'central' | 'unknown'; readonly source: string };

/** Path below the folder of the spool, with `/`. `name` is one that a thread has for itself; `*` for all of them. */
export function spoolPath(place: SpoolPlace, name: string): string {
  const folder = place.kind === 'unit' ? place.unit : place.kind === 'central' ? CENTRAL : UNKNOWN;
  return `${folder}/${place.source}/${name}.log`;
}

/** Whether nothing more will be written to a file of this name. */
export function isCompleteName(name: string): boolean {
  return COMPLETE.test(name);
}
