import yargs, { type Argv } from 'yargs';
import { FileError, SpillError } from '../ports.ts';
import { StoreError } from '../ports/store.ts';
import { createSay } from '../util/language.ts';
import { registerAlerts } from './commands/alerts.ts';
import { registerBackup } from './commands/backup.ts';
import { registerDemo } from './commands/demo.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerInit } from './commands/init.ts';
import { registerMachines } from './commands/machines.ts';
import { registerNotify } from './commands/notify.ts';
import { registerParse } from './commands/parse.ts';
import { registerRetention } from './commands/retention.ts';
import { registerRules } from './commands/rules.ts';
import { registerScan } from './commands/scan.ts';
import { registerStatus } from './commands/status.ts';
import { registerUnits } from './commands/units.ts';
import { registerWatch } from './commands/watch.ts';
import { type CommandContext, languageOf, type Register, UsageError } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { hideStdinDash } from './input-paths.ts';
import type { World } from './world.ts';
import { YARGS_VI } from './yargs-words.ts';

const COMMANDS: readonly Register[] = [
  registerScan,
  registerWatch,
  registerDemo,
  registerAlerts,
  registerNotify,
  registerRules,
  registerParse,
  registerMachines,
  registerUnits,
  registerStatus,
  registerDoctor,
  registerBackup,
  registerRetention,
  registerInit,
];

/** Runs one command line. Faults that a user can mend are printed; bugs are thrown. */
export async function runCli(world: World): Promise<ExitCode> {
  const language = languageOf(world.argv, world.env);
  let code: ExitCode = EXIT.clean;
  const context: CommandContext = {
    world,
    language,
    say: createSay(language ?? 'vi'),
    finish(value) {
      code = value;
    },
  };
  try {
    const output = await parse(context);
    if (output !== '') await world.stdout.write(`${output}\n`);
  } catch (error) {
    if (!isUserError(error)) throw error;
    await world.stderr.write(
      `soclite: ${error.message}\n${context.say('xem', 'see')} soclite --help\n`,
    );
    return isFaultOfWorld(error) && !needsPerson(error) ? EXIT.incomplete : EXIT.usage;
  }
  await world.stdout.flush();
  if (world.stdout.fault !== null) {
    await world.stderr.write(
      `soclite: ${context.say('không ghi được kết quả', 'cannot write the result')}: ${world.stdout.fault}\n`,
    );
    return EXIT.incomplete;
  }
  return code;
}

/** Parses the arguments and runs the command they name; resolves to yargs' own output (help, version). */
async function parse(context: CommandContext): Promise<string> {
  const { world, say } = context;
  const withCommands = COMMANDS.reduce<Argv>(
    (built, register) => register(built, context),
    yargs(),
  );
  const program = withCommands
    .scriptName('soclite')
    .usage(
      say(
        '$0 <lệnh>: SOC trong cửa sổ dòng lệnh cho nhiều đơn vị, theo mô hình 4 lớp',
        '$0 <command>: a SOC in a terminal for many units, by the 4-layer model',
      ),
    )
    .locale('en')
    .option('lang', {
      choices: ['vi', 'en'] as const,
      describe: say('ngôn ngữ hiển thị', 'language of messages'),
    })
    .version(world.version)
    .wrap(Math.min(world.stdout.columns, 100))
    .strict()
    .demandCommand(1, say('cần một lệnh', 'a command is needed'))
    .recommendCommands()
    .exitProcess(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UsageError(message ?? 'unknown usage error');
    });
  if (context.language !== 'en') {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- yargs' types forget its own plural forms
    program.updateStrings(YARGS_VI as Readonly<Record<string, string>>);
  }
  let output = '';
  await program.parseAsync([...hideStdinDash(world.argv)], {}, (_error, _argv, text) => {
    output += text;
  });
  return output;
}

function isUserError(error: unknown): error is Error {
  if (error instanceof UsageError || error instanceof FileError || isFaultOfWorld(error)) {
    return true;
  }
  return error instanceof Error && error.name === 'YError';
}

function isFaultOfWorld(error: unknown): boolean {
  return error instanceof SpillError || error instanceof StoreError;
}

/** A store that is damaged or of a newer version: nothing can be done until a person did something. */
function needsPerson(error: unknown): boolean {
  return error instanceof StoreError && (error.fault === 'corrupt' || error.fault === 'version');
}
