import type { Alert } from '../alert/alert.ts';
import type { KnownAlert, News, NewsKind } from '../lifecycle/news.ts';

/** One piece of news on its way: enough to say what it was should the alert be deleted meanwhile. */
export interface Item {
  /** Alert and reason: the same whenever this news is sent. */
  readonly id: string;
  readonly kind: NewsKind;
  readonly alertId: string;
  readonly severity: Alert['severity'];
  readonly ruleId: string;
  readonly title: string;
  readonly titleVi: string | null;
  /** `province` for an alert of all. */
  readonly unit: string | null;
  /** When it was found out. */
  readonly timeMs: number;
}

export const PROVINCE = 'province';
const MAX_TITLE_CHARS = 200;

export function toItem({ alert }: KnownAlert, { id, kind }: News, timeMs: number): Item {
  return {
    id,
    kind,
    alertId: alert.id,
    severity: alert.severity,
    ruleId: alert.ruleId,
    title: alert.title.slice(0, MAX_TITLE_CHARS),
    titleVi: alert.titleVi?.slice(0, MAX_TITLE_CHARS) ?? null,
    unit: alert.isProvince ? PROVINCE : alert.unit,
    timeMs,
  };
}
