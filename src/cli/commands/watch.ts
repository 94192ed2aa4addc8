import type { Argv } from 'yargs';
import { identify } from '../../lifecycle/role.ts';
import { compareMatched, SORT_LIMITS } from '../../app/detection.ts';
import { createListeningTailer } from '../../app/listening-tailer.ts';
import { createNotifyingSession } from '../../app/notifying-session.ts';
import { createDashboardDesk } from '../../app/queue.ts';
import { createMeteredSession, meterCommits } from '../../app/metered-session.ts';
import { createMatchCodec } from '../../app/match-codec.ts';
import { openServiceSession, type ServiceEffects } from '../../app/service-session.ts';
import { createReloadingSession } from '../../app/reloading-session.ts';
import type { ReloadableSession, Session } from '../../app/session.ts';
import { createViewSession } from '../../app/view-session.ts';
import type { Workspace } from '../../app/workspace.ts';
import { StoreError, type QueueStore, type ServiceStore } from '../../ports/store.ts';
import { type CommandContext, UsageError } from '../context.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { configOption } from '../options.ts';
import { openCommandWorkspace, readCommandWorkspace } from '../open-workspace.ts';
import { printProblems } from '../print-problems.ts';
import type { World } from '../world.ts';
import { faceOptions, showSession, type FaceArguments } from '../show-session.ts';

interface WatchArguments extends FaceArguments {
  readonly config: string | undefined;
  readonly headless: boolean;
  readonly readonly: boolean;
}

/** `soclite watch`: the dashboard over live sources. */
export function registerWatch(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'watch',
    say('theo dõi trực tiếp các nguồn trong soclite.yml', 'watch the sources of soclite.yml live'),
    (command) =>
      command
        .option('config', configOption(context))
        .option('headless', {
          type: 'boolean',
          default: false,
          describe: say(
            'chạy như dịch vụ: cảnh báo dạng NDJSON ra stdout',
            'run as a service: alerts as NDJSON on stdout',
          ),
        })
        .option('readonly', {
          type: 'boolean',
          default: false,
          describe: say(
            'chỉ xem: không có phím thao tác trên cảnh báo',
            'only look: no keys that act on alerts',
          ),
        })
        .options(faceOptions(context))
        .example(
          'soclite watch -c /etc/soclite.yml',
          say('mở màn hình theo dõi', 'open the dashboard'),
        )
        .example('soclite watch --headless >> alerts.ndjson', say('chạy nền', 'run as a service')),
    async (args) => context.finish(await runWatch(context, args)),
  );
}

async function runWatch(context: CommandContext, args: WatchArguments): Promise<ExitCode> {
  const { world, say } = context;
  if (args.headless && args.plain) {
    throw new UsageError(
      say('chỉ chọn một: --headless hoặc --plain', 'choose one: --headless or --plain'),
    );
  }
  const workspace = await openCommandWorkspace(context, { config: args.config });
  if (workspace === null) return EXIT.usage;
  if (workspace.sources.length === 0 && workspace.inboxFolder === null) {
    await world.stderr.write(
      `${say(
        'không có nguồn nào để theo dõi: chạy soclite init rồi khai báo sources trong soclite.yml, hoặc dùng -c',
        'there is no source to watch: run soclite init and fill in sources in soclite.yml, or use -c',
      )}\n`,
    );
    return EXIT.usage;
  }
  await printProblems(
    world.stderr,
    workspace.rules.refused.flatMap(({ problems }) => problems),
  );
  const { store, session } = await openWatch(context, workspace, args);
  const person = identify(world.user, workspace.people);
  return showSession(context, session, {
    ...args,
    language: context.language ?? workspace.language,
    desk: createDashboardDesk({
      store,
      person: args.readonly ? { ...person, role: 'viewer' } : person,
      acknowledge: workspace.acknowledge,
      clock: world.clock,
    }),
  });
}

