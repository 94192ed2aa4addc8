import { FileError, type TextFiles } from '../ports.ts';
import { parseOpenSigma, parseSigma, type ParsedFile, type ParseOptions } from '../sigma/parse.ts';
import { PipelineChain, type Pipeline } from '../sigma/pipeline.ts';
import {
  resolvePipelined,
  resolveRuleSet,
  type Refusal,
  type ResolvedRuleSet,
} from '../sigma/rule-set.ts';
import type { RuleSet } from '../sigma/rule.ts';
import { compareProblems, type Problem } from '../util/problem.ts';

export interface LoadedRules {
  readonly ruleSet: RuleSet;
  /** Documents that cannot be honoured exactly, each with its reasons. */
  readonly refused: readonly Refusal[];
  /** Everything that was found, errors of refused rules included, in file order. */
  readonly problems: readonly Problem[];
  readonly fileCount: number;
  /** Fields that pipelines brought into rules, taken from events as decoded (docs/sigma.md): where events keep them. */
  readonly decodedFields: ReadonlyMap<string, string>;
}

/** What the configuration and the command line say about rules. */
export interface RuleOptions extends ParseOptions {
  readonly pipelines?: readonly Pipeline[];
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
  options: RuleOptions = {},
): Promise<LoadedRules> {
  const unreadable: Refusal[] = [];
  const ruleFiles = await findRuleFiles(files, paths);
  const { pipelines = [] } = options;
  const chain = new PipelineChain(pipelines);
  const readAll = <Parsed>(parse: Parse<Parsed>): Promise<readonly Parsed[]> =>
    parseAll(ruleFiles, files, (text, file) => parse(text, file, options), unreadable);
  const resolved: ResolvedRuleSet =
    pipelines.length === 0
      ? resolveRuleSet(await readAll<ParsedFile>(parseSigma))
      : resolvePipelined(await readAll(parseOpenSigma), chain, options);
  const refused = [...unreadable, ...resolved.refused];
  const problems = [...unreadable.flatMap((refusal) => refusal.problems), ...resolved.problems];
  return {
    ruleSet: resolved.ruleSet,
    refused,
    problems: problems.toSorted(compareProblems),
    fileCount: ruleFiles.length,
    decodedFields: resolved.decodedFields,
  };
}

type Parse<Parsed> = (text: string, file: string, options: ParseOptions) => Parsed;

async function parseAll<Parsed>(
  ruleFiles: readonly string[],
  files: TextFiles,
  parse: (text: string, file: string) => Parsed,
  unreadable: Refusal[],
): Promise<readonly Parsed[]> {
  const parsed: Parsed[] = [];
  for (const file of ruleFiles) {
    try {
      parsed.push(parse(await files.readText(file), file));
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      unreadable.push(refuseFile(file, error));
    }
  }
  return parsed;
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
