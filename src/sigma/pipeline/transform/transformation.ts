import type { OpenValue } from '../../detection/open-value.ts';
import type { Params } from '../params.ts';
import type { Run } from '../run.ts';
import { mapSubjectItems, markApplied } from '../subject.ts';
import type { DetectionNode, ItemNode, Subject } from '../subject.ts';

/** What a transformation may ask about the processing item that it belongs to. */
export interface ItemContext {
  readonly id: string | null;
  /** Its detection item conditions and field name conditions together. */
  readonly matchesItem: (item: ItemNode, run: Run) => boolean;
  readonly matchesName: (field: string | null, run: Run) => boolean;
}

/** Changes a rule or correlation for which the rule conditions hold; what must not go on is told to `run.fail`. */
export type Transformation = (subject: Subject, run: Run, context: ItemContext) => Subject;

/** Reads a transformation's own keys; null after a report. */
export type TransformationReader = (params: Params) => Transformation | null;

/** What becomes of one detection item; null = it is not concerned. */
export type ItemChange = (item: ItemNode, run: Run, context: ItemContext) => DetectionNode | null;

/** Changes the detection items that fit the conditions, and remembers that it has. */
export function ofItems(change: ItemChange): Transformation {
  return (subject, run, context) =>
    mapSubjectItems(subject, (item) => {
      if (run.failure !== null || !context.matchesItem(item, run)) return item;
      const changed = change(item, run, context);
      return changed === null ? item : markApplied(changed, context.id);
    });
}

/** What stands for a value; null = the value is not concerned and stays. */
export type ValueChange = (
  value: OpenValue,
  run: Run,
  item: ItemNode,
) => readonly OpenValue[] | null;

export function ofValues(change: ValueChange): Transformation {
  return ofItems((item, run) => {
    const changes = item.values.map((value) => change(value, run, item));
    if (changes.every((changed) => changed === null)) return null;
    const values = item.values.flatMap((value, index) => changes[index] ?? [value]);
    if (values.length === 0)
      run.fail({
        code: 'pipeline-no-value',
        message: `the pipeline leaves ${item.field ?? 'a keyword search'} without a value`,
        hint: 'drop the item with drop_detection_item, or give the value something to become',
      });
    return { ...item, values };
  });
}
