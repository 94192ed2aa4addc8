import type { Inventory } from '../layers/inventory.ts';
import { compareProblems, type Checked, type Location, type Problem } from '../util/problem.ts';
import { parseYaml, readList, readMap, readString, type YamlNode } from '../util/yaml-reader.ts';
import { checkInventory } from './inventory-check.ts';
import {
  emptyDraft,
  INVENTORY_KEYS,
  readInventory,
  type InventoryDraft,
  type Provenance,
} from './inventory-reader.ts';
import { readSettings, SETTING_KEYS, type Settings } from './settings.ts';

/** A checked soclite.yml with its includes. Paths are as written: relative ones are relative to `file`. */
export interface Config extends Settings {
  /** The soclite.yml itself, as it was named to `parseConfig`. */
  readonly file: string;
  readonly inventory: Inventory;
  /** What the inventory files say about where each entry comes from; entries that say nothing are not listed. */
  readonly provenance: readonly Provenance[];
}

export interface ConfigFile {
  readonly text: string;
  readonly file: string;
}

const MAIN_KEYS = ['include', ...INVENTORY_KEYS, ...SETTING_KEYS] as const;
const DEFAULT_NAME = 'soclite';

/**
 * Reads soclite.yml (first) and the files of its `include` (rest), and checks them together. Every fault is told
 * with its place; a configuration with an error is refused whole. No file at all gives the defaults.
 * Codes: those of util/yaml-reader, `duplicate-id`, `unknown-unit`, `unknown-system`, `bad-id`, `bad-address`,
 * `bad-network`, `duplicate-network`, `duplicate-address`, `shared-name`, `shared-group`, `parent-loop`,
 * `wide-name`, `bad-zone`, `bad-duration`, `no-owner`, `unit-twice`, and those of `readListenSettings` and
 * `readNotifySettings`.
 */
export function parseConfig(files: readonly ConfigFile[]): Checked<Config> {
  const problems: Problem[] = [];
  const [main, ...included] = files;
  const file = main?.file ?? '';
  const draft = emptyDraft();

  const root = main === undefined ? null : readRoot(main, problems);
  const map =
    root === null ? null : readMap(root, { what: 'soclite.yml', optional: MAIN_KEYS }, problems);
  if (map !== null) readInventory(map, draft, problems);
  const settings = readSettings(map, problems);
  for (const each of included) {
    const node = readRoot(each, problems);
    const what = 'an included file';
    const inventory =
      node === null ? null : readMap(node, { what, optional: INVENTORY_KEYS }, problems);
    if (inventory !== null) readInventory(inventory, draft, problems);
  }
  const { placedSources, placedListeners, unitReferences } = settings;
  checkInventory(draft, [...placedSources, ...placedListeners], unitReferences, problems);

  const sorted = problems.toSorted(compareProblems);
  if (sorted.some(({ severity }) => severity === 'error')) return { ok: false, problems: sorted };
  const inventory = toInventory(draft);
  const { settings: values } = settings;
  return {
    ok: true,
    problems: sorted,
    value: { ...values, file, inventory, provenance: draft.provenance },
  };
}

/** The files that a soclite.yml includes, as written; what is wrong with the file is for `parseConfig` to tell. */
export function listIncludes(text: string, file: string): readonly string[] {
  const root = readRoot({ text, file }, []);
  if (root?.kind !== 'map') return [];
  const include = root.entries.find(({ key }) => key === 'include')?.value;
  return readList(include, 'include', [], (item) => readString(item, 'a file', []));
}

/** An empty file is an empty map: all defaults. */
function readRoot({ text, file }: ConfigFile, problems: Problem[]): YamlNode | null {
  const document = parseYaml(text, file);
  problems.push(...document.problems);
  if (!document.ok) return null;
  const { value } = document;
  const isEmpty = value.kind === 'scalar' && value.value === null;
  return isEmpty ? { kind: 'map', entries: [], at: value.at } : value;
}

function toInventory(draft: InventoryDraft): Inventory {
  const values = <T>(
    placed: readonly { readonly value: T; readonly at: Location }[],
  ): readonly T[] => placed.map(({ value }) => value);
  return {
    name: draft.names[0] ?? DEFAULT_NAME,
    units: values(draft.units),
    systems: values(draft.systems),
    machines: values(draft.machines),
    networks: values(draft.networks),
  };
}
