// A viewer beside the flood: lists, and takes acts on the alerts it sees, ten times a second, until told to end. Tells
// its parent each act's milliseconds and what it did, so that none can be lost unseen. Arguments: data folder, name.
import { setTimeout } from 'node:timers/promises';
import process from 'node:process';
import { createStores } from '../../dist/io/store/store-opener.js';

const [folder, name] = process.argv.slice(2);
const store = createStores(Date.now).openQueue(folder);
const told = { times: [], lists: [], acts: 0, refused: 0 };
const asked = new AbortController();
process.once('message', () => asked.abort());
for (let turn = 0; !asked.signal.aborted; turn += 1) {
  await setTimeout(100);
  const listMs = performance.now();
  const page = store.list({ limit: 50, order: 'most-severe-first' });
  told.lists.push(performance.now() - listMs);
  const seen = page.at((turn * 7 + name.length) % (page.length || 1));
  if (seen === undefined) continue;
  const act = [{ kind: 'note', text: `lần ${turn}` }, { kind: 'ack' }, { kind: 'release' }][
    turn % 3
  ];
  const startMs = performance.now();
  const { ok } = store.act(
    { alertId: seen.alert.id, act, version: null },
    { name, timeMs: Date.now() },
  );
  told.times.push(performance.now() - startMs);
  told[ok ? 'acts' : 'refused'] += 1;
}
store.close();
process.send(told);
process.disconnect();
