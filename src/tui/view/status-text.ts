// Where an alert stands among people, in a few cells and in a sentence.
import type { Alert } from '../../alert/alert.ts';
import { ackClock, type AckClock } from '../../lifecycle/ack-clock.ts';
import { TARGET_LABELS, VERDICT_LABELS } from '../../lifecycle/labels.ts';
import { statusOf } from '../desk.ts';
import { formatAge, toLocalTime } from '../format.ts';
import type { Look } from './painter.ts';

/** `nhận An`: the state, and by whom; Vietnamese call people by the last part of the name. */
export function shortStatus({ model, strings }: Look, alert: Alert): string {
  const { state, owner } = statusOf(model.data, alert.id);
  const name = state === 'new' ? '' : (owner?.trim().split(/\s+/u).at(-1) ?? '');
  return name === '' ? strings.state[state] : `${strings.state[state]} ${name}`;
}

export function longStatus({ model, strings, language, glyphs }: Look, alert: Alert): string {
  const status = statusOf(model.data, alert.id);
  const since =
    status.sinceMs === null ? '' : toLocalTime(status.sinceMs, model.data.zoneOffsetMinutes).time;
  const parts = [
    strings.state[status.state],
    status.owner ?? '',
    status.escalatedTo === null ? '' : TARGET_LABELS[status.escalatedTo][language],
    status.ticket ?? '',
    status.verdict === null ? '' : VERDICT_LABELS[status.verdict][language],
    status.reason ?? '',
    since,
  ];
  return parts.filter((part) => part !== '').join(` ${glyphs.separator} `);
}

/** The clock of an alert that nobody has taken; null where there is none, or no desk. */
export function clockOf({ model }: Look, alert: Alert): AckClock | null {
  const { desk, nowMs } = model.data;
  if (desk === undefined) return null;
  return ackClock(alert, statusOf(model.data, alert.id), { nowMs, limits: desk.acknowledge });
}

/** `18p / 15p · QUÁ HẠN !`. */
export function clockText(look: Look, alert: Alert): string {
  const clock = clockOf(look, alert);
  if (clock === null) return '';
  const { strings, glyphs } = look;
  const times = `${formatAge(clock.elapsedMs, strings)} / ${formatAge(clock.limitMs, strings)}`;
  return clock.stage === 'overdue' ? `${times} ${glyphs.separator} ${strings.overdue} !` : times;
}
