import type { SigmaRule } from '../../sigma/rule.ts';
import type { Evidence } from '../window/input.ts';
import type { WindowEntry } from '../window/group-window.ts';
import type { SavedCorrelation, SavedEvidence, SavedSlot } from './saved.ts';

/** A correlation's state as JSON, group by group: all of it as plain objects would take many times the memory. */
export function formatState({ groups, ...rest }: SavedCorrelation): string {
  const texts = groups.map((group) =>
    JSON.stringify({
      ...group,
      slots: group.slots.map(({ entry, ...marks }) => ({
        ...marks,
        entry: { ...entry, evidence: entry.evidence.map(saveEvidence) },
      })),
    }),
  );
  return `${JSON.stringify(rest).slice(0, -1)},"groups":[${texts.join(',')}]}`;
}

/** The other way round; evidence of rules that are no longer there is left out. */
export function readSlot(
  { entry, ...marks }: PlainSlot,
  rules: ReadonlyMap<string, SigmaRule>,
): SavedSlot {
  const evidence = entry.evidence.flatMap(({ ruleId, event, fields }) => {
    const rule = rules.get(ruleId);
    return rule === undefined ? [] : [{ rule, event: { ...event, fields: new Map(fields) } }];
  });
  return { ...marks, entry: { ...entry, evidence } };
}

/** A slot as JSON has it. */
export type PlainSlot = Omit<SavedSlot, 'entry'> & {
  readonly entry: Omit<WindowEntry, 'evidence'> & { readonly evidence: readonly SavedEvidence[] };
};

function saveEvidence({ rule, event }: Evidence): SavedEvidence {
  const { fields, ...rest } = event;
  return { ruleId: rule.id, event: rest, fields: [...fields] };
}
