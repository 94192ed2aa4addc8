// One entry of `transformations`: conditions, and what is done where they hold.
import { scalarText } from '../document/read-value.ts';
import { isYamlList, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlPath, YamlValue } from '../yaml/yaml-value.ts';
import { readCombination } from './combination.ts';
import { FIELD_CONDITIONS } from './field-conditions.ts';
import { ITEM_CONDITIONS } from './item-conditions.ts';
import { Params, readEntry, readType } from './params.ts';
import type { PipelineReading } from './params.ts';
import { RULE_CONDITIONS } from './rule-conditions.ts';
import type { Run } from './run.ts';
import type { Subject } from './subject.ts';
import { MAX_GROWTH, sizeOf } from './subject-size.ts';
import { REFUSED_TRANSFORMATIONS, TRANSFORMATIONS } from './transform/registry.ts';
import type { Transformation, TransformationReader } from './transform/transformation.ts';

/** Gives the subject as it is after the item; the run remembers the rest. */
export type ProcessingItem = (subject: Subject, run: Run) => Subject;

/** `nest` within `nest`. */
const MAX_NESTING = 10;

/** The items of a list; those with faults are reported and left out. */
export function readProcessingItems(
  value: YamlValue,
  path: YamlPath,
  reading: PipelineReading,
): readonly ProcessingItem[] {
  if (!isYamlList(value)) {
    const message = 'the transformations of a pipeline are a list';
    reading.faults.error({ path }, { code: 'pipeline-value', message });
    return [];
  }
  return value
    .map((entry, index) => readItem(entry, [...path, index], reading))
    .filter((item) => item !== null);
}

const TYPES: ReadonlyMap<string, TransformationReader> = new Map([
  ...TRANSFORMATIONS,
  ['nest', readNest],
]);

function readItem(
  value: YamlValue,
  path: YamlPath,
  reading: PipelineReading,
): ProcessingItem | null {
  const map = readEntry(value, 'a transformation', path, reading);
  if (map === null || isRefused(map, path, reading)) return null;
  const type = readType(map, 'transformation', { path, faults: reading.faults }, TYPES);
  if (type === null) return null;
  const params = new Params(map, `the transformation ${type.name}`, path, reading);
  params.value('type');
  const id = params.text('id');
  const rules = readCombination(params, 'rule', RULE_CONDITIONS);
  const items = readCombination(params, 'detection_item', ITEM_CONDITIONS);
  const names = readCombination(params, 'field_name', FIELD_CONDITIONS);
  const transformation = type.known(params);
  params.finish();
  if (transformation === null) return null;
  return (subject, run) => {
    const holds = rules.holds((condition) => condition(subject, run));
    if (run.failure !== null || !(rules.isEmpty || holds)) return subject;
    if (id !== null && marks(type.name, subject)) run.ruleIds.add(id);
    return transformation(subject, run, {
      id,
      matchesItem: (item) =>
        items.holds((condition) => condition(item, run)) &&
        names.holds((condition) => condition.ofItem(item, run)),
      matchesName: (field) => names.holds((condition) => condition.ofName(field, run)),
    });
  };
}

/** `add_condition` leaves correlations alone and does not count as applied to them. */
function marks(type: string, { kind }: Subject): boolean {
  return type !== 'add_condition' || kind === 'rule';
}

function isRefused(map: YamlMap, path: YamlPath, { faults }: PipelineReading): boolean {
  const type = scalarText(map['type']) ?? '';
  const reason = REFUSED_TRANSFORMATIONS.get(type);
  if (reason === undefined) return false;
  faults.error(
    { path: [...path, 'type'] },
    {
      code: 'pipeline-type-refused',
      message: `the transformation ${quote(type)} is not honoured: ${reason}`,
      hint: 'list the values under vars with value_placeholders, or in a file with file_placeholders',
    },
  );
  return true;
}

/** A pipeline within: with a state of its own, which the outer one takes over when it has ended. */
function readNest(params: Params): Transformation | null {
  const value = params.required('items');
  if (value === undefined) return null;
  const depth = params.path.filter((step) => step === 'items').length;
  if (depth >= MAX_NESTING) {
    const message = `nest stands more than ${MAX_NESTING} deep`;
    params.error([], { code: 'pipeline-value', message });
    return null;
  }
  const path = [...params.path, 'items'];
  const items = readProcessingItems(value, path, { ...params.reading, isNested: true });
  return (subject, run) => {
    const nested = run.nested();
    const result = runItems(items, subject, nested);
    run.absorb(nested);
    return result;
  };
}

/** A rule that grows past all bounds is refused: mappings of one name to several multiply. */
export function runItems(items: readonly ProcessingItem[], subject: Subject, run: Run): Subject {
  const limit = sizeOf(subject) + MAX_GROWTH;
  let result = subject;
  for (const item of items) {
    result = item(result, run);
    if (run.failure === null && sizeOf(result) > limit)
      run.fail({
        code: 'pipeline-rule-large',
        message: 'the pipeline makes the rule too large',
        hint: 'a mapping to several names multiplies what an earlier one has multiplied',
      });
    if (run.failure !== null) break;
  }
  return result;
}

/** Paths of data files within a list of transformations, those of `nest` too. */
export function listDataFiles(value: YamlValue | undefined, depth = 0): readonly string[] {
  if (!isYamlList(value) || depth > MAX_NESTING) return [];
  return value.filter(isYamlMap).flatMap((item) => {
    const { type, path, items } = item;
    if (type === 'nest') return listDataFiles(items, depth + 1);
    return type === 'file_placeholders' && typeof path === 'string' ? [path] : [];
  });
}
