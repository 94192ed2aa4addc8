import { DEFAULT_SEVERITY_STEPS, type SeveritySteps } from '../alert/severity.ts';
import type { Problem } from '../util/problem.ts';
import { readEntries, readInteger, readMap, report, type YamlNode } from '../util/yaml-reader.ts';
import { readDuration } from './duration.ts';

/** The section `alerts` of soclite.yml. */
export interface AlertSettings {
  /** How long an alert collects findings of its rule, unit and group key. */
  readonly windowMs: number;
  /** How late a line may come and still be in its place in time. */
  readonly latenessMs: number;
  /** Alerts of one rule and unit within a window; what is beyond shares one overflow alert. */
  readonly ceiling: number;
  /** By how many steps the severity goes up, by the security level of the system. */
  readonly severitySteps: SeveritySteps;
}

const DEFAULT_WINDOW_MS = 3_600_000;
const DEFAULT_LATENESS_MS = 2000;
/** Nobody works through more of one kind in an hour; a digest of them says as much. */
const DEFAULT_CEILING = 1000;
const MAX_CEILING = 50_000;
const SHAPE = { what: 'alerts', optional: ['window', 'lateness', 'ceiling', 'raise'] } as const;

/** Problems: `bad-system-level`, and those of util/yaml-reader and `readDuration`. */
export function readAlertSettings(node: YamlNode | undefined, problems: Problem[]): AlertSettings {
  const map = node === undefined ? null : readMap(node, SHAPE, problems);
  const window = map?.get('window');
  const lateness = map?.get('lateness');
  const ceiling = map?.get('ceiling');
  const windowRange = { what: 'the window', minMs: 1000 };
  const latenessRange = { what: 'the lateness', minMs: 0 };
  const ceilingRange = { what: 'the ceiling', min: 1, max: MAX_CEILING };
  return {
    windowMs: (window && readDuration(window, windowRange, problems)) ?? DEFAULT_WINDOW_MS,
    latenessMs:
      (lateness && readDuration(lateness, latenessRange, problems)) ?? DEFAULT_LATENESS_MS,
    ceiling: (ceiling && readInteger(ceiling, ceilingRange, problems)) ?? DEFAULT_CEILING,
    severitySteps: readSteps(map?.get('raise'), problems),
  };
}

/** `{ 4: 1, 5: 2 }`: a level that is not named raises by nothing. */
function readSteps(node: YamlNode | undefined, problems: Problem[]): SeveritySteps {
  if (node === undefined) return DEFAULT_SEVERITY_STEPS;
  const steps = new Map<number, number>();
  for (const { key, at, value } of readEntries(node, 'raise', problems)) {
    if (/^[1-5]$/.test(key)) {
      const range = { what: `the steps of level ${key}`, min: 0, max: 4 };
      steps.set(Number(key), readInteger(value, range, problems) ?? 0);
    } else
      report(problems, at, {
        code: 'bad-system-level',
        message: `${JSON.stringify(key)} is no security level of a system`,
        hint: 'write a level from 1 to 5 and the steps: { 4: 1, 5: 1 }',
      });
  }
  return steps;
}
