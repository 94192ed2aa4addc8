import type { SigmaCorrelation, SigmaDocument } from '../../sigma/rule.ts';
import { nearestName } from '../../util/nearest-name.ts';
import { lookUpField } from '../../event/field.ts';
import { MAX_EVENTS } from '../explanation.ts';
import type { ExplainedEvent, LeftOutExplanation, ReferenceExplanation } from '../explanation.ts';
import type { ReceivedMoment } from '../observer.ts';
import { findGroup, resolveAlias, toText } from '../window/contribution.ts';
import type { Input } from '../window/input.ts';

interface Tally {
  matches: number;
  readonly events: ExplainedEvent[];
}

interface LeftOut extends Tally {
  readonly rule: SigmaDocument;
  readonly reason: LeftOutExplanation['reason'];
  readonly field: string;
  readonly nearestField: string | null;
}

/** The matches that reached one correlation: by rule, and those that it did not count, by reason. */
export class MatchRecord {
  readonly #correlation: SigmaCorrelation;
  readonly #documents: ReadonlyMap<string, SigmaDocument>;
  readonly #byRule = new Map<string, Tally>();
  readonly #leftOut = new Map<string, LeftOut>();

  constructor(correlation: SigmaCorrelation, documents: ReadonlyMap<string, SigmaDocument>) {
    this.#correlation = correlation;
    this.#documents = documents;
  }

  add({ inputs, counted }: ReceivedMoment): void {
    const { ruleIds } = this.#correlation;
    for (const input of inputs) {
      const known = this.#byRule.get(input.ruleId) ?? { matches: 0, events: [] };
      this.#byRule.set(input.ruleId, known);
      note(known, input);
      const key = findGroup(this.#correlation, input)?.key ?? null;
      const rule = ruleIds.indexOf(input.ruleId);
      const isCounted = counted.some(
        ({ group, rules }) => group.key === key && rules.includes(rule),
      );
      if (!isCounted) this.#addLeftOut(input, key === null);
    }
  }

  references(): readonly ReferenceExplanation[] {
    return this.#correlation.ruleIds.flatMap((id) => {
      const rule = this.#documents.get(id);
      const { matches, events } = this.#byRule.get(id) ?? { matches: 0, events: [] };
      return rule === undefined ? [] : [{ rule, matches, events }];
    });
  }

  leftOut(): readonly LeftOutExplanation[] {
    return [...this.#leftOut.values()];
  }

  #addLeftOut(input: Input, isGroup: boolean): void {
    const { groupBy, fields } = this.#correlation;
    const names = (isGroup ? groupBy : fields).map((field) =>
      resolveAlias(this.#correlation, input, field),
    );
    const missing = names.filter((name) => toText(lookUpField(input.fields, name)) === null);
    // a figure may be there and be no number
    const field = missing[0] ?? names[0];
    const rule = this.#documents.get(input.ruleId);
    if (field === undefined || rule === undefined) return;
    const reason = isGroup ? 'group-field-missing' : 'value-missing';
    const key = JSON.stringify([input.ruleId, reason, field]);
    let known = this.#leftOut.get(key);
    if (known === undefined) {
      const nearestField = findNear(field, input);
      known = { rule, reason, field, nearestField, matches: 0, events: [] };
      this.#leftOut.set(key, known);
    }
    note(known, input);
  }
}

function note(tally: Tally, { evidence }: Input): void {
  tally.matches += 1;
  const event = evidence.at(-1)?.event;
  if (event === undefined || tally.events.length >= MAX_EVENTS) return;
  const { file, line } = event.origin;
  tally.events.push({ file, line, timeMs: event.timeMs });
}

/** An equal name in other letters wins over a similar one; null when the field itself is there. */
function findNear(field: string, { fields }: Input): string | null {
  if (lookUpField(fields, field) !== undefined) return null;
  const names = [...fields.keys()];
  const lower = field.toLowerCase();
  return names.find((name) => name.toLowerCase() === lower) ?? nearestName(field, names);
}
