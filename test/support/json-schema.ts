import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'vitest';

/** Fails with the words of docs/schemas/<schema>.schema.json. */
export function expectSchema(schema: string, value: unknown): void {
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  const validate = ajv.compile(
    JSON.parse(readFileSync(`docs/schemas/${schema}.schema.json`, 'utf8')) as object,
  );
  validate(value);
  expect({ value, errors: validate.errors ?? [] }).toEqual({ value, errors: [] });
}
