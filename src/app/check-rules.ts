import { FileError, type TextFiles } from '../ports.ts';
import { createPlaces, fixSource, lintSource } from '../sigma/lint-source.ts';
import { lintFilter, lintRule } from '../sigma/lint.ts';
import { parseSigma, type ParseOptions } from '../sigma/parse.ts';
import { compareProblems, type Problem } from '../util/problem.ts';
import { encodeUtf8 } from '../util/utf8.ts';
import { findRuleFiles, loadRules, type RuleOptions } from './load-rules.ts';

export interface CheckedRules {
  readonly fileCount: number;
  readonly loadedCount: number;
  readonly refusedCount: number;
  /** Of the loader and of the lints, in file order. */
  readonly problems: readonly Problem[];
}

/** Loads rules and says everything an author should hear. @throws FileError for a path that cannot be read */
export async function checkRules(
  files: TextFiles,
  paths: readonly string[],
  options: RuleOptions,
): Promise<CheckedRules> {
  const rules = await loadRules(files, paths, options);
  const remarks: Problem[] = [];
  for (const file of await findRuleFiles(files, paths)) {
    const text = await readIfPossible(files, file);
    if (text !== null)
      remarks.push(...lintDocuments(text, file, options), ...lintSource(text, file));
  }
  return {
    fileCount: rules.fileCount,
    loadedCount: rules.ruleSet.rules.length + rules.ruleSet.correlations.length,
    refusedCount: rules.refused.length,
    problems: [...rules.problems, ...remarks].toSorted(compareProblems),
  };
}

/** Rules as they stand in their file: in the rule set, filters have become part of them. */
function lintDocuments(text: string, file: string, options: ParseOptions): readonly Problem[] {
  const findPlace = createPlaces(text, file);
  return parseSigma(text, file, options).documents.flatMap((document) => {
    if (document.kind === 'refused') return [];
    return document.kind === 'filter'
      ? lintFilter(document.rule, findPlace)
      : lintRule(document.rule, findPlace);
  });
}

/** A file with its number of fixes. */
export interface FixedFile {
  readonly file: string;
  readonly fixes: number;
}

/** Mends in place what can be mended safely. A file that is not UTF-8 throughout is left as it is. */
export async function fixRules(
  files: TextFiles,
  paths: readonly string[],
  options: ParseOptions,
): Promise<readonly FixedFile[]> {
  const fixed: FixedFile[] = [];
  for (const file of await findRuleFiles(files, paths)) {
    const text = await readIfPossible(files, file);
    if (text === null || !isWritable(text)) continue;
    const result = fixSource(text, file, options);
    if (result.fixes === 0) continue;
    await files.replaceText(file, result.text);
    fixed.push({ file, fixes: result.fixes });
  }
  return fixed;
}

/** Unreadable files are the loader's to report. */
async function readIfPossible(files: TextFiles, file: string): Promise<string | null> {
  try {
    return await files.readText(file);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return null;
  }
}

/** Bytes that are no UTF-8 stand as lone surrogates, which a text file cannot be written with. */
function isWritable(text: string): boolean {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(encodeUtf8(text)) === text;
}
