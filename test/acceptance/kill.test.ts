// The whole of guarantee 1, at length: SOCLITE_KILL_SECONDS, SOCLITE_KILLS and SOCLITE_KILL_SEED change the run. A short
// one runs with the other tests (test/cli/kill.test.ts).
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { differences, killRun, toBrief } from '../support/kill-run.ts';

const SECONDS = Number(process.env['SOCLITE_KILL_SECONDS'] ?? 300);
const KILLS = Number(process.env['SOCLITE_KILLS'] ?? 200);
const SEED = Number(process.env['SOCLITE_KILL_SEED'] ?? 1);

test(
  'killed all the time: the alerts of an uninterrupted run, and of scans',
  { timeout: 3_600_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'soclite-kill-'));
    const report = await killRun({ folder, seed: SEED, seconds: SECONDS, kills: KILLS });
    const { uninterrupted, killed, scanned, printed } = report;
    const briefs = new Map([...uninterrupted].map(([id, told]) => [id, toBrief(told)]));
    const findings = [...uninterrupted.values()].reduce((sum, { count }) => sum + count, 0);
    const rules = new Set([...uninterrupted.values()].map(({ ruleId }) => ruleId));
    const summary = {
      seed: SEED,
      kills: report.kills,
      seconds: Math.round(report.seconds),
      lines: report.lines,
      rotations: report.rotations,
      alerts: uninterrupted.size,
      findings,
      rules: rules.size,
      folder,
    };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    const found = {
      killed: differences(uninterrupted, killed),
      plain: differences(briefs, scanned.plain),
      compressed: differences(briefs, scanned.compressed),
      reversed: differences(briefs, scanned.reversed),
      unprinted: [...uninterrupted]
        .filter(([id, { count }]) => printed.get(id)?.count !== count)
        .map(([id]) => id),
    };
    expect(found).toEqual({ killed: [], plain: [], compressed: [], reversed: [], unprinted: [] });
    expect(report.kills).toBeGreaterThanOrEqual(KILLS);
    expect(rules.size).toBe(12);
    rmSync(folder, { recursive: true, force: true });
  },
);
