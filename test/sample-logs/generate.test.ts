// The committed sample logs are what the generator writes. `SOCLITE_WRITE_SAMPLES=1 npx vitest run test/sample-logs`
// writes them anew (Node 20 cannot run generate.ts by itself).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { generateSampleLogs, writeSampleLogs } from '../../sample-logs/generate.ts';

const ROOT = 'sample-logs';
const MAX_BYTES = 3 * 1024 * 1024;

beforeAll(() => {
  if (process.env['SOCLITE_WRITE_SAMPLES'] === '1') writeSampleLogs();
});

describe('the committed sample logs', () => {
  const generated = generateSampleLogs();

  test('are the generator’s files, no more and no less', () => {
    const committed = ['logs', 'indicators'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true, encoding: 'utf8' })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1)),
    );
    expect(committed.toSorted()).toEqual([...generated.keys()].toSorted());
  });

  test('are the generator’s bytes', () => {
    const different = [...generated].filter(
      ([path, contents]) =>
        !bytesOf(path, readFileSync(join(ROOT, path))).equals(bytesOf(path, contents)),
    );
    expect(different.map(([path]) => path)).toEqual([]);
  });

  test('are small enough to ship', () => {
    const total = [...generated.values()].reduce((sum, contents) => sum + contents.length, 0);
    expect(total).toBeGreaterThan(1_000_000);
    expect(total).toBeLessThan(MAX_BYTES);
  });

  test('come out the same twice', () => {
    const again = generateSampleLogs();
    const different = [...generated].filter(
      ([path, contents]) => !Buffer.from(again.get(path) ?? []).equals(contents),
    );
    expect({ paths: [...again.keys()], different }).toEqual({
      paths: [...generated.keys()],
      different: [],
    });
  });

  test('one unit falls silent at 08:40, the others log to the end', () => {
    const lastByUnit = new Map(
      [...generated]
        .filter(([path]) => path.endsWith('/fortigate/firewall.log'))
        .map(([path, contents]) => [path.split('/')[1], lastTime(Buffer.from(contents).toString())]),
    );
    expect(lastByUnit.size).toBe(34);
    expect(lastByUnit.get('ban-dan-toc')).toMatch(/^08:3\d:/);
    const early = [...lastByUnit].filter(([, time]) => time < '11:15:00');
    expect(early.map(([unit]) => unit)).toEqual(['ban-dan-toc']);
  });
});

/** Compressors differ in their bytes from one version of zlib to the next: what counts is the content. */
function bytesOf(path: string, contents: Uint8Array): Buffer {
  return path.endsWith('.gz') ? gunzipSync(contents) : Buffer.from(contents);
}

function lastTime(log: string): string {
  return [...log.matchAll(/ time=(\d\d:\d\d:\d\d)/g)].at(-1)?.[1] ?? '';
}
