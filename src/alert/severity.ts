import { LEVELS, type Level } from '../sigma/rule.ts';

/** How many steps up the severity of an alert goes for the security level (cấp độ) of the system that it touches. */
export type SeveritySteps = ReadonlyMap<number, number>;

/**
 * What holds when soclite.yml says nothing: systems of level 4 and 5 raise by one step. Damage to them is what the
 * national rules call serious (QĐ 05/2017/QĐ-TTg, "nghiêm trọng"), so their alerts go before equal ones of the others.
 */
export const DEFAULT_SEVERITY_STEPS: SeveritySteps = new Map([
  [4, 1],
  [5, 1],
]);

/** `informational` stays: what asks for no action on one system asks for none on another. */
export function raiseLevel(level: Level, steps: number): Level {
  if (level === 'informational') return level;
  return LEVELS[Math.min(LEVELS.indexOf(level) + steps, LEVELS.length - 1)] ?? level;
}
