// One event as the compiled matchers see it: fields by slot number, looked up at most once, each value's text and
// case fold computed at most once. A view is reused from event to event, so it is valid only while its event is matched.
import type { Event, FieldValue } from '../../event/event.ts';
import { isArray, lookUpField } from '../../event/field.ts';
import { listLeaves, scalarText } from '../../event/scalar.ts';
import type { Leaf } from '../../event/scalar.ts';
import { foldCase } from '../../util/case-fold.ts';
import { listKeywordTexts } from './keyword-texts.ts';

/** A leaf of a value with what patterns ask of it. */
export class LeafView {
  readonly value: Leaf;
  /** Null for JSON null and for objects. */
  readonly text: string | null;
  #folded: string | null = null;

  constructor(value: Leaf) {
    this.value = value;
    this.text = scalarText(value);
  }

  /** The text's case fold; of no text, the empty string. */
  get folded(): string {
    this.#folded ??= foldCase(this.text ?? '');
    return this.#folded;
  }
}

export interface FieldView {
  readonly isPresent: boolean;
  /** Absent, null, or an array that holds null. */
  readonly isNull: boolean;
  readonly leaves: readonly LeafView[];
}

const ABSENT: FieldView = { isPresent: false, isNull: true, leaves: [] };
const NO_LEAVES: readonly LeafView[] = [];

export class EventView {
  readonly #names: readonly string[];
  readonly #fields: (FieldView | null)[];
  /** Slots filled for the present event. */
  readonly #filled: number[] = [];
  #event: Event | null = null;
  #keywords: readonly LeafView[] | null = null;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#fields = names.map(() => null);
  }

  open(event: Event): void {
    this.#event = event;
  }

  /** Forgets the event, so that the view keeps nothing of it alive. */
  close(): void {
    for (const slot of this.#filled) this.#fields[slot] = null;
    this.#filled.length = 0;
    this.#event = null;
    this.#keywords = null;
  }

  field(slot: number): FieldView {
    const known = this.#fields[slot];
    if (known !== null && known !== undefined) return known;
    const name = this.#names[slot];
    if (this.#event === null || name === undefined) return ABSENT;
    const view = toFieldView(lookUpField(this.#event.fields, name));
    this.#fields[slot] = view;
    this.#filled.push(slot);
    return view;
  }

  keywords(): readonly LeafView[] {
    if (this.#event === null) return NO_LEAVES;
    this.#keywords ??= listKeywordTexts(this.#event).map((text) => new LeafView(text));
    return this.#keywords;
  }
}

function toFieldView(value: FieldValue | undefined): FieldView {
  if (value === undefined) return ABSENT;
  if (!isArray(value))
    return { isPresent: true, isNull: value === null, leaves: [new LeafView(value)] };
  const leaves = listLeaves(value).map((leaf) => new LeafView(leaf));
  return { isPresent: true, isNull: leaves.some((leaf) => leaf.value === null), leaves };
}
