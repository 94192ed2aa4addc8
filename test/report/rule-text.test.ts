import { expect, test } from 'vitest';
import { ruleText } from '../../src/report/rule-text.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';

const RULES = `${['a', 'b']
  .map(
    (name) => `title: ${name}
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a0${name}
name: rule_${name}
level: low
logsource: {category: test}
detection: {s: {f: 1}, condition: s}
---
`,
  )
  .join('')}title: both
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a0c
level: low
correlation: {type: temporal, timespan: 5m, condition: rule_a and not rule_b}
`;

test('the condition of a correlation names its rules as the author does', () => {
  const { ruleSet } = resolveRuleSet([parseSigma(RULES, 'r.yml')]);
  const say = (_vi: string, en: string): string => en;
  const texts = ruleSet.correlations.map((rule) => [...ruleText(rule, { say, tests: null })]);
  expect(texts.flat()).toContain('  condition: rule_a and not rule_b\n');
});
