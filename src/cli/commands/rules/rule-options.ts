import { parseConfig } from '../../../config/config.ts';
import { readConfigFiles } from '../../../app/load-config.ts';
import type { ParseOptions } from '../../../sigma/parse.ts';
import type { CommandContext } from '../../context.ts';
import { printProblems } from '../../print-problems.ts';

/**
 * What the nearest soclite.yml says about rules, for the verbs that need nothing else of it: values of placeholders. A
 * configuration with errors is told and not used; rules that need it are then refused by name.
 */
export async function ruleOptions({ world }: CommandContext): Promise<ParseOptions> {
  const path = await world.files.findUpwards(world.cwd, 'soclite.yml');
  if (path === null) return {};
  const config = parseConfig(await readConfigFiles(path, world.files));
  if (!config.ok) {
    await printProblems(world.stderr, config.problems);
    return {};
  }
  return { placeholders: config.value.placeholders };
}
