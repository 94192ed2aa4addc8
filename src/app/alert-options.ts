import type { AlertGrouperOptions } from '../alert/grouper.ts';
import type { Workspace } from './workspace.ts';

/** How a workspace groups findings: the same for a scan and a watch, so that they raise the same alerts. */
export function toGrouperOptions({ alerts, inventory }: Workspace): AlertGrouperOptions {
  const { windowMs, ceiling, severitySteps } = alerts;
  const levels = new Map(inventory.systems.map(({ id, level }) => [id, level]));
  return {
    windowMs,
    maxPerRuleAndUnit: ceiling,
    stepsOf: (system) => severitySteps.get(levels.get(system) ?? 0) ?? 0,
  };
}
