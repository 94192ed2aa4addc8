// The bundled rules against the JSON schemas of the Sigma specification 2.1, which stay outside the repository.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { readRuleDocuments, text } from './rule-files.ts';

const CORPORA = process.env['SOCLITE_CORPORA'] ?? '../shared/corpora';
const SCHEMAS = join(CORPORA, 'sigma-specification', 'json-schema');
const isPresent = existsSync(SCHEMAS);

test.runIf(process.env['CI'] === 'true')('the Sigma specification corpus is there', () => {
  expect(isPresent).toBe(true);
});

describe.skipIf(!isPresent)('every document is valid against the Sigma 2.1 JSON schema', () => {
  const documents = readRuleDocuments();

  test('there are documents to check', () => {
    expect(documents.length).toBeGreaterThan(30);
  });

  const validate = isPresent
    ? {
        rule: compile('sigma-detection-rule-schema.json'),
        correlation: compile('sigma-correlation-rules-schema.json'),
      }
    : null;

  test.each(
    documents.map((document) => ({
      name: `${document.file}: ${text(document.yaml['title'])}`,
      document,
    })),
  )('$name', ({ document }) => {
    const check = validate?.[document.kind];
    check?.(document.yaml);
    expect(check?.errors ?? null).toBeNull();
  });

  test.runIf(validate !== null)('the schema does refuse a broken rule', () => {
    const [first] = documents;
    expect(validate?.rule({ ...first?.yaml, level: 'urgent' })).toBe(false);
  });
});

function compile(name: string): ValidateFunction {
  // The schemas hold keywords that JSON Schema ignores (`condition` beside `required`), hence not strict.
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const schema = JSON.parse(readFileSync(join(SCHEMAS, name), 'utf8')) as object;
  return ajv.compile(schema);
}
