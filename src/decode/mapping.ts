import type { Checked } from '../util/problem.ts';
import type { Mapping } from './csv/mapping-model.ts';
import { readMapping } from './csv/read-mapping.ts';

export type { Mapping } from './csv/mapping-model.ts';

/**
 * Reads a mapping file (YAML; `seeds/mappings/` has examples). All problems at once, each with line and column:
 * those of `util/yaml-reader`, `bad-name`, `bad-time-format`, `bad-zone`, `duplicate-word`, `unmapped-required`.
 */
export function parseMapping(text: string, file: string): Checked<Mapping> {
  return readMapping(text, file);
}
