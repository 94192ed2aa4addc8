import type { DashboardData } from '../../src/tui/dashboard-data.ts';
import type { Model, Settings } from '../../src/tui/model.ts';
import { createModel, update } from '../../src/tui/update.ts';
import { makeDashboard } from './dashboard.ts';

export const SETTINGS: Settings = {
  language: 'vi',
  theme: 'default',
  isAsciiSigns: false,
  isAsciiText: false,
};

/** A model after some keys. */
export function makeModel(
  options: {
    readonly columns?: number;
    readonly rows?: number;
    readonly data?: DashboardData;
    readonly settings?: Partial<Settings>;
    readonly keys?: readonly string[];
  } = {},
): Model {
  const { columns = 80, rows = 24, data = makeDashboard(), settings = {}, keys = [] } = options;
  const model = createModel(data, { columns, rows }, { ...SETTINGS, ...settings });
  return press(model, ...keys);
}

export function press(model: Model, ...keys: readonly string[]): Model {
  return keys.reduce((next, key) => update(next, { kind: 'key', key }).model, model);
}

export function feed(model: Model, data: DashboardData): Model {
  return update(model, { kind: 'data', data }).model;
}
