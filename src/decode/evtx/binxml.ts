// Binary XML ([MS-EVEN6] 2.2.12) as a small tree with holes: what a template says once, and where its values go.
import { Damage } from './chunk.ts';
import type { Chunk } from './chunk.ts';

export interface Element {
  readonly name: string;
  readonly attributes: readonly { readonly name: string; readonly content: readonly Part[] }[];
  readonly content: readonly Content[];
}

/** A piece of text, or the value with this index. */
export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly index: number };

export type Content = Part | Element | Instance;

/** A template with its values. */
export interface Instance {
  readonly kind: 'instance';
  /** Offset of the template in the chunk. */
  readonly template: number;
  readonly values: Values;
}

/** Where the values of an instance stand, three numbers each: type, offset, size. */
export interface Values {
  readonly table: readonly number[];
}

const MAX_DEPTH = 24;
const MAX_VALUES = 4096;
const MORE = 0x40;
const TOKEN = {
  end: 0x00,
  openElement: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  endElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  character: 0x08,
  entity: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  instance: 0x0c,
  hole: 0x0d,
  optionalHole: 0x0e,
  fragment: 0x0f,
} as const;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Reads one fragment or template body. Elements inside a value have no dependency id, those of templates do. */
export class BinXmlReader {
  readonly #chunk: Chunk;
  readonly #hasDependencyIds: boolean;
  readonly #end: number;
  at: number;
  #depth = 0;

  constructor(chunk: Chunk, range: { start: number; end: number }, owner: 'template' | 'value') {
    this.#chunk = chunk;
    this.at = range.start;
    this.#end = Math.min(range.end, chunk.bytes.length);
    this.#hasDependencyIds = owner === 'template';
  }

  /** Everything up to the end token, or the end of the range. @throws Damage, RangeError */
  readFragment(): readonly Content[] {
    const content: Content[] = [];
    while (this.at < this.#end) {
      const token = this.#peek();
      if (token === TOKEN.end) {
        this.at += 1;
        break;
      }
      if (token === TOKEN.fragment) this.at += 4;
      else content.push(...this.#readContent());
    }
    return content;
  }

  #peek(): number {
    return this.#chunk.view.getUint8(this.at) & ~MORE;
  }

  #readContent(): readonly Content[] {
    const { view } = this.#chunk;
    const token = this.#peek();
    if (token === TOKEN.openElement) return [this.#readElement()];
    if (token === TOKEN.instance) return [this.#readInstance()];
    if (token === TOKEN.instructionTarget) {
      this.at += 1;
      this.#readName();
      return [];
    }
    if (token === TOKEN.instructionData) {
      this.at += 3 + view.getUint16(this.at + 1, true) * 2;
      return [];
    }
    return [this.#readPart()];
  }

  #readPart(): Part {
    const { view } = this.#chunk;
    const token = this.#peek();
    const start = this.at;
    if (token === TOKEN.hole || token === TOKEN.optionalHole) {
      this.at += 4;
      return { kind: 'hole', index: view.getUint16(start + 1, true) };
    }
    if (token === TOKEN.text) return this.#readText(start + 2);
    if (token === TOKEN.cdata) return this.#readText(start + 1);
    if (token === TOKEN.character) {
      this.at += 3;
      return { kind: 'text', text: String.fromCharCode(view.getUint16(start + 1, true)) };
    }
    if (token === TOKEN.entity) {
      this.at += 1;
      const name = this.#readName();
      return { kind: 'text', text: ENTITIES[name] ?? `&${name};` };
    }
    throw new Damage(`no token of binary XML: 0x${token.toString(16)}`);
  }

  #readText(lengthAt: number): Part {
    const length = this.#chunk.view.getUint16(lengthAt, true);
    this.at = lengthAt + 2 + length * 2;
    return { kind: 'text', text: this.#chunk.text(lengthAt + 2, length * 2) };
  }

  /** A name stands where it is first used, and is referred to afterwards. */
  #readName(): string {
    const offset = this.#chunk.view.getUint32(this.at, true);
    this.at += 4;
    if (offset === this.at) this.at += this.#chunk.nameBytes(offset);
    return this.#chunk.nameAt(offset);
  }

  #readElement(): Element {
    if (this.#depth >= MAX_DEPTH) throw new Damage('elements are nested too deep');
    this.#depth += 1;
    const hasAttributes = (this.#chunk.view.getUint8(this.at) & MORE) !== 0;
    this.at += 1 + (this.#hasDependencyIds ? 2 : 0) + 4;
    const name = this.#readName();
    const attributes = hasAttributes ? this.#readAttributes() : [];
    const content: Content[] = [];
    const close = this.#peek();
    this.at += 1;
    if (close === TOKEN.closeStart) {
      while (this.#peek() !== TOKEN.endElement) content.push(...this.#readContent());
      this.at += 1;
    } else if (close !== TOKEN.closeEmpty)
      throw new Damage('the start of an element is not closed');
    this.#depth -= 1;
    return { name, attributes, content };
  }

  #readAttributes(): Element['attributes'] {
    this.at += 4;
    const attributes: { name: string; content: Part[] }[] = [];
    while (this.#peek() === TOKEN.attribute) {
      this.at += 1;
      const name = this.#readName();
      const content: Part[] = [];
      while (!ENDS_ATTRIBUTE.has(this.#peek())) content.push(this.#readPart());
      attributes.push({ name, content });
    }
    return attributes;
  }

  #readInstance(): Instance {
    const { view } = this.#chunk;
    const template = view.getUint32(this.at + 6, true);
    this.at += 10;
    // a template stands where it is first used
    if (template === this.at) this.at += TEMPLATE_HEADER + view.getUint32(template + 20, true);
    const count = view.getUint32(this.at, true);
    if (count > MAX_VALUES) throw new Damage(`${count} values`);
    let valueAt = this.at + 4 + count * 4;
    const table: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const descriptor = this.at + 4 + index * 4;
      const size = view.getUint16(descriptor, true);
      table.push(view.getUint8(descriptor + 2), valueAt, size);
      valueAt += size;
    }
    if (valueAt > this.#end) throw new Damage('values reach beyond the record');
    this.at = valueAt;
    return { kind: 'instance', template, values: { table } };
  }
}

const ENDS_ATTRIBUTE: ReadonlySet<number> = new Set([
  TOKEN.attribute,
  TOKEN.closeStart,
  TOKEN.closeEmpty,
]);

/** Next template, GUID, size. */
const TEMPLATE_HEADER = 24;

/** The body of a template at its offset. @throws Damage, RangeError */
export function readTemplate(chunk: Chunk, offset: number): readonly Content[] {
  const start = offset + TEMPLATE_HEADER;
  const end = start + chunk.view.getUint32(offset + 20, true);
  return new BinXmlReader(chunk, { start, end }, 'template').readFragment();
}

export function isElement(content: Content): content is Element {
  return 'name' in content;
}