/** The service, or where another process is it, a view of its store. */
async function openWatch(
  context: CommandContext,
  workspace: Workspace,
  { headless: isHeadless, config }: Pick<WatchArguments, 'headless' | 'config'>,
): Promise<{ readonly store: QueueStore; readonly session: Session }> {
  const opened = openStore(context, workspace, isHeadless);
  if (opened === null) return attach(context, workspace);
  const { world } = context;
  const metered = meterCommits(opened, world.clock);
  const { store } = metered;
  const session = withNotifications(
    context,
    openSession(context, workspace, { store, isPrinting: isHeadless }),
    { workspace, store },
  );
  const served = createMeteredSession(session, workspace, {
    ...metered,
    openMetrics: world.openMetrics,
    clock: world.clock,
    machine: world.machine,
    program: world.version,
  });
  return { store, session: withReload(context, served, workspace, config) };
}

/** Null = another process ingests there already. @throws StoreError; for a service also then */
function openStore(
  { world }: CommandContext,
  { dataFolder }: Workspace,
  isHeadless: boolean,
): ServiceStore | null {
  try {
    return world.stores.openService(dataFolder);
  } catch (error) {
    if (!isHeadless && error instanceof StoreError && error.fault === 'busy') return null;
    throw error;
  }
}

/** Shows what the process that ingests writes. */
async function attach(
  { world, say }: CommandContext,
  workspace: Workspace,
): Promise<{ readonly store: QueueStore; readonly session: Session }> {
  const store = world.stores.openQueue(workspace.dataFolder);
  await world.stderr.write(
    `${say(
      'soclite đã chạy ở thư mục dữ liệu này: màn hình này chỉ xem và thao tác trên hàng đợi',
      'soclite runs on this data folder already: this one shows the queue and acts on it',
    )}\n`,
  );
  return { store, session: createViewSession(workspace, { store, clock: world.clock }) };
}

/** Tells people of alerts, as `notify` of the configuration says. */
function withNotifications(
  { world }: CommandContext,
  session: ReloadableSession,
  { workspace, store }: { readonly workspace: Workspace; readonly store: QueueStore },
): ReloadableSession {
  return createNotifyingSession(session, workspace.notify, {
    store,
    openSender: world.openSender,
    clock: world.clock,
    host: world.process.host,
    program: world.version,
    sleep: (ms) => world.sleep(ms),
    jitter: Math.random,
  });
}

/** Takes what changes on disk; SIGHUP asks for it as well. */
function withReload(
  { world }: CommandContext,
  session: ReloadableSession,
  workspace: Workspace,
  config: string | undefined,
): Session {
  return createReloadingSession(session, workspace, {
    clock: world.clock,
    watcher: world.fileWatcher,
    load: () => readCommandWorkspace(world, { config }),
    compile: (rules) => world.compileRules(rules),
    onAsked: (callback) => world.onReload(callback),
  });
}

function openSession(
  { world }: CommandContext,
  workspace: Workspace,
  { store, isPrinting }: { readonly store: ServiceStore; readonly isPrinting: boolean },
): ReloadableSession {
  const { inboxFolder } = workspace;
  try {
    return openServiceSession(workspace, {
      ...(inboxFolder === null ? {} : { inbox: inboxEffects(world, inboxFolder) }),
      store,
      tailer: createListeningTailer(
        world.createTailer(),
        workspace.listening,
        world.startListening,
      ),
      matcher: world.compileRules(workspace.rules.ruleSet.rules),
      clock: world.clock,
      machine: world.machine,
      process: { ...world.process, program: world.version },
      isPrinting,
    });
  } catch (error) {
    store.close();
    throw error;
  }
}

function inboxEffects(world: World, folder: string): ServiceEffects['inbox'] & {} {
  return {
    folder: world.openInbox(folder),
    inputs: world.createInputs(),
    createSorter: (ruleSet) =>
      world.createSorter({
        compare: compareMatched,
        ...createMatchCodec(ruleSet),
        ...SORT_LIMITS,
      }),
    pause: () => world.sleep(0),
  };
}
