import type { Complaint } from '../document/faults.ts';
import type { YamlValue } from '../yaml/yaml-value.ts';

export type Variables = ReadonlyMap<string, readonly string[]>;
export type StateValue = YamlValue;

/** What a pipeline remembers while one rule goes through it; a nested pipeline has a run of its own. */
export class Run {
  readonly variables: Variables;
  /** Set by `set_state`. */
  readonly state = new Map<string, StateValue>();
  /** Ids of processing items by the field name that they made, of field lists and references. */
  readonly #fieldIds = new Map<string, Set<string>>();
  /** Field names of detection items that were mapped, and what they were mapped to. */
  readonly #sources = new Set<string | null>();
  readonly #targets = new Set<string>();
  /** Ids of processing items that were applied to the rule. */
  readonly ruleIds: Set<string>;
  /** Field names that the pipelines brought into any rule. */
  readonly introduced: Set<string>;
  /** Remarks about the rule, such as a widening that the pipeline asked for. */
  readonly warnings: Complaint[];
  #failure: Complaint | null = null;

  constructor(
    variables: Variables,
    introduced: Set<string>,
    parent: Pick<Run, 'ruleIds' | 'warnings'> = { ruleIds: new Set(), warnings: [] },
  ) {
    this.variables = variables;
    this.introduced = introduced;
    this.ruleIds = parent.ruleIds;
    this.warnings = parent.warnings;
  }

  /** Why the rule cannot go on; the first reason stays. */
  get failure(): Complaint | null {
    return this.#failure;
  }

  fail(complaint: Complaint): void {
    this.#failure ??= complaint;
  }

  trackField(source: string, targets: readonly string[], id: string | null): void {
    if (targets.length === 1 && targets[0] === source) return;
    const ids = this.#fieldIds.get(source) ?? new Set();
    if (id !== null) ids.add(id);
    this.#fieldIds.delete(source);
    for (const target of targets) {
      this.#fieldIds.set(target, new Set(ids));
      this.introduced.add(target);
    }
  }

  wasFieldProcessed(field: string | null, id: string): boolean {
    return field !== null && this.#fieldIds.get(field)?.has(id) === true;
  }

  trackMapping(source: string | null, targets: readonly string[]): void {
    if (source !== null) this.#targets.delete(source);
    this.#sources.add(source);
    for (const target of targets) {
      this.#targets.add(target);
      this.introduced.add(target);
    }
  }

  isMapped(field: string): boolean {
    return this.#sources.has(field) || this.#targets.has(field);
  }

  nested(): Run {
    return new Run(new Map(), this.introduced, this);
  }

  /** Takes over what a nested pipeline has found. */
  absorb(nested: Run): void {
    for (const [key, value] of nested.state) this.state.set(key, value);
    for (const [field, ids] of nested.#fieldIds) this.#fieldIds.set(field, ids);
    for (const source of nested.#sources) this.#sources.add(source);
    for (const target of nested.#targets) this.#targets.add(target);
    if (nested.failure !== null) this.fail(nested.failure);
  }
}
