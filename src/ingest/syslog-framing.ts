// Messages out of a syslog byte stream (RFC 6587, RFC 5425): octet counting and line framing, told apart message by
// message, because one connection of a relay may carry both. The messages do not depend on how the stream was cut into
// chunks, and memory stays within `maxMessageBytes` whatever a sender counts or leaves open.
//
// A count is digits, a space and then `<`: every syslog message begins with its priority, and a line may begin with a
// number. After a first count the `<` is not asked for: the sender is known to count.
// A line ends with LF or CR LF. Some devices end it with NUL (RFC 6587 section 3.4.2): a sender whose first terminator
// is NUL may end lines with either; for all others NUL is data.

const LF = 0x0a;
const CR = 0x0d;
const NUL = 0x00;
const SPACE = 0x20;
const LESS_THAN = 0x3c;
const ZERO = 0x30;
const NINE = 0x39;

/** A count beyond this is no count: a sender that means it would send one message for minutes. */
const MAX_COUNT = 16 << 20;
const MAX_COUNT_DIGITS = String(MAX_COUNT).length;
/** A buffer above this size is given back once its message is out: thousands of connections share the heap. */
const KEPT_BUFFER_BYTES = 4 << 10;
const NONE = new Uint8Array(0);

/** One message; the bytes are valid until the call returns. `cutBytes` of it were too many, or never came. */
export type EmitMessage = (bytes: Uint8Array, cutBytes: number) => void;

export interface SyslogFramer {
  /**
   * Takes the next bytes and emits each message that they complete. False: the sender announced a message of an
   * impossible length; nothing that follows can be told apart, and the connection should be closed.
   */
  push(chunk: Uint8Array, emit: EmitMessage): boolean;
  /** The stream ended: emits an open message, a line without terminator included. */
  end(emit: EmitMessage): void;
  /** Memory held for a message that is not complete yet. */
  readonly heldBytes: number;
  /** Whether a message is open. */
  readonly isOpen: boolean;
}

export function createSyslogFramer(maxMessageBytes: number): SyslogFramer {
  return new Framer(maxMessageBytes);
}

/**
 * Where the next byte belongs: between messages; digits that may be a count; behind such digits and a space; in a
 * message of known length; in a line.
 */
type Place = 'start' | 'digits' | 'space' | 'counted' | 'line';

