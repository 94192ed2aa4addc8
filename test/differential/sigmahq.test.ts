// Every SigmaHQ rule that loads and every rule of our own, on real events: the evaluators agree. The corpora lie beside the
// repository.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileEngine } from '../../src/detect/engine.ts';
import type { Engine } from '../../src/detect/engine.ts';
import type { Matcher } from '../../src/detect/match.ts';
import { createReferenceMatcher } from '../../src/detect/reference.ts';
import type { Event } from '../../src/event/event.ts';
import { parseSigma } from '../../src/sigma/parse.ts';
import { resolveRuleSet } from '../../src/sigma/rule-set.ts';
import { corpusPath, listFiles, readEvents, readTarGz } from '../support/corpora.ts';
import { expectAgreement } from './agreement.ts';

const RULES = corpusPath('sigmahq-rules/sigmahq-rules.tar.gz');
/** Events of one kind that are looked at: the reference evaluates every rule, which is slow. */
const MAX_EVENTS_A_KIND = 20;
const FOLDERS = [
  'evtx-attack-samples/events',
  'evtx-to-mitre-attack/events',
  'otrf-security-datasets/events',
];

describe.skipIf(RULES === null)('SigmaHQ (skipped where the corpora are absent)', () => {
  let engine: Engine;
  let reference: Matcher;
  let ruleCount = 0;
  let ownCount = 0;

  beforeAll(() => {
    const files = readTarGz(RULES ?? '').filter(({ name }) => /^rules.*\.yml$/.test(name));
    const own = listFiles('rules').filter((path) => /^(?!.*\.test\.yml$).*\.yml$/.test(path));
    const parsed = [
      ...own.map((path) => parseSigma(readFileSync(path, 'utf8'), path)),
      ...files.map(({ name, text }) => parseSigma(text, name)),
    ];
    const { rules } = resolveRuleSet(parsed).ruleSet;
    ruleCount = rules.length;
    ownCount = own.length;
    engine = compileEngine(rules);
    reference = createReferenceMatcher(rules);
  });

  test.each(FOLDERS)('%s', { timeout: 120_000 }, (folder) => {
    const path = corpusPath(folder);
    const total = { events: 0, matched: 0, tried: 0 };
    for (const subject of sample(path === null ? [] : listFiles(path).flatMap(readEvents))) {
      const { matched, tried } = expectAgreement(engine, reference, subject);
      total.events += 1;
      total.matched += matched;
      total.tried += tried;
    }
    expect(ownCount).toBeGreaterThan(10);
    expect(ruleCount).toBeGreaterThan(3700 + ownCount);
    expect(total.events).toBeGreaterThan(300);
    expect(total.matched).toBeGreaterThan(5);
    // the index really prunes: of 3,700 rules a few are tried (its buckets alone left up to a third of them)
    expect(total.tried / total.events).toBeLessThan(ruleCount / 400);
  });
});

/** The first events of each kind: log sources and EventID. */
function sample(events: readonly Event[]): readonly Event[] {
  const seen = new Map<string, number>();
  return events.filter(({ logSources, fields }) => {
    const kind = JSON.stringify([logSources, fields.get('EventID')]);
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count < MAX_EVENTS_A_KIND;
  });
}
