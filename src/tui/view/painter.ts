import type { Alert } from '../../alert/alert.ts';
import { displayWidth } from '../../util/display-text.ts';
import type { Language } from '../../util/language.ts';
import { Canvas } from '../canvas.ts';
import type { Rect, Span } from '../canvas.ts';
import type { UnitStatus } from '../dashboard-data.ts';
import { formatAge } from '../format.ts';
import type { Model } from '../model.ts';
import { STRINGS } from '../strings.ts';
import type { Strings } from '../strings.ts';
import { ASCII_GLYPHS, THEMES, UNICODE_GLYPHS } from '../theme.ts';
import type { Glyphs, Theme } from '../theme.ts';

/** How the model is to look: words, signs and styles. */
export interface Look {
  readonly model: Model;
  readonly language: Language;
  readonly strings: Strings;
  readonly glyphs: Glyphs;
  readonly theme: Theme;
  readonly unitsById: ReadonlyMap<string, UnitStatus>;
}

/** A look and the canvas it is drawn on. */
export interface Painter extends Look {
  readonly canvas: Canvas;
}

export function createLook(model: Model): Look {
  const { language, theme, isAsciiSigns, isAsciiText } = model.settings;
  return {
    model,
    language,
    strings: STRINGS[language],
    glyphs: isAsciiSigns || isAsciiText ? ASCII_GLYPHS : UNICODE_GLYPHS,
    theme: THEMES[theme],
    unitsById: new Map(model.data.units.map((unit) => [unit.id, unit])),
  };
}

export function createPainter(model: Model): Painter {
  const look = createLook(model);
  const { columns, rows } = model.size;
  const options = { style: look.theme.text, ellipsis: look.glyphs.ellipsis };
  return { ...look, canvas: new Canvas(columns, rows, options) };
}

/** A horizontal line with a title in it. */
export function drawRule(painter: Painter, area: Omit<Rect, 'height'>, title?: Span): void {
  const { canvas, glyphs, theme } = painter;
  const line = { text: glyphs.horizontal.repeat(Math.max(0, area.width)), style: theme.rule };
  canvas.put(area.x, area.y, line, area.width);
  if (title === undefined) return;
  canvas.put(area.x + 2, area.y, { ...title, text: ` ${title.text} ` }, area.width - 3);
}

export function drawColumn(painter: Painter, x: number, top: number, height: number): void {
  for (let y = top; y < top + height; y += 1) {
    painter.canvas.put(x, y, { text: painter.glyphs.vertical, style: painter.theme.rule });
  }
}

export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + displayWidth(span.text), 0);
}

/** Spans with ` · ` between them. */
export function joinSpans(look: Look, parts: readonly (readonly Span[])[]): readonly Span[] {
  const dot = { text: ` ${look.glyphs.separator} `, style: look.theme.faint };
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, i) => (i === 0 ? part : [dot, ...part]));
}

/** The title in the chosen language. */
export function alertTitle(look: Look, alert: Alert): string {
  return look.language === 'vi' ? (alert.titleVi ?? alert.title) : alert.title;
}

export function unitShortName(look: Look, alert: Alert): string {
  if (alert.isProvince) return look.strings.province;
  if (alert.unit === null) return look.strings.unknownUnit;
  return look.unitsById.get(alert.unit)?.shortName ?? alert.unit;
}

export function unitLongName(look: Look, alert: Alert): string {
  const unit = alert.unit === null ? undefined : look.unitsById.get(alert.unit);
  return unit === undefined ? unitShortName(look, alert) : unit.name[look.language];
}

/** `26g trước`, `chưa từng`. */
export function lastLogOf({ model, strings }: Look, { lastEventMs }: UnitStatus): string {
  if (lastEventMs === null) return strings.never;
  return strings.ago(formatAge(model.data.nowMs - lastEventMs, strings));
}
