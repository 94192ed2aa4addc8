import { expect, test } from 'vitest';

import { foldMarks, foldText } from '../../src/util/text-fold.ts';

test.each([
  ['Sở TT&TT', 'so tt&tt'],
  ['ĐƯỜNG', 'duong'],
  ['Sở'.normalize('NFD'), 'so'],
  ['Đài', 'dai'],
  ['漢', '漢'],
])('%j is found as %j', (text, folded) => {
  expect(foldText(text)).toBe(folded);
});

test('marks go, case stays', () => {
  expect(foldMarks('Thông tin Đ/đ Ỷ')).toBe('Thong tin D/d Y');
});
