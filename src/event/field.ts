import type { Fields, FieldValue } from './event.ts';

/**
 * The values of a field (semantics: "Field lookup"): the exact name first, dots included; then as a path through
 * nested objects, arrays on the way flattened to "any". Returns undefined when the field is absent; an array
 * stands for "any of these".
 */
export function lookUpField(fields: Fields, name: string): FieldValue | undefined {
  const value = fields.get(name);
  if (value !== undefined) return value;
  return name.includes('.') ? lookUpPath(fields, name) : undefined;
}

function lookUpPath(fields: Fields, name: string): FieldValue | undefined {
  // The first key may itself hold dots (`a.b` -> {c}), so each split is tried, longest head first.
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const head = fields.get(name.slice(0, dot));
    if (head === undefined) continue;
    const found = descend(head, name.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function descend(value: FieldValue, path: string): FieldValue | undefined {
  if (isArray(value)) {
    const found = value
      .map((element) => descend(element, path))
      .filter(isPresent)
      .flat();
    return found.length > 0 ? found : undefined;
  }
  if (value === null || typeof value !== 'object') return undefined;
  if (Object.hasOwn(value, path)) return value[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(value, head)) continue;
    const child = value[head];
    const found = child === undefined ? undefined : descend(child, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `Array.isArray` that keeps readonly element types. */
export function isArray(value: FieldValue): value is readonly FieldValue[] {
  return Array.isArray(value);
}

function isPresent(value: FieldValue | undefined): value is FieldValue {
  return value !== undefined;
}
