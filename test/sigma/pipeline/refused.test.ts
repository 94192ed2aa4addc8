import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseOpenSigma } from '../../../src/sigma/parse.ts';
import { listPipelineFiles, parsePipeline, PipelineChain } from '../../../src/sigma/pipeline.ts';
import { resolvePipelined } from '../../../src/sigma/rule-set.ts';

const item = (text: string): string => `transformations:\n  - ${text.replaceAll('\n', '\n    ')}\n`;

describe('a pipeline that cannot be honoured is refused by name and place', () => {
  test.each([
    ['- a', '1:1 pipeline-type'],
    ['a: [', '2:1 yaml-syntax'],
    ['foo: 1', '1:1 pipeline-key-unknown'],
    ['priority: high', '1:11 pipeline-value'],
    ['postprocessing: [{type: embed}]', '1:17 pipeline-query-only'],
    ['finalizers: [{type: concat}]', '1:13 pipeline-query-only'],
    [item('type: fild_name_mapping'), '2:11 pipeline-type-unknown'],
    [item('mapping: {a: b}'), '2:5 pipeline-key-missing'],
    [item('type: http_placeholders\nurl: x'), '2:11 pipeline-type-refused'],
    [item('type: command_placeholders\ncommand: x'), '2:11 pipeline-type-refused'],
    [item('type: query_expression_placeholders\nexpression: x'), '2:11 pipeline-type-refused'],
    [item('type: field_name_transform\ntransform_func: lower'), '2:11 pipeline-type-refused'],
    [item('type: field_name_mapping'), '2:5 pipeline-key-missing'],
    [item('type: field_name_mapping\nmapping: [a]'), '3:14 pipeline-value'],
    [item('type: field_name_prefix\nprefix: a\nprefx: b'), '4:5 pipeline-key-unknown'],
    [item('type: case\nmethod: title'), '3:13 pipeline-value'],
    [item('type: case\nrule_cond_op: xor'), '3:19 pipeline-value'],
    [item('type: case\nrule_conditions: [{type: tga, tag: a.b}]'), '3:30 pipeline-type-unknown'],
    [item('type: case\nrule_cond_expr: a'), '3:21 pipeline-expression'],
    [
      item('type: case\nrule_conditions: {a: {type: is_sigma_rule}}\nrule_cond_expr: b'),
      '4:21 pipeline-expression',
    ],
    [item('type: replace_string\nregex: "(a|b)*c"\nreplacement: x'), '3:12 pipeline-regex-cost'],
    [item('type: replace_string\nregex: "(?=a)"\nreplacement: x'), '3:12 regex-unsupported'],
    [item("type: replace_string\nregex: a\nreplacement: '\\1'"), '4:18 pipeline-value'],
    [item('type: file_placeholders\npath: ../secret'), '3:11 pipeline-path'],
    [item('type: file_placeholders\npath: /etc/passwd'), '3:11 pipeline-path'],
    [item('type: file_placeholders\npath: absent.txt'), '3:11 pipeline-file'],
    [item('type: add_condition\nname: sel\nconditions: {a: b}'), '3:11 pipeline-value'],
    [item("type: add_condition\nconditions: {'a|cntains': b}"), '3:18 modifier-unknown'],
    [item('type: change_logsource'), '2:5 pipeline-key-missing'],
    [item('type: set_custom_attribute\nattribute: soclite.scope\nvalue: a'), '3:16 pipeline-value'],
    [item('type: nest\nitems: [{type: value_placeholders}]'), '3:13 pipeline-nested-variables'],
  ])('%j', (text, expected) => {
    const parsed = parsePipeline(text, 'p.yml');
    expect(parsed.ok).toBe(false);
    const [first] = parsed.problems;
    expect(`${first?.at.line}:${first?.at.column} ${first?.code}`).toBe(expected);
  });

  test('nothing throws on data', () => {
    const words =
      'type|case|nest|items|rule_conditions|a|__proto__|{|}|[|]|:|-|\n| |"|*|transformations|vars|regex|(|mapping|null';
    const word = fc.constantFrom(...words.split('|'));
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (chosen) => {
        const text = chosen.join('');
        parsePipeline(text, 'p.yml');
        listPipelineFiles(text);
      }),
    );
  });
});

const RULE = `title: t
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a01
name: r
status: test
level: high
logsource: {category: process_creation, product: windows}
detection:
  sel:
    Image|re: 'a'
    Who|expand: '%who%'
  condition: sel
`;

