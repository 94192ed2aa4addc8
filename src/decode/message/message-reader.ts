// Which format reads the message of an envelope: those of its program, then the others in registry order, at each place
// where the message may begin. What came before does not matter: a reader that goes on after a restart reads the same.
import type { DecodedRecord, MessageFormat, StreamContext } from '../format.ts';
import type { SyslogHeader } from '../format/syslog-header.ts';
import { toRecord } from './record.ts';
import type { Place } from './record.ts';

export interface MessageReader {
  /** Null when no format knows the message. */
  read(header: SyslogHeader, place: Place): DecodedRecord | null;
}

const NONE: readonly MessageFormat[] = [];

export function createMessageReader(
  formats: readonly MessageFormat[],
  context: StreamContext,
): MessageReader {
  const byProgram = groupByProgram(formats);
  const byBeginning = formats.filter(({ begins }) => begins !== null);

  function tryAt(
    format: MessageFormat,
    at: number,
    header: SyslogHeader,
    place: Place,
  ): DecodedRecord | null {
    const message = format.read(place.raw.slice(at), header, context);
    return typeof message === 'string' ? null : toRecord(format.name, message, header, place);
  }

  function tryBeginnings(
    format: MessageFormat,
    header: SyslogHeader,
    place: Place,
  ): DecodedRecord | null {
    // The last place is the likeliest, and a format that skips a prefix must not skip the header
    for (let index = header.innerAt.length - 1; index >= 0; index -= 1) {
      const at = header.innerAt[index] ?? 0;
      const record = beginsAt(format, place.raw, at) ? tryAt(format, at, header, place) : null;
      if (record !== null) return record;
    }
    return null;
  }

  return {
    read(header, place) {
      for (const format of byProgram.get(programOf(header)) ?? NONE) {
        const record = tryAt(format, header.messageAt, header, place);
        if (record !== null) return record;
      }
      for (const format of byBeginning) {
        const record = tryBeginnings(format, header, place);
        if (record !== null) return record;
      }
      return null;
    },
  };
}

/** Whether a format wants to be asked about a message that begins there. */
export function beginsAt({ begins }: MessageFormat, text: string, at: number): boolean {
  if (begins === null) return false;
  begins.lastIndex = at;
  return begins.test(text);
}

function groupByProgram(
  formats: readonly MessageFormat[],
): ReadonlyMap<string, readonly MessageFormat[]> {
  const groups = new Map<string, MessageFormat[]>();
  for (const format of formats)
    for (const program of format.programs)
      groups.set(program, [...(groups.get(program) ?? []), format]);
  return groups;
}

/** `/usr/sbin/CRON` is `cron`, `postfix/smtpd` is `smtpd`. */
function programOf({ program }: SyslogHeader): string {
  return program === null ? '' : program.slice(program.lastIndexOf('/') + 1).toLowerCase();
}
