import { FileError, type TextFiles } from '../ports.ts';
import { parseSigma, type ParsedFile, type ParseOptions } from '../sigma/parse.ts';
import { resolveRuleSet, type Refusal } from '../sigma/rule-set.ts';
import type { RuleSet } from '../sigma/rule.ts';
import { compareProblems, type Problem } from '../util/problem.ts';

export interface LoadedRules {
  readonly ruleSet: RuleSet;
  /** Documents that cannot be honoured exactly, each with its reasons. */
  readonly refused: readonly Refusal[];
  /** Everything that was found, errors of refused rules included, in file order. */
  readonly problems: readonly Problem[];
  readonly fileCount: number;
}

const RULE_ENDINGS = ['.yml', '.yaml'] as const;
const TEST_ENDINGS = ['.test.yml', '.test.yaml'] as const;

/** Rule files below the given files and folders, test files left out. @throws FileError for a path that cannot be read */
export async function findRuleFiles(
  files: TextFiles,
  paths: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    for (const file of await files.list(path, RULE_ENDINGS)) {
      if (!TEST_ENDINGS.some((ending) => file.endsWith(ending))) found.add(file);
    }
  }
  return [...found];
}

/**
 * Loads rules; a file that cannot be read or a rule that cannot be honoured is refused and the others go on.
 * `options` holds what the configuration says about rules.
 */
export async function loadRules(
  files: TextFiles,
  paths: readonly string[],
  options: ParseOptions = {},
): Promise<LoadedRules> {
  const parsed: ParsedFile[] = [];
  const unreadable: Refusal[] = [];
  const ruleFiles = await findRuleFiles(files, paths);
  for (const file of ruleFiles) {
    try {
      parsed.push(parseSigma(await files.readText(file), file, options));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      unreadable.push(refuseFile(file, error));
    }
  }
  const resolved = resolveRuleSet(parsed);
  const refused = [...unreadable, ...resolved.refused];
  const problems = [...unreadable.flatMap((refusal) => refusal.problems), ...resolved.problems];
  return {
    ruleSet: resolved.ruleSet,
    refused,
    problems: problems.toSorted(compareProblems),
    fileCount: ruleFiles.length,
  };
}

function refuseFile(file: string, error: FileError): Refusal {
  const at = { file, line: 0, column: 0 };
  const problem: Problem = {
    code: 'file-unreadable',
    severity: 'error',
    message: error.message,
    at,
  };
  return { id: null, title: null, at, problems: [problem] };
}
