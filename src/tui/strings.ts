import type { Language } from '../util/language.ts';
import { EN } from './words/en.ts';
import { VI } from './words/vi.ts';
import type { Strings } from './words/words.ts';

export type { KeyLabel, PlainWords, Strings } from './words/words.ts';

/** Every word on the screen, in both languages. */
export const STRINGS: Readonly<Record<Language, Strings>> = { vi: VI, en: EN };
