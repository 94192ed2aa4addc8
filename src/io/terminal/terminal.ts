import type { Terminal, TerminalInput } from '../../ports.ts';
import type { Size } from '../../tui/layout.ts';
import type { Plot } from '../../tui/plot.ts';
import type { Frame } from '../../tui/view.ts';
import { canShowScreens, isUtf8 } from './capability.ts';
import type { Environment, TerminalInputStream, TerminalOutput } from './capability.ts';
import { createKeyDecoder } from './key-decoder.ts';
import { watchProcess } from './lifecycle.ts';
import type { Lifecycle } from './lifecycle.ts';
import { openScreen } from './open-screen.ts';
import type { BlessedScreen } from './open-screen.ts';
import type { PlotWidget } from './plot-widget.ts';
import { copyFrame } from './surface.ts';

export interface TerminalOptions {
  readonly input?: TerminalInputStream;
  readonly output?: TerminalOutput;
  readonly env?: Environment;
}

/** Takes the terminal over; null when it cannot show full screens (not a TTY, TERM=dumb). */
export async function openTerminal(options: TerminalOptions = {}): Promise<Terminal | null> {
  const { input = process.stdin, output = process.stdout, env = process.env } = options;
  if (!canShowScreens(input, output, env)) return null;
  const screen = await openScreen(output);
  return new BlessedTerminal({ screen, input, output, isUnicode: isUtf8(env) });
}

interface Parts {
  readonly screen: BlessedScreen;
  readonly input: TerminalInputStream;
  readonly output: TerminalOutput;
  readonly isUnicode: boolean;
}

/** DEC private modes: bracketed paste, and synchronised update, which shows a frame at once. */
const PASTE_ON = '\u001b[?2004h';
const PASTE_OFF = '\u001b[?2004l';
const FRAME_BEGIN = '\u001b[?2026h';
const FRAME_END = '\u001b[?2026l';

class BlessedTerminal implements Terminal {
  readonly isUnicode: boolean;
  readonly #screen: BlessedScreen;
  readonly #input: TerminalInputStream;
  readonly #output: TerminalOutput;
  readonly #lifecycle: Lifecycle;
  readonly #decoder = createKeyDecoder();
  readonly #onData = (bytes: Buffer | string): void => this.#read(bytes);
  readonly #onEnd = (): void => this.#emit([{ kind: 'end' }]);
  #inputListener: (input: TerminalInput) => void = () => undefined;
  #resizeListener: (size: Size) => void = () => undefined;
  #keyTimer: NodeJS.Timeout | undefined;
  #state: 'open' | 'away' | 'closed' = 'open';
  #frame: Frame | null = null;
  #isWaiting = false;
  #plot: { readonly of: Plot; readonly widget: PlotWidget | null } | null = null;
  /** The chart library, loaded when the first plot is asked for. */
  #draw: ((screen: BlessedScreen, plot: Plot) => PlotWidget | null) | 'loading' | null = null;

