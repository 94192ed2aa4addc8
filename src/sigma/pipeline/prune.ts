// Conditions after detections have gone: what `drop_detection_item` emptied is no operand any more, neither true nor
// false, and `not` of it is none either (pySigma).
import type { Condition } from '../detection.ts';

/** Null = nothing is left. */
export function pruneCondition(
  condition: Condition,
  isLeft: (name: string) => boolean,
): Condition | null {
  switch (condition.kind) {
    case 'identifier':
      return isLeft(condition.name) ? condition : null;
    case 'not': {
      const operand = pruneCondition(condition.operand, isLeft);
      return operand === null ? null : { kind: 'not', operand };
    }
    case 'and':
    case 'or': {
      const operands = condition.operands
        .map((operand) => pruneCondition(operand, isLeft))
        .filter((operand) => operand !== null);
      const [only] = operands;
      if (only === undefined) return null;
      return operands.length === 1 ? only : { kind: condition.kind, operands };
    }
    case 'constant':
      return condition;
  }
}
