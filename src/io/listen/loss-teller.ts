import type { ListenSink } from '../../ports/listen.ts';
import type { Problem } from '../../util/problem.ts';
import type { Sender } from './sender.ts';

/** Tells what did not become a whole line of the spool: when it begins, and then each time the number has doubled. */
export interface LossTeller {
  /** @param total of the listener */
  dropped(sender: Sender, total: number): void;
  cut(listener: string, address: string, total: number): void;
}

export function createLossTeller(sink: ListenSink): LossTeller {
  const told = new Map<string, number>();
  const tell = (code: string, listener: string, total: number, text: Text): void => {
    const key = `${code} ${listener}`;
    if (total < 2 * (told.get(key) ?? 0)) return;
    told.set(key, total);
    const at = { file: `syslog://${listener}`, line: 0, column: 0 };
    sink.problem({ code, severity: 'warning', at, ...text });
  };
  return {
    dropped({ listener, address }, total) {
      tell('messages-dropped', listener, total, {
        message: `listener "${listener}": ${total} datagrams came faster than the disk takes them and were dropped, the last from ${address ?? 'many senders'}`,
        hint: 'let important senders use TCP or TLS: they wait instead',
      });
    },
    cut(listener, address, total) {
      tell('messages-cut', listener, total, {
        message: `listener "${listener}": ${total} messages were too long or broke off and are kept in part, the last from ${address}`,
        hint: 'see the counts of each sender in the status',
      });
    },
  };
}

type Text = Pick<Problem, 'message'> & { readonly hint: string };
