/**
 * soclite as a library: from the bytes of a log and the text of Sigma rules to the rules that match.
 *
 * @example
 * ```ts
 * const { ruleSet, refused } = resolveRuleSet([parseSigma(ruleText, 'rule.yml')]);
 * const engine = compileEngine(ruleSet.rules);
 * const reader = createStreamReader({ zone, referenceTimeMs: Date.now(), mappings: [] });
 * reader.push(bytes, (record) => {
 *   const { logSources, fields } = normalise(record);
 *   const matched = engine.match({ ...eventOf(record), logSources, fields });
 * });
 * ```
 *
 * @packageDocumentation
 */
export {
  parseSigma,
  type ParsedDocument,
  type ParsedFile,
  type ParseOptions,
} from './sigma/parse.ts';
export { resolveRuleSet, type Refusal } from './sigma/rule-set.ts';
export type { SigmaFilter } from './sigma/filter.ts';
export type { RuleSet, SigmaCorrelation, SigmaRule } from './sigma/rule.ts';
export { compileEngine } from './detect/engine.ts';
export { createReferenceMatcher } from './detect/reference.ts';
export { explainMatch } from './detect/explain.ts';
export type { FieldEvidence, Matcher } from './detect/match.ts';
export type { Event, Fields, FieldValue, LogSource } from './event/event.ts';
export { createStreamReader, type StreamReader, type StreamStats } from './decode/stream-reader.ts';
export type { DecodedRecord, StreamContext } from './decode/format.ts';
export { parseTimeZone, type TimeZone } from './decode/timestamp.ts';
export { normalise } from './normalise/normalise.ts';
export { formatProblem, type Checked, type Problem } from './util/problem.ts';
