// Sums the tests of vitest's JSON report and of `soclite rules test` into the closing line; fails when a suite ran
// nothing, or when CI=true and a corpus test was skipped.
import { readFileSync } from 'node:fs';
import process from 'node:process';

const [report, rules] = process.argv.slice(2);
const tests = JSON.parse(readFileSync(report, 'utf8'));
const cases = /(\d+) passed, (\d+) failed/.exec(readFileSync(rules, 'utf8'));
// a test may be skipped for what the machine is (root cannot be refused a file), never for want of a corpus
const CORPUS_SUITES = /corpora|corpus|sigmahq|taxonomy|schema/;
const skipped = tests.testResults
  .filter((suite) => CORPUS_SUITES.test(suite.name))
  .flatMap((suite) => suite.assertionResults)
  .filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo').length;
const empty = tests.testResults
  .filter((suite) => suite.assertionResults.length === 0)
  .map((suite) => suite.name);

const faults = [];
if (tests.numTotalTests === 0) faults.push('vitest ran no test');
if (empty.length > 0) faults.push(`suites without a test: ${empty.join(', ')}`);
if (cases === null || Number(cases[1]) === 0) faults.push('no rule case was run');
if (process.env.CI === 'true' && skipped > 0)
  faults.push(`${skipped} corpus tests were skipped with CI=true`);
for (const fault of faults) process.stderr.write(`${fault}\n`);

const passed = tests.numPassedTests + Number(cases?.[1] ?? 0);
const failed = tests.numFailedTests + Number(cases?.[2] ?? 0) + faults.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed > 0 ? 1 : 0;
