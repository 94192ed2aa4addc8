import { describeValue, getKey, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap } from '../yaml/yaml-value.ts';
import { scalarText } from './read-value.ts';
import type { Reading } from './read-value.ts';

type Aliases = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** What aliases are checked against: the rules they may speak of, and the names that may use them. */
interface AliasUse {
  readonly ruleReferences: readonly string[];
  readonly names: readonly string[];
}

/** `aliases`: alias -> reference of a rule as written under `rules` -> that rule's field. */
export function readAliases(correlation: YamlMap, use: AliasUse, reading: Reading): Aliases {
  const aliases = new Map<string, ReadonlyMap<string, string>>();
  const value = getKey(correlation, 'aliases');
  const path = [...reading.path, 'aliases'];
  if (value === undefined) return aliases;
  if (!isYamlMap(value)) {
    const message = `aliases must be a map, not ${describeValue(value)}`;
    reading.faults.error({ path }, { code: 'key-type', message });
    return aliases;
  }
  for (const [alias, entry] of Object.entries(value))
    aliases.set(
      alias,
      readAlias(alias, isYamlMap(entry) ? entry : {}, use, {
        ...reading,
        path: [...path, alias],
      }),
    );
  return aliases;
}

function readAlias(
  alias: string,
  map: YamlMap,
  { ruleReferences, names }: AliasUse,
  { path, faults }: Reading,
): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [reference, value] of Object.entries(map)) {
    const field = scalarText(value);
    if (!ruleReferences.includes(reference)) {
      const message = `the alias ${alias} speaks of ${quote(reference)}, which is not under rules`;
      faults.error(
        { path: [...path, reference], isKey: true },
        { code: 'alias-unknown-rule', message },
      );
    } else if (field === null || field === '') {
      const message = `the alias ${alias} needs the name of a field, not ${describeValue(value)}`;
      faults.error({ path: [...path, reference] }, { code: 'key-type', message });
    }
    fields.set(reference, field ?? '');
  }
  const missing = ruleReferences.filter((reference) => !fields.has(reference));
  if (missing.length > 0)
    faults.error(
      { path, isKey: true },
      {
        code: 'alias-incomplete',
        message: `the alias ${alias} gives no field for ${missing.join(', ')}`,
        hint: 'give a field for every rule under rules',
      },
    );
  if (!names.includes(alias)) {
    const message = `the alias ${alias} is used neither in group-by nor as the field`;
    faults.warning({ path, isKey: true }, { code: 'alias-unused', message });
  }
  return fields;
}
