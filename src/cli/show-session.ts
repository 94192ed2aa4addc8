import { runDashboard } from '../app/run-dashboard.ts';
import { runHeadless } from '../app/run-headless.ts';
import { runPlain } from '../app/run-plain.ts';
import type { DashboardDesk } from '../app/queue.ts';
import type { Session } from '../app/session.ts';
import type { Settings } from '../tui/model.ts';
import type { Language } from '../util/language.ts';
import type { CommandContext } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { World } from './world.ts';

/** Flags that say how a session is shown. */
export interface FaceArguments {
  readonly plain: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
}

/** Shows a session: headless, as plain sentences (also where a full screen is impossible), or as the dashboard. */
export async function showSession(
  { world }: CommandContext,
  session: Session,
  face: FaceArguments & {
    readonly headless: boolean;
    readonly language: Language;
    /** Null = there is no store to act in. */
    readonly desk: DashboardDesk | null;
  },
): Promise<ExitCode> {
  if (face.headless) {
    const isStopping = stopFlag(world);
    await runHeadless(session, { ...sinks(world), isStopping });
    return EXIT.clean;
  }
  const terminal = face.plain || !world.stdout.isTty ? null : await world.openTerminal();
  if (terminal === null) {
    const isStopping = stopFlag(world);
    await runPlain(session, face.language, { ...sinks(world), isStopping });
    return EXIT.clean;
  }
  const settings: Settings = {
    language: face.language,
    theme: face.color && (world.env['NO_COLOR'] ?? '') === '' ? 'default' : 'mono',
    isAsciiSigns: face.ascii,
    isAsciiText: !terminal.isUnicode,
  };
  await runDashboard(session, settings, {
    terminal,
    clock: world.clock,
    sleep: (ms) => world.sleep(ms),
    // after the terminal, which gives itself back first and leaves the rest to us
    isStopping: stopFlag(world),
    desk: face.desk,
  });
  return EXIT.clean;
}

// The builder's table, shared by watch and demo.
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- yargs infers the arguments from this literal
export function faceOptions({ say }: CommandContext) {
  return {
    plain: {
      type: 'boolean',
      default: false,
      describe: say(
        'không vẽ màn hình: mỗi thay đổi một câu (tự động khi không có TTY)',
        'no full screen: one sentence a change (automatic without a TTY)',
      ),
    },
    ascii: {
      type: 'boolean',
      default: false,
      describe: say('ký hiệu mức độ bằng ASCII', 'severity signs in ASCII'),
    },
    color: {
      type: 'boolean',
      default: true,
      describe: say(
        'màu (--no-color hoặc NO_COLOR để tắt)',
        'colours (--no-color or NO_COLOR turns them off)',
      ),
    },
  } as const;
}

function sinks(world: World) {
  return { stdout: world.stdout, stderr: world.stderr, sleep: (ms: number) => world.sleep(ms) };
}

function stopFlag(world: World): () => boolean {
  let isStopping = false;
  world.onStop(() => {
    isStopping = true;
  });
  return () => isStopping;
}
