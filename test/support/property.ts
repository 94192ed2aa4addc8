import fc from 'fast-check';

/** The shortest counterexample of a property and what was thrown on it; null when it held. For `expect(…)`. */
export function findFailure<Values>(
  property: fc.IProperty<Values>,
  parameters: fc.Parameters<Values> = {},
): { readonly counterexample: Values; readonly error: unknown } | null {
  const { counterexample, errorInstance, numRuns } = fc.check(property, parameters);
  if (numRuns === 0) throw new Error('the property was never run');
  return counterexample === null ? null : { counterexample, error: errorInstance };
}
