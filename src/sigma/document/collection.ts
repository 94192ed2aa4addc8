// Collections of Sigma version 1: `action: global` is a template for the rules that follow in the file, `reset` ends it,
// `repeat` is the rule before with some keys changed. As pySigma: maps are merged key by key, and of two values for one
// key the template's holds, or the repetition's.
import type { Location } from '../../util/problem.ts';
import { getKey, isYamlMap, quote } from '../yaml/yaml-value.ts';
import type { YamlMap, YamlValue } from '../yaml/yaml-value.ts';
import type { Complaint } from './faults.ts';
import { scalarText } from './read-value.ts';

type CollectionStep =
  | { readonly kind: 'document'; readonly document: YamlMap }
  /** The document only says how to read those that follow. */
  | { readonly kind: 'action' }
  | { readonly kind: 'refused'; readonly complaint: Complaint };

/** Follows the actions through the documents of one file, in their order. */
export class Collection {
  #template: YamlMap = {};
  /** Where the template stands, as long as no rule has taken anything from it. */
  #idleAt: Location | null = null;
  readonly #idle: Location[] = [];
  #previous: YamlMap | null = null;
  /** How many documents have had an id or a name, by key and value. */
  readonly #counts = new Map<string, number>();

  /** @param at where the document begins */
  next(document: YamlMap, at: Location): CollectionStep {
    if (!Object.hasOwn(document, 'action')) {
      if (!isPlainRule(document)) return this.#read(document, {}, this.#template);
      this.#idleAt = null;
      return this.#read(document, this.#template, this.#template);
    }
    const { action = null, ...rest } = document;
    const name = scalarText(action) ?? '';
    switch (name) {
      case 'global':
        this.#setTemplate(rest, at);
        this.#previous = rest;
        return { kind: 'action' };
      case 'reset':
        this.#setTemplate({}, null);
        return { kind: 'action' };
      case 'repeat': {
        const previous = this.#previous;
        if (previous === null) return refuse('action-repeat', 'there is no rule to repeat');
        this.#idleAt = null;
        return this.#read(previous, rest, withoutKeys(previous, rest));
      }
      default:
        return refuse('action-unknown', `there is no action ${quote(name)}`, HINT);
    }
  }

  /** Where templates stand that no rule follows: what they say is lost. */
  listIdle(): readonly Location[] {
    return this.#idleAt === null ? this.#idle : [...this.#idle, this.#idleAt];
  }

  #setTemplate(template: YamlMap, at: Location | null): void {
    if (this.#idleAt !== null) this.#idle.push(this.#idleAt);
    this.#idleAt = at;
    this.#template = template;
  }

  #read(base: YamlMap, changes: YamlMap, inherited: YamlMap): CollectionStep {
    const document = merge(base, changes);
    if (isPlainRule(document)) this.#previous = document;
    const own = this.#makeOwn('name', this.#makeOwn('id', document, inherited), inherited);
    return { kind: 'document', document: own };
  }

  /** Rules that inherit one id are told apart by a number, so that each has alerts of its own. */
  #makeOwn(key: 'id' | 'name', document: YamlMap, inherited: YamlMap): YamlMap {
    const text = scalarText(getKey(document, key));
    if (text === null) return document;
    const slot = `${key} ${text}`;
    const count = (this.#counts.get(slot) ?? 0) + 1;
    this.#counts.set(slot, count);
    return count > 1 && Object.hasOwn(inherited, key)
      ? { ...document, [key]: `${text}#${count}` }
      : document;
  }
}

const HINT = 'actions: global, reset, repeat';

function refuse(code: string, message: string, hint?: string): CollectionStep {
  return { kind: 'refused', complaint: { code, message, ...(hint === undefined ? {} : { hint }) } };
}

/** What of the earlier document the later one does not give anew. */
function withoutKeys(earlier: YamlMap, later: YamlMap): YamlMap {
  return Object.fromEntries(Object.entries(earlier).filter(([key]) => !Object.hasOwn(later, key)));
}

function isPlainRule(document: YamlMap): boolean {
  return !Object.hasOwn(document, 'correlation') && !Object.hasOwn(document, 'filter');
}

/** Both maps' keys; of two maps under one key the merge, of two other values the changed one. */
function merge(base: YamlMap, changes: YamlMap): YamlMap {
  // nearly all rules: no template
  if (Object.keys(changes).length === 0) return base;
  const merged = new Map<string, YamlValue>(Object.entries(base));
  for (const [key, value] of Object.entries(changes)) {
    const known = merged.get(key);
    merged.set(key, isYamlMap(known) && isYamlMap(value) ? merge(known, value) : value);
  }
  return Object.fromEntries(merged);
}
