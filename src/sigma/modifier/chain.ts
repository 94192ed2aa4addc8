import { nearestName } from '../../util/nearest-name.ts';
import type { Complaint } from '../document/faults.ts';
import { quote } from '../yaml/yaml-value.ts';
import type { Draft } from './draft.ts';
import { resolvePlaceholders } from './expand.ts';
import { isComplaint } from './modifier.ts';
import type { ModifierContext, ValueModifier } from './modifier.ts';
import { ITEM_MODIFIERS, VALUE_MODIFIERS } from './registry.ts';

/** `contains|all` read: what each value goes through, and what the item does with them. */
export interface ModifierChain {
  readonly isAll: boolean;
  readonly isNegated: boolean;
  readonly values: readonly ValueModifier[];
}

export type ReadChain =
  | { readonly ok: true; readonly chain: ModifierChain }
  | { readonly ok: false; readonly complaints: readonly Complaint[] };

/** Modifier names in their order, checked: known, at a place where they mean something. */
export function readModifierChain(names: readonly string[], isKeyword: boolean): ReadChain {
  const complaints: Complaint[] = [];
  const values: ValueModifier[] = [];
  const seen = new Set<string>();
  for (const name of names) {
    const modifier = VALUE_MODIFIERS.get(name);
    const known = modifier?.name ?? name;
    if (seen.has(known)) complaints.push(repeated(name));
    seen.add(known);
    if (modifier !== undefined) {
      const complaint = checkUse(modifier, values.at(-1), isKeyword);
      if (complaint !== null) complaints.push(complaint);
      values.push(modifier);
    } else if (!isItemModifier(name)) complaints.push(refuse(name));
  }
  if (isKeyword && seen.has('neq')) complaints.push(notForKeywords('neq'));
  if (complaints.length > 0) return { ok: false, complaints };
  return { ok: true, chain: { isAll: seen.has('all'), isNegated: seen.has('neq'), values } };
}

/** The value's variants after every modifier (usually one), or the first complaint. */
export function applyModifiers(
  value: Draft,
  chain: ModifierChain,
  context: ModifierContext,
): readonly Draft[] | Complaint {
  let variants: readonly Draft[] = [value];
  for (const modifier of chain.values) {
    const next: Draft[] = [];
    const ready = modifier.keepsPlaceholders ? variants : resolveAll(variants, context);
    if (isComplaint(ready)) return ready;
    for (const variant of ready) {
      const result = modifier.apply(variant, context);
      if (isComplaint(result)) return result;
      if ('kind' in result) next.push(result);
      else next.push(...result);
    }
    variants = next;
  }
  return variants;
}

/** What changes the text itself needs to know it: no pipeline can be waited for. */
function resolveAll(
  variants: readonly Draft[],
  { placeholders }: ModifierContext,
): readonly Draft[] | Complaint {
  const resolved: Draft[] = [];
  for (const variant of variants) {
    const all = resolvePlaceholders(variant, placeholders);
    if (isComplaint(all)) return all;
    resolved.push(...all);
  }
  return resolved;
}

function checkUse(
  modifier: ValueModifier,
  previous: ValueModifier | undefined,
  isKeyword: boolean,
): Complaint | null {
  const { name, position } = modifier;
  if (isKeyword && !modifier.isForKeywords) return notForKeywords(name);
  if (position === 'first' && previous !== undefined) {
    const message = `the modifier ${name} must come first, not after ${previous.name}`;
    return { code: 'modifier-order', message };
  }
  const isAfterRegex = previous?.name === 're' || previous?.position === 'flag';
  if (position === 'flag' && !isAfterRegex) {
    const message = `the modifier ${name} is a flag of re and must follow it`;
    return { code: 'modifier-order', message, hint: `write |re|${name}` };
  }
  return null;
}

function isItemModifier(name: string): boolean {
  return ITEM_MODIFIERS.some((modifier) => modifier === name);
}

function notForKeywords(name: string): Complaint {
  const message = `the modifier ${name} cannot be used in a keyword search`;
  return { code: 'modifier-keyword', message, hint: 'name the field before the modifier' };
}

function repeated(name: string): Complaint {
  return { code: 'modifier-repeated', message: `the modifier ${name} stands twice` };
}

function refuse(name: string): Complaint {
  const near = nearestName(name, [...VALUE_MODIFIERS.keys(), ...ITEM_MODIFIERS]);
  return {
    code: 'modifier-unknown',
    message: `there is no modifier ${quote(name)}`,
    ...(near === null ? {} : { hint: `did you mean ${near}?` }),
  };
}
