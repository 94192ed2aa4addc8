import type { AlertDraft, SavedMarks } from './draft/alert-draft.ts';

/** What a store keeps of a draft beside its alert. */
export interface DraftText extends SavedMarks {
  readonly id: string;
  readonly windowStartMs: number;
}

export function formatDraftText(draft: AlertDraft): string {
  const { id, windowStartMs } = draft.head;
  const text: DraftText = { id, windowStartMs, ...draft.marks() };
  return JSON.stringify(text);
}

export function readDraftText(text: string): DraftText {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own encoding, the store guards its rows
  return JSON.parse(text) as DraftText;
}
