/** The first row on screen so that row `index` shows in `height` rows, moved as little as possible. */
export function keepVisible(top: number, index: number, height: number): number {
  if (index < top) return index;
  return index >= top + height ? index - height + 1 : top;
}

/** The first line on screen after scrolling, so that the last line is never above the bottom. */
export function scrollTo(top: number, lines: number, height: number): number {
  return Math.max(0, Math.min(top, lines - height));
}
