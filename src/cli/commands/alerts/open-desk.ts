import { openDesk, type Desk } from '../../../app/queue.ts';
import { ROLE_NAMES } from '../../../lifecycle/labels.ts';
import { mayDo, rolesThatMay, type Verb } from '../../../lifecycle/role.ts';
import type { QueueView } from '../../../report/queue-table.ts';
import { toDisplayText } from '../../../util/display-text.ts';
import { createSay, type Language, type Say } from '../../../util/language.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT, type ExitCode } from '../../exit-code.ts';
import { printProblems } from '../../print-problems.ts';

export interface OpenedDesk extends Desk {
  readonly say: Say;
  readonly view: QueueView;
}

/** Columns for a pipe or file, where no line wraps. */
const WIDE = 160;

/**
 * Opens the queue for one command, when the person's role allows the verb, and closes it again; what stops it is told.
 * @throws FileError, StoreError
 */
export async function withDesk(
  context: CommandContext,
  { config, verb }: { readonly config: string | undefined; readonly verb: Verb },
  work: (desk: OpenedDesk) => Promise<ExitCode>,
): Promise<void> {
  const { world } = context;
  const configPath =
    config === undefined
      ? await world.files.findUpwards(world.cwd, 'soclite.yml')
      : world.files.resolve(null, config);
  const opened = await openDesk({ configPath, user: world.user }, world.files, world.stores);
  await printProblems(world.stderr, opened.problems);
  if (!opened.ok) return context.finish(EXIT.usage);
  const desk = opened.value;
  try {
    const language = context.language ?? desk.language;
    const say = createSay(language);
    const isAllowed = mayDo(desk.person.role, verb);
    if (!isAllowed) await world.stderr.write(`${toDisplayText(refusal(desk, verb, language))}\n`);
    const view = toView(context, desk, language);
    context.finish(isAllowed ? await work({ ...desk, say, view }) : EXIT.incomplete);
  } finally {
    desk.store.close();
  }
}

function toView({ world }: CommandContext, desk: Desk, language: Language): QueueView {
  const nowMs = world.clock.nowMs();
  return {
    inventory: desk.inventory,
    language,
    zoneOffsetMinutes: desk.zone.offsetMinutes(nowMs),
    nowMs,
    columns: world.stdout.isTty ? world.stdout.columns : WIDE,
    acknowledge: desk.acknowledge,
  };
}

function refusal({ person }: Desk, verb: Verb, language: Language): string {
  const say = createSay(language);
  const role = ROLE_NAMES[person.role][language];
  const needed = rolesThatMay(verb)
    .map((each) => ROLE_NAMES[each][language])
    .join(', ');
  return say(
    `${person.user} là ${role}; việc này dành cho: ${needed} (people trong soclite.yml)`,
    `${person.user} is a ${role}; this is for: ${needed} (people in soclite.yml)`,
  );
}
