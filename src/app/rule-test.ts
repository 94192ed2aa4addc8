import type { Alert } from '../alert/alert.ts';
import type { Mapping } from '../decode/mapping.ts';
import type { Matcher } from '../detect/match.ts';
import type { Event } from '../event/event.ts';
import type { TextFiles } from '../ports.ts';
import type { RuleSet, SigmaRule } from '../sigma/rule.ts';
import { formatProblem } from '../util/problem.ts';
import { compareMatched, createAlertRaiser } from './detection.ts';
import { judgeAlerts } from './expected-alert.ts';
import { findRuleFiles, loadRules, type RuleOptions } from './load-rules.ts';
import { makeCaseEvents } from './rule-test-events.ts';
import { parseRuleTestFile, type Expectation, type RuleTestCase } from './rule-test-file.ts';

/** The outcome of one case; `failures` is empty when it passed. */
export interface RuleTestResult {
  readonly ruleFile: string;
  readonly name: string;
  readonly failures: readonly string[];
}

export interface RuleTestDependencies {
  readonly files: TextFiles;
  readonly mappings: readonly Mapping[];
  /** What the configuration says about rules. */
  readonly ruleOptions?: RuleOptions;
  /** Settles years that log lines do not write. */
  readonly nowMs: number;
  compileRules(rules: readonly SigmaRule[]): Matcher;
}

const WINDOW_MS = 3_600_000;

/**
 * Runs the tests of every rule file below the paths. Fails closed: a rule without a test file, a rule that does not
 * load, a case without events, and a test file without both a case that matches and one that must not are failures.
 */
export async function testRules(
  paths: readonly string[],
  dependencies: RuleTestDependencies,
): Promise<readonly RuleTestResult[]> {
  const results: RuleTestResult[] = [];
  for (const ruleFile of await findRuleFiles(dependencies.files, paths)) {
    results.push(...(await testRuleFile(ruleFile, dependencies)));
  }
  return results;
}

async function testRuleFile(
  ruleFile: string,
  dependencies: RuleTestDependencies,
): Promise<readonly RuleTestResult[]> {
  const { files } = dependencies;
  const whole = (failures: readonly string[]): RuleTestResult => ({
    ruleFile,
    name: '(file)',
    failures,
  });
  const testFile = ruleFile.replace(/\.(yml|yaml)$/, '.test.$1');
  if (!(await files.isFile(testFile))) {
    return [
      whole([`no test file: write ${testFile} with a case that matches and one that does not`]),
    ];
  }
  const rules = await loadRules(files, [ruleFile], dependencies.ruleOptions);
  if (rules.refused.length > 0) {
    return [whole(rules.refused.flatMap(({ problems }) => problems.map(formatProblem)))];
  }
  const parsed = parseRuleTestFile(await files.readText(testFile), testFile);
  if (!parsed.ok) return [whole(parsed.problems.map(formatProblem))];
  const matcher = dependencies.compileRules(rules.ruleSet.rules);
  const results: RuleTestResult[] = [];
  for (const testCase of parsed.value) {
    const made = await makeCaseEvents(testCase, testFile, {
      ...dependencies,
      decodedFields: rules.decodedFields,
    });
    const failures =
      made.failures.length > 0
        ? made.failures
        : judge(testCase.expect, raiseAlerts(rules.ruleSet, matcher, made.events));
    results.push({ ruleFile, name: testCase.name, failures });
  }
  const missing = missingKinds(parsed.value);
  return missing.length === 0 ? results : [...results, whole(missing)];
}

function raiseAlerts(
  ruleSet: RuleSet,
  matcher: Matcher,
  events: readonly Event[],
): readonly Alert[] {
  const raiser = createAlertRaiser(ruleSet, { windowMs: WINDOW_MS });
  const matched = events.map((event) => ({ event, rules: matcher.match(event) }));
  for (const item of matched.toSorted(compareMatched)) raiser.push(item);
  raiser.advance(Number.POSITIVE_INFINITY);
  return raiser.alerts.all();
}

function judge(expect: Expectation, alerts: readonly Alert[]): readonly string[] {
  const got = alerts.map(({ title, count }) => `"${title}" ×${count}`).join(', ') || 'none';
  switch (expect.kind) {
    case 'match':
      return alerts.length > 0 ? [] : ['expected an alert, got none'];
    case 'no match':
      return alerts.length === 0 ? [] : [`expected no alert, got ${got}`];
    case 'alerts': {
      const count = alerts.reduce((sum, alert) => sum + alert.count, 0);
      const failures: string[] = [];
      if (alerts.length !== expect.alerts) {
        failures.push(`expected ${expect.alerts} alerts, got ${alerts.length}: ${got}`);
      }
      if (expect.count !== null && count !== expect.count) {
        failures.push(`expected a count of ${expect.count}, got ${count}: ${got}`);
      }
      return failures;
    }
    case 'alert-fields':
      return judgeAlerts(expect.alerts, alerts);
  }
}

/** A test that only ever matches, or never does, proves nothing. */
function missingKinds(cases: readonly RuleTestCase[]): readonly string[] {
  const isPositive = ({ expect }: RuleTestCase): boolean =>
    expect.kind === 'match' ||
    (expect.kind === 'alerts' && expect.alerts > 0) ||
    (expect.kind === 'alert-fields' && expect.alerts.length > 0);
  const missing: string[] = [];
  if (!cases.some(isPositive)) missing.push('no case that must match');
  if (cases.every(isPositive)) missing.push('no case that must not match');
  return missing;
}
