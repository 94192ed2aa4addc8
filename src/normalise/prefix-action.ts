/** Words that administrators put into the prefixes of rules, between anything that is no letter; the first line that has one counts. */
const ACTIONS: readonly (readonly [action: string, words: RegExp])[] = [
  ['deny', /(?:^|[^a-z])(?:block(?:ed)?|drop(?:ped)?|den(?:y|ied)|reject(?:ed)?|limit)(?![a-z])/i],
  ['allow', /(?:^|[^a-z])(?:accept(?:ed)?|acc|allow(?:ed)?|pass(?:ed)?|permit(?:ted)?)(?![a-z])/i],
  // UniFi's and EdgeOS's [RULESET-10-D]: drop, reject, accept
  ['deny', /-[DR](?:-\d+)?\]/],
  ['allow', /-A(?:-\d+)?\]/],
];

/** `allow` or `deny` when the prefix of a packet filter's rule says so, else null: the log itself does not say. */
export function prefixAction(prefix: string): string | null {
  return ACTIONS.find(([, words]) => words.test(prefix))?.[0] ?? null;
}
