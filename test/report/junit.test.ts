import { expect, test } from 'vitest';
import { junitXml } from '../../src/report/junit.ts';

test('one suite a rule file, one case a case, failures with every reason', () => {
  const text = [
    ...junitXml([
      { ruleFile: 'a & b.yml', name: 'passes', failures: [] },
      {
        ruleFile: 'c.yml',
        name: 'says "no" <now>',
        failures: ['got \u001b[31m\n  hint: x', "it's\ud800"],
      },
      { ruleFile: 'a & b.yml', name: 'passes too', failures: [] },
    ]),
  ].join('');
  expect(text).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="soclite rules test" tests="3" failures="1" errors="0">
  <testsuite name="a &amp; b.yml" tests="2" failures="0" errors="0">
    <testcase classname="a &amp; b.yml" name="passes"/>
    <testcase classname="a &amp; b.yml" name="passes too"/>
  </testsuite>
  <testsuite name="c.yml" tests="1" failures="1" errors="0">
    <testcase classname="c.yml" name="says &quot;no&quot; &lt;now&gt;">
      <failure message="got &lt;1B&gt;[31m">got &lt;1B&gt;[31m
  hint: x
it&apos;s&lt;D800&gt;</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
});

test('nothing tested is still a document', () => {
  expect([...junitXml([])].join('')).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="soclite rules test" tests="0" failures="0" errors="0">\n</testsuites>\n',
  );
});
