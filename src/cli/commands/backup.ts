import type { Argv } from 'yargs';
import { findDataFolder } from '../../app/data-folder.ts';
import type { CommandContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { configOption } from '../options.ts';
import { printProblems } from '../print-problems.ts';

/** `soclite backup`: a copy of the store at one moment, beside a running watch or without one. */
export function registerBackup(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'backup <file>',
    say(
      'sao lưu kho cảnh báo ra một tệp, kể cả khi soclite watch đang chạy',
      'copy the store of alerts to a file, also while soclite watch runs',
    ),
    (command) =>
      command
        .positional('file', {
          type: 'string',
          demandOption: true,
          describe: say('tệp mới; không ghi đè', 'a new file; nothing is overwritten'),
        })
        .option('config', configOption(context))
        .example(
          'soclite backup /mnt/usb/soclite.db',
          say(
            'khôi phục: dừng watch, đặt tệp này thành soclite.db trong một thư mục dữ liệu trống',
            'to restore: stop watch, put the file as soclite.db into an empty data folder',
          ),
        ),
    async (args) => context.finish(await runBackup(context, args.file, args.config)),
  );
}

/** @throws FileError, StoreError */
async function runBackup(
  { world, say }: CommandContext,
  file: string,
  config: string | undefined,
): Promise<ExitCode> {
  const configPath =
    config === undefined
      ? await world.files.findUpwards(world.cwd, 'soclite.yml')
      : world.files.resolve(null, config);
  const folder = await findDataFolder(configPath, world.files);
  await printProblems(world.stderr, folder.problems);
  if (!folder.ok) return EXIT.usage;
  const target = world.files.resolve(null, file);
  const bytes = await world.stores.backup(folder.value, target);
  await world.stdout.write(`${say('đã sao lưu', 'wrote')} ${target} (${bytes} bytes)\n`);
  return EXIT.clean;
}
