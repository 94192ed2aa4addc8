// Cisco's messages are prose: what was done is a word of it.

/** What the verbs of messages (field `outcome`, kept) and Firepower's rule actions mean; the first word counts. */
const CISCO_ACTIONS: Readonly<Record<string, string>> = {
  built: 'allow',
  permitted: 'allow',
  'est-allowed': 'allow',
  accessed: 'allow',
  successful: 'allow',
  succeeded: 'allow',
  accept: 'allow',
  allow: 'allow',
  trust: 'allow',
  fastpath: 'allow',
  teardown: 'close',
  deny: 'deny',
  denied: 'deny',
  dropped: 'deny',
  dropping: 'deny',
  drop: 'deny',
  discarded: 'deny',
  shunned: 'deny',
  rejected: 'deny',
  block: 'deny',
  success: 'allow',
  failed: 'fail',
  failure: 'fail',
};
const ACTIONS: ReadonlyMap<string, string> = new Map(Object.entries(CISCO_ACTIONS));

/** Null for words that tell of no decision. */
export function actionOf(verb: string | null): string | null {
  return ACTIONS.get(verb?.toLowerCase().split(' ', 1)[0] ?? '') ?? null;
}
