import { createStores } from '../../../src/io/store/store-opener.ts';
import { describeStore } from '../../support/store-conformance.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describeStore('the database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soclite-store-'));
  return {
    opener: createStores(() => 0),
    folder,
    clean: () => rm(folder, { recursive: true, force: true }),
  };
});
