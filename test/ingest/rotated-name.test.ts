import { describe, expect, test } from 'vitest';
import { baseNames, isRotatedName } from '../../src/ingest/rotated-name.ts';

describe('rotated names', () => {
  test.each([
    {
      base: 'x.log',
      rotated: [
        'x.log.1',
        'x.log.12',
        'x.log.1.gz',
        'x.log-20261101',
        'x.log-20261101.gz',
        'x.log.2026-11-01',
        'x.log-2026110103',
        'x.log-1793500000',
        'x.log.old',
        'x.log.bak',
      ],
    },
    {
      base: 'x.log',
      rotated: ['x-20261101.log', 'x-20261101.log.gz', 'x.1.log', 'x_2026-11-01.log'],
    },
    { base: 'messages', rotated: ['messages.1', 'messages-20261101.gz'] },
    { base: 'a.b.log', rotated: ['a.b.log.1', 'a.b-20261101.log'] },
  ])('of $base', ({ base, rotated }) => {
    expect(rotated.filter((name) => !isRotatedName(base, name))).toEqual([]);
    expect(rotated.filter((name) => !baseNames(name).includes(base))).toEqual([]);
  });

  test.each([
    {
      base: 'x.log',
      others: [
        'x.log',
        'x.log.gz',
        'x.logs',
        'xx.log.1',
        'x.log.tmp',
        'x.log.1.tmp',
        'y.log.1',
        'x-fw.log',
        'x.log.1234',
      ],
    },
    { base: 'app', others: ['apple.1', 'app1'] },
  ])('other names are not of $base', ({ base, others }) => {
    expect(others.filter((name) => isRotatedName(base, name))).toEqual([]);
  });

  test('a plain name was never another', () => {
    expect(['x.log', 'x', '.1', 'x.gz', ''].flatMap(baseNames)).toEqual([]);
  });
});
