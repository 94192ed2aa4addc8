import { bundledRules } from '../../package-folders.ts';
import type { CommandContext } from '../../context.ts';

interface RulePathOption {
  readonly type: 'string';
  readonly array: true;
  readonly describe: string;
}

interface RulesOption extends RulePathOption {
  readonly alias: 'r';
  readonly nargs: 1;
}

/** The positional `[path..]` of the verbs that work on rule files. */
export function rulePathOption({ say }: CommandContext): RulePathOption {
  return {
    type: 'string',
    array: true,
    describe: say(
      'tệp hoặc thư mục luật (mặc định: luật kèm theo)',
      'rule files or folders (default: the bundled rules)',
    ),
  };
}

/** `-r`, where the positionals are something else. */
export function rulesOption(context: CommandContext): RulesOption {
  return { ...rulePathOption(context), alias: 'r', nargs: 1 };
}

/** The given paths, else the bundled rules. */
export function rulePaths(
  { world }: CommandContext,
  given: readonly string[] | undefined,
): readonly string[] {
  return given === undefined || given.length === 0 ? [bundledRules(world)] : given;
}
