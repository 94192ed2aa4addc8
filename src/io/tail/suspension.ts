// How tailing stops at once: what is told to the sink is whole at every moment, so a round may be left anywhere.

/** A round was left because tailing stops; no fault. */
export class Suspended extends Error {
  override readonly name = 'Suspended';
}

export class Suspension {
  #isOn = false;
  /** Ends the one wait that there can be: rounds never overlap. */
  #endWait: () => void = () => undefined;

  begin(): void {
    this.#isOn = true;
    this.#endWait();
  }

  /** @throws Suspended */
  check(): void {
    if (this.#isOn) throw new Suspended();
  }

  /** Waits, but not beyond the suspension. @throws Suspended */
  async during(wait: void | Promise<void>): Promise<void> {
    if (wait === undefined) return;
    await new Promise<void>((resolve, reject) => {
      this.#endWait = resolve;
      wait.then(resolve, reject);
    });
    this.check();
  }
}
