import type { LogSource } from '../../event/event.ts';
import type { RuleLogSource } from '../../sigma/rule.ts';

/** Whether a rule applies: every attribute that it gives equals the one of a single log source of the event. */
export function appliesTo(rule: RuleLogSource, logSources: readonly LogSource[]): boolean {
  return logSources.some(
    (source) =>
      isAnyOr(rule.category, source.category) &&
      isAnyOr(rule.product, source.product) &&
      isAnyOr(rule.service, source.service),
  );
}

function isAnyOr(given: string | null, actual: string | null): boolean {
  return given === null || given === actual;
}
