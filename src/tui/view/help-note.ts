import type { Model } from '../model.ts';
import { STRINGS } from '../strings.ts';
import { wrapWords } from './document.ts';

/** What the help says below the keys. */
export function helpNote(model: Model): readonly string[] {
  const width = Math.max(8, model.size.columns - 3);
  return wrapWords(STRINGS[model.settings.language].helpNote, width);
}
