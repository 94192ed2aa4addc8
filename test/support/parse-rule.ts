import { parseSigma } from '../../src/sigma/parse.ts';
import type { ParseOptions } from '../../src/sigma/parse.ts';
import type { SigmaRule } from '../../src/sigma/rule.ts';

/** The one rule of a text that must be accepted. */
function parseRule(text: string, options: ParseOptions): SigmaRule {
  const [document, ...rest] = parseSigma(text, 'rule.yml', options).documents;
  if (document?.kind !== 'rule' || rest.length > 0)
    throw new Error(`not one accepted rule: ${JSON.stringify(document?.problems)}\n${text}`);
  return document.rule;
}

/** A rule with the `detection` given as YAML, and the condition unless that is in it too. */
export function ruleOf(
  detection: string,
  condition = 'selection',
  options: ParseOptions = {},
): SigmaRule {
  const body = detection.trimEnd().replaceAll('\n', '\n  ');
  return parseRule(
    `title: Test\nlogsource:\n  product: test\ndetection:\n  ${body}\n  condition: ${condition}\n`,
    options,
  );
}
