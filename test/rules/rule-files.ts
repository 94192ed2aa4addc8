// The bundled rules as plain YAML, read without soclite's own parser: what a stranger's tool would see.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CORE_SCHEMA, loadAll } from 'js-yaml';

const RULES = 'rules';
const TEST_ENDING = '.test.yml';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export interface RuleDocument {
  /** `rules/layer-1/l1-01-malware-handled.yml`. */
  readonly file: string;
  readonly kind: 'rule' | 'correlation';
  /** Feeds a correlation and raises no alert of its own. */
  readonly isBase: boolean;
  readonly yaml: JsonObject;
}

/** Rule files below `rules/`, test files left out, sorted. */
export function listRuleFiles(): readonly string[] {
  return listYaml().filter((file) => !file.endsWith(TEST_ENDING));
}

export function listTestFiles(): readonly string[] {
  return listYaml().filter((file) => file.endsWith(TEST_ENDING));
}

export function readYaml(file: string): readonly JsonObject[] {
  return loadAll(readFileSync(file, 'utf8'), null, {
    schema: CORE_SCHEMA,
    filename: file,
  }) as JsonObject[];
}

/** Every document of every rule file. */
export function readRuleDocuments(): readonly RuleDocument[] {
  return listRuleFiles().flatMap((file) => {
    const documents = readYaml(file);
    const referenced = new Set(
      documents.flatMap((yaml) => textList(toObject(yaml['correlation'])['rules'])),
    );
    return documents.map((yaml) => ({
      file,
      kind: yaml['correlation'] === undefined ? ('rule' as const) : ('correlation' as const),
      isBase: referenced.has(text(yaml['name'])),
      yaml,
    }));
  });
}

export function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export function textList(value: Json | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function toObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

function listYaml(): readonly string[] {
  return readdirSync(RULES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yml'))
    .map((name) => join(RULES, name))
    .toSorted();
}
