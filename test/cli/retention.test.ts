import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { createStores } from '../../src/io/store/store-opener.ts';
import { makeWrite } from '../support/alerts.ts';
import { freshFolder, soclite } from '../support/run-soclite.ts';

/** A folder whose service is open: a closed alert from 1970 and an open one. */
function makeFolder(): string {
  const folder = freshFolder({ 'soclite.yml': 'language: en\n' });
  const store = createStores(() => 0).openService(join(folder, 'data'));
  const alerts = ['closed', 'open'].map((id) => makeWrite({ id, unit: null }));
  store.commit({ state: new Map(), journal: null, dropsJournal: false, alerts });
  const act = { kind: 'close', verdict: 'benign', reason: 'r' } as const;
  store.act({ alertId: 'closed', act, version: null }, { name: 'an', timeMs: 2 });
  return folder;
}

test('retention counts, deletes beside the service, and leaves the chain provable', async () => {
  const folder = makeFolder();
  const dry = await soclite(folder, ['retention']);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^UNIT +LEVEL +MONTHS +KEPT FROM +TO DELETE\n.*\? +12 .* 1\n/);
  expect(dry.stdout).toContain('would delete 1 closed alerts; nothing is deleted yet: add --apply');
  const applied = await soclite(folder, ['retention', '--apply', '-o', 'json']);
  const records: unknown = JSON.parse(applied.stdout);
  expect(records).toEqual([
    {
      unit: null,
      level: null,
      months: 12,
      kept_from: expect.stringMatching(/^\d{4}-.*Z$/),
      alerts: 1,
      deleted: true,
    },
  ]);
  const ajv = new Ajv({ allErrors: true, strict: true, allowUnionTypes: true });
  const schema = JSON.parse(readFileSync('docs/schemas/retention.schema.json', 'utf8')) as object;
  expect(ajv.validate(schema, records) ? [] : ajv.errors).toEqual([]);
  expect((await soclite(folder, ['retention'])).stdout).toContain('would delete 0 closed alerts');
  expect((await soclite(folder, ['alerts', 'verify'])).code).toBe(0);
});

test.each(['0', '1.5', 'many'])('retention --months %s is refused', async (months) => {
  const { code, stderr } = await soclite(makeFolder(), ['retention', '--months', months]);
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: expect.stringContaining('--months: write a whole number from 1 to 1200'),
  });
});
