import type { Argv } from 'yargs';
import type { CommandContext, Register } from '../context.ts';
import { registerRulesBacktest } from './rules/backtest.ts';
import { registerRulesCheck } from './rules/check.ts';
import { registerRulesCoverage } from './rules/coverage.ts';
import { registerRulesExplain } from './rules/explain.ts';
import { registerRulesList } from './rules/list.ts';
import { registerRulesNew } from './rules/new.ts';
import { registerRulesShow } from './rules/show.ts';
import { registerRulesTest } from './rules/test.ts';

const VERBS: readonly Register[] = [
  registerRulesCheck,
  registerRulesTest,
  registerRulesExplain,
  registerRulesList,
  registerRulesShow,
  registerRulesCoverage,
  registerRulesBacktest,
  registerRulesNew,
];

/** `soclite rules <verb>`: the rule author's bench, one file a verb. */
export function registerRules(program: Argv, context: CommandContext): Argv {
  const { say } = context;
  return program.command(
    'rules <command>',
    say(
      'luật phát hiện: kiểm tra, thử, giải thích, thống kê',
      'detection rules: check, test, explain, measure',
    ),
    (command) =>
      VERBS.reduce<Argv>((built, register) => register(built, context), command)
        .example(
          'soclite rules test rules',
          say('chạy ca thử của mọi luật', 'run the cases of every rule'),
        )
        .demandCommand(1, say('cần một lệnh con, xem --help', 'a command is needed, see --help')),
  );
}
