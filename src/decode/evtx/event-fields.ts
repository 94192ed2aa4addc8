// The flat fields of a Windows event, in the names of windows-event.ts: members of <System> first, then the event's own.
import { isArray } from '../../event/field.ts';
import type { FieldValue } from '../../event/event.ts';
import { BinXmlReader, isElement, readTemplate } from './binxml.ts';
import type { Content, Instance, Part, Values } from './binxml.ts';
import { Damage } from './chunk.ts';
import type { Chunk, RecordPlace } from './chunk.ts';
import { planOf } from './plan.ts';
import type { Place, Step } from './plan.ts';
import { BINXML_TYPE, readValue } from './value.ts';

const NO_VALUES: Values = { table: [] };
const MAX_FIELDS = 4096;
const MAX_DEPTH = 8;

/** An event while it is read. */
interface Draft {
  readonly fields: Map<string, FieldValue>;
  /** `Data` elements without a name. */
  unnamed: FieldValue[];
}

/** Reads the events of one chunk; each of its templates is read once. */
export class EventReader {
  readonly #chunk: Chunk;
  readonly #plans = new Map<string, readonly Step[]>();

  constructor(chunk: Chunk) {
    this.#chunk = chunk;
  }

  /** @throws Damage, RangeError for a damaged record */
  read(range: RecordPlace): Map<string, FieldValue> {
    const draft: Draft = { fields: new Map(), unnamed: [] };
    const content = new BinXmlReader(this.#chunk, range, 'value').readFragment();
    this.#run(planOf(content, 'top'), NO_VALUES, draft, 0);
    if (draft.fields.size === 0) throw new Damage('no event');
    return draft.fields;
  }

  #run(steps: readonly Step[], values: Values, draft: Draft, depth: number): void {
    if (depth > MAX_DEPTH) throw new Damage('templates are nested too deep');
    for (const step of steps) {
      if (step.kind === 'field') {
        const value = this.#valueOf(step.value, values, depth);
        if (value !== null || step.place !== 'system') put(draft, step.name, value, step.place);
      } else if (step.kind === 'data') {
        const name = step.name.length === 0 ? null : this.#joined(step.name, values);
        const value = this.#valueOf(step.value, values, depth);
        if (typeof name === 'string' && name !== '') put(draft, name, value, step.place);
        else if (isArray(value)) draft.unnamed.push(...value);
        else draft.unnamed.push(value);
      } else if (step.kind === 'end-of-data') endData(draft);
      else if (step.kind === 'instance') this.#runInstance(step.instance, step.place, draft, depth);
      else {
        const inner = this.#xmlValue(step.index, values);
        if (inner !== null) this.#run(planOf(inner, step.place), NO_VALUES, draft, depth + 1);
      }
    }
  }

  #runInstance(instance: Instance, place: Place, draft: Draft, depth: number): void {
    const key = `${place} ${instance.template}`;
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      plan = planOf(readTemplate(this.#chunk, instance.template), place);
      this.#plans.set(key, plan);
    }
    this.#run(plan, instance.values, draft, depth + 1);
  }

  #xmlValue(index: number, { table }: Values): readonly Content[] | null {
    const start = table[index * 3 + 1];
    const size = table[index * 3 + 2];
    const isXml = table[index * 3] === BINXML_TYPE && size !== 0;
    if (!isXml || start === undefined || size === undefined) return null;
    return new BinXmlReader(this.#chunk, { start, end: start + size }, 'value').readFragment();
  }

  /** Text or one typed value; elements within become an object. */
  #valueOf(content: readonly Content[], values: Values, depth: number): FieldValue {
    if (content.every(isPart)) return this.#joined(content, values);
    if (depth > MAX_DEPTH) throw new Damage('elements are nested too deep');
    const members = content
      .filter((item) => isElement(item))
      .map((element) => [element.name, this.#valueOf(element.content, values, depth + 1)] as const);
    return Object.fromEntries(members);
  }

  /** One hole by itself keeps its type; with text around it, it is text. */
  #joined(parts: readonly Part[], values: Values): FieldValue {
    const [only] = parts;
    if (only === undefined) return null;
    if (parts.length === 1) return this.#partValue(only, values);
    return parts
      .map((part) => this.#partValue(part, values))
      .map((value) => (typeof value === 'object' ? '' : String(value)))
      .join('');
  }

  #partValue(part: Part, { table }: Values): FieldValue {
    if (part.kind === 'text') return part.text;
    const type = table[part.index * 3];
    const at = table[part.index * 3 + 1];
    const size = table[part.index * 3 + 2];
    if (type === undefined || at === undefined || size === undefined) return null;
    return type === BINXML_TYPE ? null : readValue(this.#chunk, type, at, size);
  }
}

function isPart(content: Content): content is Part {
  return !isElement(content) && content.kind !== 'instance';
}

/** Beside a member of <System> of the same name it is called after its part, as windows-event.ts does. */
function put({ fields }: Draft, name: string, value: FieldValue, place: Place): void {
  let key = name;
  if (fields.has(name)) {
    if (place === 'system' || place === 'event') return;
    key = `${place === 'event-data' ? 'EventData' : 'UserData'}_${name}`;
    if (fields.has(key)) return;
  }
  if (fields.size >= MAX_FIELDS) throw new Damage(`more than ${MAX_FIELDS} fields`);
  fields.set(key, value);
}

function endData(draft: Draft): void {
  const { unnamed } = draft;
  if (unnamed.length === 0) return;
  const [only = null] = unnamed;
  if (!draft.fields.has('Data')) draft.fields.set('Data', unnamed.length === 1 ? only : unnamed);
  draft.unnamed = [];
}
