// Where the spool keeps whose messages: `<unit>/<source>/syslog.log`. Ids begin with a letter or digit, so that the
// folders of messages without a unit cannot be mistaken for one.

/** Relays and consoles that send for several units. */
const CENTRAL = '_central';
/** Senders that nobody named. */
const UNKNOWN = '_unknown';
const FILE = 'syslog.log';

export type SpoolPlace =
  | { readonly kind: 'unit'; readonly unit: string; readonly source: string }
  | { readonly kind: 'central' | 'unknown'; readonly source: string };

/** Path below the folder of the spool, with `/`. */
export function spoolPath(place: SpoolPlace): string {
  const folder = place.kind === 'unit' ? place.unit : place.kind === 'central' ? CENTRAL : UNKNOWN;
  return `${folder}/${place.source}/${FILE}`;
}
