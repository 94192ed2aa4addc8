import { createMemoryStores } from '../support/memory-store.ts';
import { describeStore } from '../support/store-conformance.ts';

describeStore('the fake that stands for the database', () =>
  Promise.resolve({ opener: createMemoryStores(), folder: '/data', clean: () => undefined }),
);
