// What pySigma 1.5 itself makes of a rule (test/fixtures/pipelines/vectors.json), item by item.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OpenValue } from '../../../src/sigma/detection/open-value.ts';
import type { Detection } from '../../../src/sigma/detection.ts';
import { parseOpenSigma } from '../../../src/sigma/parse.ts';
import { parsePipeline, PipelineChain } from '../../../src/sigma/pipeline.ts';
import { toPlain } from '../../../src/sigma/pipeline/value-text.ts';

interface Vector {
  readonly name: string;
  readonly detection: string;
  readonly pipeline: string;
  readonly expected: Readonly<Record<string, string>>;
}

const vectors = JSON.parse(
  readFileSync('test/fixtures/pipelines/vectors.json', 'utf8'),
) as readonly Vector[];

const HEAD = `title: t
id: 5013198c-1a1c-4b9e-8e4c-0a3a9f0c0a01
name: r
status: test
level: high
author: A B
date: 2024-01-05
tags: [attack.t1059]
fields: [Image]
mine: x
logsource: {category: process_creation, product: windows}
detection:
`;

test('there are vectors', () => expect(vectors.length).toBeGreaterThan(40));

test.each(vectors)('$name', ({ detection, pipeline, expected }) => {
  const parsed = parsePipeline(pipeline, 'pipeline.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const body = detection.replaceAll(/^/gm, '  ');
  const [document] = parseOpenSigma(`${HEAD}${body}\n`, 'rule.yml').documents;
  if (document?.kind !== 'rule') throw new Error(JSON.stringify(document));
  const { rule } = new PipelineChain([parsed.value]).applyToRule(
    document.rule,
    document.fields ?? [],
  );
  if (rule === null) throw new Error('the rule is refused');
  const { category, product, service } = rule.logSource;
  const custom = rule.custom.get('a');
  expect({
    logsource: [category, product, service].map((part) => part ?? '-').join('/'),
    condition: rule.conditionText,
    ...Object.fromEntries([...rule.detections].map(([name, part]) => [name, print(part)])),
    ...(custom === undefined ? {} : { 'custom a': custom }),
  }).toEqual(expected);
});

function print(detection: Detection<OpenValue>): string {
  if (detection.kind === 'all' || detection.kind === 'any')
    return `${detection.kind}(${detection.parts.map(print).join('; ')})`;
  const { link, patterns } = detection;
  const isField = detection.kind === 'field';
  const not = isField && detection.isNegated ? 'not ' : '';
  const name = isField ? detection.field : 'keyword';
  return `${not}${name} ${link} [${patterns.map(printValue).join(', ')}]`;
}

function printValue({ variants, isExpansion }: OpenValue): string {
  const [draft] = variants;
  if (isExpansion || draft === undefined) return 'exp';
  switch (draft.kind) {
    case 'text':
      return `${draft.isCased ? 'cased ' : ''}'${toPlain(draft.parts)}'`;
    case 'number':
    case 'boolean':
      return String(draft.value);
    case 'field-reference':
      return `field ${draft.field}`;
    default:
      return draft.kind;
  }
}
