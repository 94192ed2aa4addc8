// What @types/blessed leaves out of blessed 0.1.81; only what this folder uses.
import type { EventEmitter } from 'node:events';

declare module 'blessed' {
  namespace Widgets {
    /** [attributes (flags << 18 | fg << 9 | bg), text] */
    type ScreenCell = [attributes: number, text: string];
    interface ScreenLine extends Array<ScreenCell> {
      dirty: boolean;
    }
    interface Screen extends EventEmitter {
      lines: ScreenLine[];
      enter(): void;
      leave(): void;
    }
    interface IScreenOptions {
      forceUnicode?: boolean;
    }
  }
  interface BlessedProgram {
    isAlt: boolean;
    _write(text: string): boolean;
    flush(): void;
  }
}
