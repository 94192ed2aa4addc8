import { join, relative } from 'node:path';
import type { Argv } from 'yargs';
import { FileError } from '../../ports.ts';
import { type CommandContext, UsageError } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { seedsFolder } from '../package-folders.ts';

const SEEDS = ['hau-giang'] as const;

/** `soclite init`: writes a commented soclite.yml and the unit inventory of a seed. Overwrites nothing. */
export function registerInit(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'init [folder]',
    say(
      'viết soclite.yml có chú thích và danh mục đơn vị',
      'write a commented soclite.yml and a unit inventory',
    ),
    (command) =>
      command
        .positional('folder', {
          type: 'string',
          default: '.',
          describe: say('thư mục đích', 'folder to write to'),
        })
        .option('from', {
          choices: SEEDS,
          default: SEEDS[0],
          describe: say('hồ sơ mẫu của tỉnh', 'province profile to start from'),
        })
        .example(
          'soclite init --from hau-giang soc',
          say('viết vào thư mục soc', 'write into the folder soc'),
        ),
    async (args) => context.finish(await runInit(context, args.folder, args.from)),
  );
}

async function runInit(
  { world, say }: CommandContext,
  folder: string,
  from: string,
): Promise<ExitCode> {
  const seed = join(seedsFolder(world), from);
  const written: string[] = [];
  for (const source of await world.files.list(seed, ['.yml'])) {
    const target = join(world.files.resolve(null, folder), relative(seed, source));
    if (await world.files.isFile(target)) {
      throw new UsageError(
        say(
          `${target} đã có; soclite init không ghi đè`,
          `${target} exists; soclite init overwrites nothing`,
        ),
      );
    }
    written.push(target);
  }
  try {
    for (const source of await world.files.list(seed, ['.yml'])) {
      const target = join(world.files.resolve(null, folder), relative(seed, source));
      await world.files.writeNew(target, await world.files.readText(source));
    }
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(error.message);
    throw error;
  }
  for (const target of written) await world.stdout.write(`${say('đã viết', 'wrote')} ${target}\n`);
  await world.stdout.write(
    `${say('tiếp theo: sửa sources trong soclite.yml, rồi chạy soclite watch', 'next: fill in sources in soclite.yml, then run soclite watch')}\n`,
  );
  return EXIT.clean;
}