  constructor({ screen, input, output, isUnicode }: Parts) {
    this.#screen = screen;
    this.#input = input;
    this.#output = output;
    this.isUnicode = isUnicode;
    this.#screen.on('resize', () => this.#resized());
    // EIO, EPIPE: the terminal is gone; it ends like its input
    this.#output.on('error', this.#onEnd);
    this.#input.on('data', this.#onData);
    this.#input.on('end', this.#onEnd);
    this.#input.on('error', this.#onEnd);
    this.#setRaw(true);
    this.#input.resume();
    this.#write(PASTE_ON);
    this.#lifecycle = watchProcess(
      () => this.#leave(),
      () => this.#enter(),
    );
  }

  get size(): Size {
    return { columns: this.#screen.cols, rows: this.#screen.rows };
  }

  onInput(listener: (input: TerminalInput) => void): void {
    this.#inputListener = listener;
  }

  onResize(listener: (size: Size) => void): void {
    this.#resizeListener = listener;
  }

  paint(frame: Frame): void {
    this.#frame = frame;
    if (this.#state !== 'open' || this.#isWaiting) return;
    if (this.#output.writableNeedDrain === true) {
      // a slow line gets the latest frame when it is ready, not every frame late
      this.#isWaiting = true;
      this.#output.once('drain', () => {
        this.#isWaiting = false;
        if (this.#frame !== null) this.paint(this.#frame);
      });
      return;
    }
    const plot = this.#drawPlot(frame.plot);
    if (!copyFrame(this.#screen, frame, plot)) return;
    this.#screen.program._write(FRAME_BEGIN);
    this.#screen.draw(0, this.#screen.lines.length - 1);
    this.#screen.program._write(FRAME_END);
    this.#screen.program.flush();
  }

  redraw(): void {
    if (this.#state !== 'open') return;
    this.#screen.alloc();
    if (this.#frame !== null) this.paint(this.#frame);
  }

  copy(text: string): void {
    if (this.#state !== 'open') return;
    this.#write(`\u001b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\u0007`);
  }

  suspend(): void {
    if (this.#state === 'open') this.#lifecycle.suspend();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#leave();
    this.#state = 'closed';
    clearTimeout(this.#keyTimer);
    this.#lifecycle.end();
    this.#input.removeListener('data', this.#onData);
    this.#input.removeListener('end', this.#onEnd);
    this.#input.pause();
    this.#screen.destroy();
  }

  #leave(): void {
    if (this.#state !== 'open') return;
    this.#state = 'away';
    this.#screen.leave();
    this.#write(PASTE_OFF);
    this.#setRaw(false);
  }

  #enter(): void {
    if (this.#state === 'closed') return;
    this.#state = 'open';
    // set again even if it seems set: the shell changed the terminal while we were stopped
    this.#setRaw(false);
    this.#setRaw(true);
    this.#input.resume();
    this.#screen.program.isAlt = false;
    this.#screen.enter();
    this.#write(PASTE_ON);
    this.redraw();
  }

  #resized(): void {
    this.#plot = null;
    this.#resizeListener(this.size);
  }

  #read(bytes: Buffer | string): void {
    clearTimeout(this.#keyTimer);
    this.#emit(this.#decoder.push(typeof bytes === 'string' ? Buffer.from(bytes) : bytes));
    const { waitMs } = this.#decoder;
    if (waitMs === null) return;
    this.#keyTimer = setTimeout(() => this.#emit(this.#decoder.flush()), waitMs);
  }

  #emit(inputs: readonly TerminalInput[]): void {
    for (const input of inputs) if (this.#state !== 'closed') this.#inputListener(input);
  }

  #setRaw(isRaw: boolean): void {
    try {
      this.#input.setRawMode?.(isRaw);
    } catch {
      // EIO: the terminal is gone (SIGHUP); there is nothing left to restore
    }
  }

  #write(text: string): void {
    this.#screen.program.flush();
    this.#output.write(text);
  }

  /** The chart as cells; drawn again only for another area, size or minute. */
  #drawPlot(plot: Plot | null): PlotWidget | null {
    if (plot === null) {
      this.#plot = null;
      return null;
    }
    if (this.#draw === null) this.#loadChart();
    if (typeof this.#draw !== 'function') return null;
    if (this.#plot === null || !isSamePlot(this.#plot.of, plot)) {
      this.#plot = { of: plot, widget: this.#draw(this.#screen, plot) };
    }
    return this.#plot.widget;
  }

  #loadChart(): void {
    this.#draw = 'loading';
    void import('./plot-widget.ts').then(({ drawPlot }) => {
      this.#draw = drawPlot;
      if (this.#frame !== null) this.paint(this.#frame);
    });
  }
}

/** Same but for the values of the running minute: they would cost a chart a second and move one dot. */
function isSamePlot(a: Plot, b: Plot): boolean {
  return (
    JSON.stringify(a.area) === JSON.stringify(b.area) &&
    a.labels.at(-1) === b.labels.at(-1) &&
    a.maxValue === b.maxValue &&
    a.lines.every((line, i) => line.color === b.lines[i]?.color)
  );
}