function codes(pipeline: string, rules = RULE, placeholders = new Map([['who', ['root']]])) {
  const parsed = parsePipeline(pipeline, 'p.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const files = [parseOpenSigma(rules, 'r.yml', { placeholders })];
  const { refused, ruleSet } = resolvePipelined(files, new PipelineChain([parsed.value]), {
    placeholders,
  });
  const problems = refused.flatMap((refusal) => refusal.problems);
  return {
    loaded: [...ruleSet.rules, ...ruleSet.correlations].map(({ name }) => name),
    refused: problems.map(({ at, code, message }) => `${at.line}:${at.column} ${code} ${message}`),
  };
}

const CORRELATION = `${RULE}---
title: c
name: c
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a02
level: high
correlation: {type: event_count, rules: [r], group-by: [Image], timespan: 5m, condition: {gte: 2}}
`;

test('thousands of added conditions are no deep condition', () => {
  const text =
    'transformations:\n' + '  - {type: add_condition, conditions: {User: x}}\n'.repeat(3000);
  expect(codes(text)).toEqual({ loaded: ['r'], refused: [] });
});

describe('a rule that a pipeline cannot take is refused, and only that one', () => {
  test.each([
    [
      item('type: rule_failure\nmessage: not for us'),
      RULE,
      ['1:1 pipeline-rule-failure not for us'],
    ],
    [
      `transformations:\n${'  - {type: field_name_mapping, mapping: {Image: [Image, Image]}}\n'.repeat(40)}`,
      RULE,
      ['1:1 pipeline-rule-large the pipeline makes the rule too large'],
    ],
    [
      `transformations:\n${'  - {type: field_name_suffix, suffix: aaaaaaaaaaaaaaaaaaaa}\n'.repeat(3000)}`,
      RULE,
      ['1:1 pipeline-rule-large the pipeline makes the rule too large'],
    ],
    [
      item('type: drop_detection_item'),
      RULE,
      ['1:1 pipeline-rule-empty the pipeline drops all that the rule searches for'],
    ],
    [
      item('type: strict_field_mapping_failure'),
      RULE,
      ['1:1 pipeline-field-unmapped the pipeline maps every field but "Image", "Who"'],
    ],
    [
      item(
        'type: field_name_mapping\nmapping: {Image: [a, b]}\nrule_conditions: [{type: is_sigma_correlation_rule}]',
      ),
      CORRELATION.replace('group-by: [Image]', 'group-by: [al], aliases: {al: {r: Image}}'),
      [
        '13:1 pipeline-correlation-field the pipeline maps "Image" to several fields, and an alias of a correlation takes one',
      ],
    ],
    [
      item('type: rule_failure\nmessage: no\nrule_conditions: [{type: is_sigma_rule}]'),
      CORRELATION,
      ['1:1 pipeline-rule-failure no', '13:1 reference-refused the rule "r" was refused (r.yml:1)'],
    ],
  ])('%j', (pipeline, rules, expected) => {
    expect(codes(pipeline, rules).refused).toEqual(expected);
  });

  test('a placeholder that nobody resolves keeps its place in the rule', () => {
    expect(codes('transformations: []', RULE, new Map()).refused).toEqual([
      '10:17 placeholder-undefined no values are configured for the placeholder "who"',
    ]);
  });

  test('group-by may become several fields, and log sources of counted rules are asked for', () => {
    const pipeline = item(
      'type: field_name_mapping\nmapping: {Image: [a, b]}\nrule_conditions: [{type: logsource, product: windows}]',
    );
    expect(codes(pipeline, CORRELATION)).toEqual({ loaded: ['r', 'c'], refused: [] });
  });
});

test('pipelines run by priority, equal ones as given; later variables win', () => {
  const suffix = (name: string, priority: number): string =>
    `priority: ${priority}\nvars: {who: ${name}}\n${item(`type: field_name_suffix\nsuffix: .${name}`)}`;
  const pipelines = [suffix('c', 20), suffix('a', 10), suffix('b', 10)].map((text) => {
    const parsed = parsePipeline(text, 'p.yml');
    if (!parsed.ok) throw new Error('refused');
    return parsed.value;
  });
  const files = [parseOpenSigma(RULE, 'r.yml')];
  const last = parsePipeline(`priority: 30\n${item('type: value_placeholders')}`, 'v.yml');
  if (!last.ok) throw new Error('refused');
  const { ruleSet } = resolvePipelined(files, new PipelineChain([last.value, ...pipelines]));
  expect([...(ruleSet.rules[0]?.detections.values() ?? [])]).toMatchObject([
    {
      parts: [
        { field: 'Image.a.b.c' },
        { field: 'Who.a.b.c', patterns: [{ parts: [{ kind: 'literal', text: 'c' }] }] },
      ],
    },
  ]);
});
