// Results of tests as JUnit XML, as build servers read it: one suite for each rule file.
import { toDisplayText } from '../util/display-text.ts';

/** One case of one rule file; `failures` is empty when it passed. */
export interface TestOutcome {
  readonly ruleFile: string;
  readonly name: string;
  readonly failures: readonly string[];
}

/** A whole document, line by line. No times: the same results give the same text. */
export function* junitXml(outcomes: readonly TestOutcome[]): Iterable<string> {
  const suites = new Map<string, TestOutcome[]>();
  for (const outcome of outcomes) {
    const suite = suites.get(outcome.ruleFile) ?? [];
    suite.push(outcome);
    suites.set(outcome.ruleFile, suite);
  }
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="soclite rules test" ${counts(outcomes)}>\n`;
  for (const [file, cases] of suites) {
    yield `  <testsuite name="${escapeXml(file)}" ${counts(cases)}>\n`;
    for (const outcome of cases) yield* caseXml(outcome);
    yield '  </testsuite>\n';
  }
  yield '</testsuites>\n';
}

function* caseXml({ ruleFile, name, failures }: TestOutcome): Iterable<string> {
  const start = `    <testcase classname="${escapeXml(ruleFile)}" name="${escapeXml(name)}"`;
  const lines = failures.flatMap((failure) => failure.split('\n'));
  const [first] = lines;
  if (first === undefined) {
    yield `${start}/>\n`;
    return;
  }
  yield `${start}>\n`;
  yield `      <failure message="${escapeXml(first)}">${lines.map(escapeXml).join('\n')}</failure>\n`;
  yield '    </testcase>\n';
}

function counts(outcomes: readonly TestOutcome[]): string {
  const failed = outcomes.filter(({ failures }) => failures.length > 0).length;
  return `tests="${outcomes.length}" failures="${failed}" errors="0"`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** The sanitiser leaves no control characters and no lone surrogates, which XML 1.0 cannot hold. */
function escapeXml(text: string): string {
  return toDisplayText(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
