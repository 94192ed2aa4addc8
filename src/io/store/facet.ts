// Severity, layer, state and whether an alert is suppressed have few values each: together they are a number below 160.
// Indexes that begin with it answer every combination of these filters without looking at an alert too many.
import type { Alert } from '../../alert/alert.ts';
import { levelRank } from '../../alert/order.ts';
import { ALERT_STATES, type AlertState } from '../../lifecycle/act.ts';
import type { QueueQuery } from '../../ports/store.ts';

const SEVERITY_SHIFT = 5;
const LAYER_SHIFT = 3;
const STATE_SHIFT = 1;
const LAYER_MASK = 3;
const STATE_MASK = 3;

/** The bits of a facet that people change. */
export const STATE_BITS = STATE_MASK << STATE_SHIFT;

/** The rank of the severity of `alert a`. */
export const SEVERITY_SQL = `a.facet >> ${SEVERITY_SHIFT}`;

export type FacetFilter = Pick<
  QueueQuery,
  'minimumLevel' | 'layer' | 'states' | 'includesSuppressed'
>;

/** The facet of an alert that is new. */
export function toFacet({ severity, layer }: Alert, isSuppressed: boolean): number {
  return (
    (levelRank(severity) << SEVERITY_SHIFT) | ((layer - 1) << LAYER_SHIFT) | (isSuppressed ? 1 : 0)
  );
}

export function toStateBits(state: AlertState): number {
  return ALERT_STATES.indexOf(state) << STATE_SHIFT;
}

export function severityOf(facet: number): number {
  return facet >> SEVERITY_SHIFT;
}

export function isOfFacet(facet: number, filter: FacetFilter): boolean {
  const { minimumLevel, layer, states, includesSuppressed } = filter;
  return (
    (minimumLevel === undefined || severityOf(facet) >= levelRank(minimumLevel)) &&
    (layer === undefined || ((facet >> LAYER_SHIFT) & LAYER_MASK) === layer - 1) &&
    (states === undefined || (toStateSet(states) & stateSetOf(facet)) !== 0) &&
    (includesSuppressed === true || (facet & 1) === 0)
  );
}

/** The same in SQL, for walks over an index. */
export function facetConditions(filter: FacetFilter): readonly string[] {
  const { minimumLevel, layer, states, includesSuppressed } = filter;
  const conditions: string[] = [];
  if (minimumLevel !== undefined) {
    conditions.push(`a.facet >= ${levelRank(minimumLevel) << SEVERITY_SHIFT}`);
  }
  if (layer !== undefined) {
    conditions.push(`(a.facet >> ${LAYER_SHIFT}) & ${LAYER_MASK} = ${layer - 1}`);
  }
  if (states !== undefined) {
    conditions.push(
      `(1 << ((a.facet >> ${STATE_SHIFT}) & ${STATE_MASK})) & ${toStateSet(states)} <> 0`,
    );
  }
  if (includesSuppressed !== true) conditions.push('a.facet & 1 = 0');
  return conditions;
}

/** One bit a state. */
function toStateSet(states: readonly AlertState[]): number {
  return states.reduce((set, state) => set | (1 << ALERT_STATES.indexOf(state)), 0);
}

function stateSetOf(facet: number): number {
  return 1 << ((facet >> STATE_SHIFT) & STATE_MASK);
}
