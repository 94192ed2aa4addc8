import { readConfigFiles } from '../../../app/load-config.ts';
import { loadPipelines } from '../../../app/load-pipelines.ts';
import type { RuleOptions } from '../../../app/load-rules.ts';
import { parseConfig } from '../../../config/config.ts';
import type { Problem } from '../../../util/problem.ts';
import { UsageError, type CommandContext } from '../../context.ts';
import { printProblems } from '../../print-problems.ts';

/**
 * What the nearest soclite.yml and `-p` say about rules, for the verbs that need nothing else of it: values of
 * placeholders, pipelines. A configuration with errors is told and not used; rules that need it are then refused by
 * name. @throws UsageError for a pipeline with errors, because without it the rules would mean something else
 */
export async function ruleOptions(
  { world, say }: CommandContext,
  given: readonly string[] = [],
): Promise<RuleOptions> {
  const path = await world.files.findUpwards(world.cwd, 'soclite.yml');
  const config = path === null ? null : parseConfig(await readConfigFiles(path, world.files));
  const problems: Problem[] = [...(config?.problems.filter(() => !config.ok) ?? [])];
  const settings = config?.ok === true ? config.value : null;
  const configured = settings?.pipelines.map((file) => world.files.resolve(path, file)) ?? [];
  const faults: Problem[] = [];
  const pipelines = await loadPipelines([...configured, ...given], world.files, faults);
  await printProblems(world.stderr, [...problems, ...faults]);
  if (faults.some(({ severity }) => severity === 'error'))
    throw new UsageError(
      say(
        'pipeline có lỗi: luật không được nạp',
        'the pipeline has errors, so that no rules are loaded',
      ),
    );
  return { ...(settings === null ? {} : { placeholders: settings.placeholders }), pipelines };
}
