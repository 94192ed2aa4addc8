import { parseSigma } from '../../src/sigma/parse.ts';
import type { ParsedDocument, ParseOptions } from '../../src/sigma/parse.ts';
import type { Detection } from '../../src/sigma/detection.ts';
import { formatProblem } from '../../src/util/problem.ts';

/** A whole rule around a selection, given as YAML lines for `sel:`; complete enough to have no warnings. */
export function ruleText(selection: string, condition = 'sel'): string {
  const lines = selection.split('\n').map((line) => `    ${line}`);
  return [
    'title: A rule',
    'id: 5638f7c0-ac70-491d-8465-2a65075e0d86',
    'level: low',
    'logsource:',
    '  category: test',
    'detection:',
    '  sel:',
    ...lines,
    `  condition: ${condition}`,
    '',
  ].join('\n');
}

/** The only document of a text. */
export function parseOne(text: string, options: ParseOptions = {}): ParsedDocument {
  const [document, ...others] = parseSigma(text, 'rule.yml', options).documents;
  if (document === undefined || others.length > 0) throw new Error('expected one document');
  return document;
}

/** What `sel` became; the problems as text when the rule was refused. */
export function parseSelection(
  selection: string,
  options: ParseOptions = {},
): Detection | readonly string[] {
  const document = parseOne(ruleText(selection), options);
  if (document.kind !== 'rule') return codesOf(document);
  const detection = document.rule.detections.get('sel');
  if (detection === undefined) throw new Error('the rule has no sel');
  return detection;
}

/** `severity code` of each problem. */
export function codesOf(document: ParsedDocument): readonly string[] {
  return document.problems.map(({ severity, code }) => `${severity} ${code}`);
}

/** All problems as a person sees them. */
export function problemText(text: string): string {
  const { documents } = parseSigma(text, 'rule.yml');
  return documents.flatMap(({ problems }) => problems.map(formatProblem)).join('\n');
}
