import type { Alert } from '../../alert/alert.ts';
import type { QueueStore } from '../../ports/store.ts';

const PAGE = 1000;

/**
 * Which alerts of the store `--headless` has yet to print: those that are new or have grown. What people do to an
 * alert changes its row too and is no news.
 */
export class PrintCursor {
  /** The last change that was printed; null = nothing ever was. */
  printed: number | null;
  readonly #store: QueueStore;
  /** The change up to which alerts were given; they count as printed when somebody asks for more. */
  #given: number | null;
  /** Alerts that were committed and not given yet. */
  readonly #news = new Set<string>();
  /** Up to this change nobody knows what the run before gave. */
  readonly #startChange: number;

  constructor(store: QueueStore, printed: number | null) {
    this.#store = store;
    this.printed = printed;
    this.#given = printed;
    this.#startChange = store.lastChange;
  }

  /** These are about to be committed. */
  note(alerts: readonly { readonly alert: Alert }[]): void {
    for (const { alert } of alerts) this.#news.add(alert.id);
  }

  /** What was given was printed. */
  settle(): void {
    this.printed = this.#given;
  }

  /** Alerts to print, at most a page of changes. */
  take(): readonly Alert[] {
    const rows = this.#store.changedAfter(this.#given ?? 0, PAGE);
    this.#given = rows.at(-1)?.change ?? this.#given;
    const news = rows.filter(
      ({ alert, change }) => this.#news.delete(alert.id) || change <= this.#startChange,
    );
    return news.filter(({ suppressedBy }) => suppressedBy === null).map(({ alert }) => alert);
  }
}