class Framer implements SyslogFramer {
  readonly #maxMessageBytes: number;
  #place: Place = 'start';
  #hasCounted = false;
  #lineEnd: 'unknown' | 'lf' | 'lf-or-nul' = 'unknown';
  /** The first bytes of the open message, at most `maxMessageBytes`. */
  #held: Uint8Array = NONE;
  #heldBytes = 0;
  /** Bytes of the open message so far, those not held included. */
  #openBytes = 0;
  #openEndsWithCr = false;
  /** Bytes of a counted message that are still to come. */
  #leftBytes = 0;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  get heldBytes(): number {
    return this.#held.length;
  }

  get isOpen(): boolean {
    return this.#place !== 'start';
  }

  push(chunk: Uint8Array, emit: EmitMessage): boolean {
    let at = 0;
    while (at < chunk.length) {
      if (this.#place === 'counted') at = this.#takeCounted(chunk, at, emit);
      else if (this.#place === 'line') at = this.#takeLine(chunk, at, emit);
      else {
        const verdict = this.#takeHead(chunk[at] ?? NUL);
        if (verdict === 'refused') return false;
        if (verdict === 'taken') at += 1;
      }
    }
    return true;
  }

  end(emit: EmitMessage): void {
    if (this.#place === 'start') return;
    this.#emitHeld(this.#openBytes, this.#leftBytes, emit);
  }

  /** Looks at a byte before the kind of the message is known; `left` = it belongs to the line or message found. */
  #takeHead(byte: number): 'taken' | 'left' | 'refused' {
    const isDigit = byte >= ZERO && byte <= NINE;
    if (this.#place === 'start') {
      if (byte === LF || byte === CR || byte === NUL) return 'taken';
      if (!isDigit || byte === ZERO) return this.#beLine();
      this.#place = 'digits';
      return this.#takeDigit(byte);
    }
    if (this.#place === 'space')
      return this.#hasCounted || byte === LESS_THAN ? this.#count() : this.#beLine();
    if (isDigit) return this.#takeDigit(byte);
    if (byte !== SPACE) return this.#beLine();
    this.#hold(Uint8Array.of(byte));
    this.#place = 'space';
    return 'taken';
  }

  #takeDigit(byte: number): 'taken' | 'left' | 'refused' {
    if (this.#heldBytes >= MAX_COUNT_DIGITS) return this.#refuseCount();
    this.#hold(Uint8Array.of(byte));
    return 'taken';
  }

  #count(): 'left' | 'refused' {
    let count = 0;
    for (const byte of this.#held.subarray(0, this.#heldBytes - 1))
      count = count * 10 + byte - ZERO;
    if (count > MAX_COUNT) return this.#refuseCount();
    this.#forget();
    this.#hasCounted = true;
    this.#leftBytes = count;
    this.#place = 'counted';
    return 'left';
  }

  /** A number too large for a count begins a line, unless the sender counts: then it has lost its place. */
  #refuseCount(): 'left' | 'refused' {
    return this.#hasCounted ? 'refused' : this.#beLine();
  }

  #beLine(): 'left' {
    this.#place = 'line';
    return 'left';
  }

  #takeCounted(chunk: Uint8Array, at: number, emit: EmitMessage): number {
    const end = Math.min(chunk.length, at + this.#leftBytes);
    const part = chunk.subarray(at, end);
    this.#leftBytes -= part.length;
    if (this.#leftBytes > 0) this.#hold(part);
    else if (this.#openBytes === 0) {
      this.#place = 'start';
      this.#emit(part, part.length, emit);
    } else {
      this.#hold(part);
      this.#emitHeld(this.#openBytes, 0, emit);
    }
    return end;
  }

  #takeLine(chunk: Uint8Array, at: number, emit: EmitMessage): number {
    const end = this.#findLineEnd(chunk, at);
    const part = chunk.subarray(at, end < 0 ? chunk.length : end);
    if (end < 0) {
      this.#hold(part);
      return chunk.length;
    }
    if (this.#lineEnd === 'unknown') this.#lineEnd = chunk[end] === LF ? 'lf' : 'lf-or-nul';
    const isLf = chunk[end] === LF;
    if (this.#openBytes === 0) {
      this.#place = 'start';
      const hasCr = isLf && part[part.length - 1] === CR;
      const contentBytes = part.length - (hasCr ? 1 : 0);
      this.#emit(part.subarray(0, contentBytes), contentBytes, emit);
    } else {
      this.#hold(part);
      this.#emitHeld(this.#openBytes - (isLf && this.#openEndsWithCr ? 1 : 0), 0, emit);
    }
    return end + 1;
  }

  #findLineEnd(chunk: Uint8Array, at: number): number {
    const lf = chunk.indexOf(LF, at);
    if (this.#lineEnd === 'lf') return lf;
    const nul = chunk.subarray(at, lf < 0 ? chunk.length : lf).indexOf(NUL);
    return nul < 0 ? lf : at + nul;
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#openBytes += bytes.length;
    this.#openEndsWithCr = bytes[bytes.length - 1] === CR;
    const kept = bytes.subarray(0, this.#maxMessageBytes - this.#heldBytes);
    const needed = this.#heldBytes + kept.length;
    if (needed > this.#held.length) {
      const size = Math.max(needed, 2 * this.#held.length, 256);
      const grown = new Uint8Array(Math.min(size, Math.max(this.#maxMessageBytes, needed)));
      grown.set(this.#held.subarray(0, this.#heldBytes));
      this.#held = grown;
    }
    this.#held.set(kept, this.#heldBytes);
    this.#heldBytes = needed;
  }

  #emitHeld(contentBytes: number, missingBytes: number, emit: EmitMessage): void {
    const held = this.#held;
    const bytes = held.subarray(0, Math.min(contentBytes, this.#heldBytes));
    this.#forget();
    this.#leftBytes = 0;
    this.#place = 'start';
    emit(bytes, contentBytes - bytes.length + missingBytes);
  }

  #forget(): void {
    this.#heldBytes = 0;
    this.#openBytes = 0;
    this.#openEndsWithCr = false;
    if (this.#held.length > KEPT_BUFFER_BYTES) this.#held = NONE;
  }

  #emit(content: Uint8Array, contentBytes: number, emit: EmitMessage): void {
    const bytes = content.subarray(0, this.#maxMessageBytes);
    emit(bytes, contentBytes - bytes.length);
  }
}
