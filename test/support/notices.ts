import type { KnownAlert } from '../../src/lifecycle/news.ts';
import type { AlertStatus } from '../../src/lifecycle/act.ts';
import type { NoticeLook } from '../../src/notify/notice.ts';
import type { Route } from '../../src/notify/route.ts';
import type { Alert } from '../../src/alert/alert.ts';
import { makeAlert } from './alerts.ts';

export const UNTOUCHED: AlertStatus = {
  state: 'new',
  owner: null,
  escalatedTo: null,
  ticket: null,
  verdict: null,
  reason: null,
  version: 0,
  sinceMs: null,
};

export function makeKnown(alert: Partial<Alert> = {}, rest: Partial<KnownAlert> = {}): KnownAlert {
  return {
    alert: makeAlert(alert),
    status: UNTOUCHED,
    recurrenceOf: null,
    suppressedBy: null,
    ...rest,
  };
}

/** Everything at once to `chat`. */
export function makeRoute(rest: Partial<Route> = {}): Route {
  return {
    id: 'all',
    channels: ['chat'],
    units: null,
    layers: null,
    minimumSeverity: 'informational',
    rules: null,
    reasons: ['new', 'recurring', 'escalated', 'raised', 'grown'],
    digestMs: null,
    quietHours: null,
    ceiling: { rule: null, unit: null },
    ...rest,
  };
}

export const LOOK: NoticeLook = {
  inventory: {
    name: 'Tỉnh',
    units: [
      {
        id: 'so-tttt',
        name: { vi: 'Sở Thông tin', en: 'Department of Information' },
        shortName: 'STTTT',
        contact: 'Anh Bình, 0900 000 000',
        parent: null,
        consoleGroups: [],
        isMonitored: true,
        hasAntiMalware: true,
      },
    ],
    systems: [],
    machines: [],
    networks: [],
  },
  language: 'en',
  zoneOffsetMinutes: 420,
  host: 'soc-1',
  program: '0.1.0',
};
