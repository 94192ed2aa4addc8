// What a template does to the fields of an event, worked out once: most of an event's XML says only where the values of
// its holes go.
import { isElement } from './binxml.ts';
import type { Content, Element, Instance, Part } from './binxml.ts';
import { Damage } from './chunk.ts';

/** Where in an event a content stands; it says what its elements mean. */
export type Place = 'top' | 'event' | 'system' | 'event-data' | 'user-data' | 'user-members';

export type Step =
  /** `isOwn`: beside a member of <System> of the same name it is called after its part. */
  | {
      readonly kind: 'field';
      readonly name: string;
      readonly place: Place;
      readonly value: readonly Content[];
    }
  /** `<Data Name=…>`; without a name it joins the array `Data`. */
  | {
      readonly kind: 'data';
      readonly name: readonly Part[];
      readonly place: Place;
      readonly value: readonly Content[];
    }
  | { readonly kind: 'end-of-data' }
  /** A value that may be XML itself. */
  | { readonly kind: 'hole'; readonly index: number; readonly place: Place }
  | { readonly kind: 'instance'; readonly instance: Instance; readonly place: Place };

const MAX_STEPS = 4096;

/** @throws Damage for XML that is no event */
export function planOf(content: readonly Content[], place: Place): readonly Step[] {
  const steps: Step[] = [];
  addSteps(content, place, steps);
  if (steps.length > MAX_STEPS) throw new Damage(`more than ${MAX_STEPS} fields`);
  return steps;
}

function addSteps(content: readonly Content[], place: Place, steps: Step[]): void {
  for (const item of content) {
    if (isElement(item)) addElement(item, place, steps);
    else if (item.kind === 'hole') steps.push({ kind: 'hole', index: item.index, place });
    else if (item.kind === 'instance') steps.push({ kind: 'instance', instance: item, place });
  }
}

function addElement(element: Element, place: Place, steps: Step[]): void {
  const { name, content } = element;
  if (place === 'top') {
    if (name !== 'Event') throw new Damage(`an element "${name}" for an event`);
    addSteps(content, 'event', steps);
  } else if (place === 'event') addPartOfEvent(element, steps);
  else if (place === 'system') addSystem(element, steps);
  else if (place === 'user-data') {
    addSteps(content, 'user-members', steps);
    steps.push({ kind: 'end-of-data' });
  } else if (name === 'Data') {
    const label = element.attributes.find((attribute) => attribute.name === 'Name');
    steps.push({ kind: 'data', name: label?.content ?? [], place, value: content });
  } else steps.push({ kind: 'field', name, place, value: content });
}

function addPartOfEvent({ name, content }: Element, steps: Step[]): void {
  if (name === 'System') addSteps(content, 'system', steps);
  else if (name === 'UserData') addSteps(content, 'user-data', steps);
  else if (name === 'EventData' || name === 'ProcessingErrorData') {
    addSteps(content, 'event-data', steps);
    steps.push({ kind: 'end-of-data' });
  } else steps.push({ kind: 'field', name, place: 'event', value: content });
}

/** Attributes are joined with `_` (Sigma taxonomy): `Provider_Name`, `Execution_ProcessID`. */
function addSystem({ name, attributes, content }: Element, steps: Step[]): void {
  for (const attribute of attributes)
    steps.push({
      kind: 'field',
      name: `${name}_${attribute.name}`,
      place: 'system',
      value: attribute.content,
    });
  if (content.length > 0) steps.push({ kind: 'field', name, place: 'system', value: content });
}
