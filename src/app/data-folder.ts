import { parseConfig } from '../config/config.ts';
import type { TextFiles } from '../ports.ts';
import type { Checked } from '../util/problem.ts';
import { readConfigFiles } from './load-config.ts';

/** The data folder of a configuration, for what needs nothing else of it. @throws FileError */
export async function findDataFolder(
  configPath: string | null,
  files: TextFiles,
): Promise<Checked<string>> {
  const config = parseConfig(await readConfigFiles(configPath, files));
  if (!config.ok) return config;
  const { problems, value } = config;
  return { ok: true, problems, value: files.resolve(configPath, value.data) };
}
