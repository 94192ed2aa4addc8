/** Polls without a find, after which a file that no hint told of counts as an accident. */
const CALM_POLLS = 40;

/**
 * Whether hints can be trusted to tell what is new. A share is watched without an error and without an event ever; that
 * shows when a poll finds what no hint told. Looking at everything costs the same whether anything is there or not.
 */
export class Attention {
  /** Polls to come at the quick pace. */
  #quickPolls = 0;
  #isDeaf = false;

  get isCalm(): boolean {
    return !this.#isDeaf && this.#quickPolls === 0;
  }

  polled(hasFoundUnhinted: boolean): void {
    this.#quickPolls = hasFoundUnhinted ? CALM_POLLS : Math.max(0, this.#quickPolls - 1);
  }

  /** The watcher has failed. */
  deafened(): void {
    this.#isDeaf = true;
  }
}
