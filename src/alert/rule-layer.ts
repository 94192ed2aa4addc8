import type { SigmaDocument } from '../sigma/rule.ts';
import { readSocliteKeys, type Layer } from '../sigma/soclite-keys.ts';
import { findLayerAndTier } from './layer-table.ts';

/** The layer that a rule's alerts go to: its own tag, else by its log source; counting needs the SOC. */
export function layerOfRule(rule: SigmaDocument): Layer {
  const own = readSocliteKeys(rule).layer;
  if (own !== null) return own;
  return rule.kind === 'correlation' ? 2 : findLayerAndTier(rule.logSource).layer;
}
