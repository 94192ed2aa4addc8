import { join } from 'node:path';
import { openWorkspace, type Workspace } from '../app/workspace.ts';
import type { Checked } from '../util/problem.ts';
import { printProblems } from './print-problems.ts';
import type { CommandContext } from './context.ts';
import { EXIT } from './exit-code.ts';
import type { World } from './world.ts';

export interface WorkspaceArguments {
  /** `-c`; undefined = the nearest soclite.yml upwards from the current folder. */
  readonly config?: string | undefined;
  readonly rules?: readonly string[] | undefined;
  /** `-p`, after those of the configuration. */
  readonly pipeline?: readonly string[] | undefined;
  readonly ioc?: readonly string[] | undefined;
}

/** The soclite.yml that `-c` names, else the nearest upwards; null = there is none. */
export function findConfigPath(
  { files, cwd }: Pick<World, 'files' | 'cwd'>,
  config: string | undefined,
): Promise<string | null> {
  return config === undefined
    ? files.findUpwards(cwd, 'soclite.yml')
    : Promise.resolve(files.resolve(null, config));
}

/** The workspace of a command, or what is wrong with it. @throws FileError */
export async function readCommandWorkspace(
  world: World,
  args: WorkspaceArguments,
): Promise<Checked<Workspace>> {
  return openWorkspace(
    {
      configPath: await findConfigPath(world, args.config),
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
}

/** Opens the workspace of a command; on problems prints them all, sets exit 3 and returns null. */
export async function openCommandWorkspace(
  context: CommandContext,
  args: WorkspaceArguments,
): Promise<Workspace | null> {
  const { world } = context;
  const opened = await readCommandWorkspace(world, args);
  await printProblems(world.stderr, opened.problems);
  if (opened.ok) return opened.value;
  context.finish(EXIT.usage);
  return null;
}
