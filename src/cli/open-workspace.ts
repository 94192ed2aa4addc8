import { join } from 'node:path';
import { openWorkspace, type Workspace } from '../app/workspace.ts';
import { printProblems } from './print-problems.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';

export interface WorkspaceArguments {
  /** `-c`; undefined = the nearest soclite.yml upwards from the current folder. */
  readonly config?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  /** `-p`, after those of the configuration. */
  readonly pipeline?: readonly string[] | undefined;
  readonly ioc?: readonly string[] | undefined;
}

/** Opens the workspace of a command; on problems prints them all, sets exit 3 and returns null. */
export async function openCommandWorkspace(
  context: CommandContext,
  args: WorkspaceArguments,
): Promise<Workspace | null> {
  const { world } = context;
  const configPath =
    args.config === undefined
      ? await world.files.findUpwards(world.cwd, 'soclite.yml')
      : world.files.resolve(null, args.config);
  const opened = await openWorkspace(
    {
      configPath,
      rulePaths: args.rules ?? [],
      pipelinePaths: args.pipeline ?? [],
      indicatorPaths: args.ioc ?? [],
      bundled: {
        rules: join(world.packageFolder, 'rules'),
        mappings: join(world.packageFolder, 'seeds', 'mappings'),
      },
    },
    world.files,
  );
  await printProblems(world.stderr, opened.problems);
  if (opened.ok) return opened.value;
  context.finish(EXIT.usage);
  return null;
}
