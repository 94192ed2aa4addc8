import { bindingsOf, keyName } from '../keys.ts';
import type { Model } from '../model.ts';
import { BLANK, pad } from './document.ts';
import type { Line } from './document.ts';
import { helpNote } from './help-note.ts';
import { createLook } from './painter.ts';

const KEYS_WIDTH = 26;

/** The keys of the screen under the help, from the table of keys. */
export function helpLines(model: Model): readonly Line[] {
  const { strings, theme, glyphs } = createLook(model);
  const bindings = bindingsOf({ ...model, helpTop: null });
  const width = Math.min(KEYS_WIDTH, Math.floor(model.size.columns / 2));
  const isAscii = model.settings.isAsciiText || model.settings.isAsciiSigns;
  const keys = bindings.map((binding) => [
    {
      text: pad(
        ` ${Object.keys(binding.keys)
          .map((key) => (isAscii && ARROWS.has(key) ? key : keyName(key)))
          .join(' ')}`,
        width,
        glyphs.ellipsis,
      ),
      style: theme.key,
    },
    { text: strings.keys[binding.label], style: theme.text },
  ]);
  return [
    ...keys,
    BLANK,
    ...helpNote(model).map((text) => [{ text: ` ${text}`, style: theme.faint }]),
  ];
}

const ARROWS: ReadonlySet<string> = new Set(['up', 'down', 'left', 'right']);
