import { openNotifyDesk, type NotifyDesk } from '../../../app/notify-desk.ts';
import { mayDo, rolesThatMay, type Verb } from '../../../lifecycle/role.ts';
import { ROLE_NAMES } from '../../../lifecycle/labels.ts';
import { createSay, type Language, type Say } from '../../../util/language.ts';
import type { CommandContext } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { findConfigPath } from '../../open-workspace.ts';
import { printProblems } from '../../print-problems.ts';

export interface OpenedNotifyDesk extends NotifyDesk {
  readonly say: Say;
  readonly language: Language;
}

/** Null = it cannot be used, or the person may not; that was told. @throws FileError */
export async function openNotify(
  context: CommandContext,
  { config, verb }: { readonly config: string | undefined; readonly verb: Verb },
): Promise<OpenedNotifyDesk | null> {
  const { world } = context;
  const configPath = await findConfigPath(world, config);
  const opened = await openNotifyDesk({ configPath, user: world.user }, world.files);
  await printProblems(world.stderr, opened.problems);
  if (!opened.ok) {
    context.finish(EXIT.usage);
    return null;
  }
  const { value } = opened;
  const language = context.language ?? value.plan.language;
  const say = createSay(language);
  if (mayDo(value.person.role, verb)) return { ...value, say, language };
  const roles = rolesThatMay(verb)
    .map((role) => ROLE_NAMES[role][language])
    .join(', ');
  await world.stderr.write(
    `${say(`việc này dành cho: ${roles} (people trong soclite.yml)`, `this is for: ${roles} (people in soclite.yml)`)}\n`,
  );
  context.finish(EXIT.incomplete);
  return null;
}
