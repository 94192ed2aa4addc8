import { listIncludes, type ConfigFile } from '../config/config.ts';
import { parseMapping, type Mapping } from '../decode/mapping.ts';
import { parseIndicators, type IndicatorList } from '../layers/indicators.ts';
import type { TextFiles } from '../ports.ts';
import type { Checked, Problem } from '../util/problem.ts';

const MAPPING_ENDINGS = ['.yml', '.yaml'] as const;
const INDICATOR_ENDINGS = ['.csv', '.txt', '.lst', '.ioc'] as const;

/** soclite.yml first, then its includes; [] when there is none. @throws FileError */
export async function readConfigFiles(
  path: string | null,
  files: TextFiles,
): Promise<readonly ConfigFile[]> {
  if (path === null) return [];
  const main = { text: await files.readText(path), file: path };
  const included: ConfigFile[] = [];
  for (const name of listIncludes(main.text, main.file)) {
    const file = files.resolve(path, name);
    included.push({ text: await files.readText(file), file });
  }
  return [main, ...included];
}

/** Mapping files below the paths; faults are added to `problems`. @throws FileError */
export function loadMappings(
  paths: readonly string[],
  files: TextFiles,
  problems: Problem[],
): Promise<readonly Mapping[]> {
  return loadAll(paths, MAPPING_ENDINGS, files, (text, file) =>
    keep(parseMapping(text, file), problems),
  );
}

/** Indicator lists below the paths; a bad line is a warning and the rest of the list counts. @throws FileError */
export function loadIndicators(
  paths: readonly string[],
  files: TextFiles,
  problems: Problem[],
): Promise<readonly IndicatorList[]> {
  return loadAll(paths, INDICATOR_ENDINGS, files, (text, file) =>
    keep(parseIndicators(text, file), problems),
  );
}

async function loadAll<T>(
  paths: readonly string[],
  endings: readonly string[],
  files: TextFiles,
  parse: (text: string, file: string) => T | null,
): Promise<readonly T[]> {
  const loaded: T[] = [];
  for (const path of paths) {
    // a file that is named outright is read whatever its ending
    const found = (await files.isFile(path)) ? [path] : await files.list(path, endings);
    for (const file of found) {
      const value = parse(await files.readText(file), file);
      if (value !== null) loaded.push(value);
    }
  }
  return loaded;
}

function keep<T>(checked: Checked<T>, problems: Problem[]): T | null {
  problems.push(...checked.problems);
  return checked.ok ? checked.value : null;
}
