// Which rules of a bucket an event has to be tried against: those one of whose necessary atoms holds, and those of
// which none could be proved. Built when the bucket's first event comes.
import type { Event } from '../../event/event.ts';
import { lookUpField } from '../../event/field.ts';
import { listKeywordTexts } from '../matcher/keyword-texts.ts';
import { IndexSet } from './index-set.ts';
import type { Necessary } from './necessary.ts';
import type { IndexEntry } from './value-index.ts';
import { ValueIndex } from './value-index.ts';
import type { MemoBudget } from './verdict-memo.ts';

export class CandidateIndex {
  readonly #always: Int32Array;
  readonly #fields: readonly { readonly name: string; readonly index: ValueIndex }[];
  readonly #keywords: ValueIndex | null;
  readonly #candidates: IndexSet;

  /** @param clauses what each rule of the bucket needs, in their order */
  constructor(clauses: readonly Necessary[], budget: MemoBudget) {
    const always: number[] = [];
    const byField = new Map<string | null, IndexEntry[]>();
    clauses.forEach((necessary, position) => {
      if (necessary === null) always.push(position);
      else
        for (const atom of necessary.atoms) {
          const entries = byField.get(atom.field);
          if (entries === undefined) byField.set(atom.field, [{ atom, position }]);
          else entries.push({ atom, position });
        }
    });
    this.#always = Int32Array.from(always);
    const scratch = new IndexSet(clauses.length);
    const keywords = byField.get(null);
    byField.delete(null);
    // every value of the event, times and ids among them: remembering costs more than looking
    this.#keywords = keywords === undefined ? null : new ValueIndex(keywords, scratch, null);
    this.#fields = [...byField].map(([name, entries]) => ({
      name: name ?? '',
      index: new ValueIndex(entries, scratch, budget),
    }));
    this.#candidates = new IndexSet(clauses.length);
  }

  /** Positions of the rules to try, ascending; valid until the next call. */
  find(event: Event): IndexSet {
    const candidates = this.#candidates;
    candidates.clear();
    for (const { name, index } of this.#fields) {
      const value = lookUpField(event.fields, name);
      if (value !== undefined) index.collect(value, candidates);
    }
    if (this.#keywords !== null)
      for (const text of listKeywordTexts(event)) this.#keywords.collectText(text, candidates);
    candidates.addAll(this.#always);
    candidates.sort();
    return candidates;
  }
}
