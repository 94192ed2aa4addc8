import type { RuleLogSource } from '../sigma/rule.ts';
import type { Layer, Tier } from '../sigma/soclite-keys.ts';

/** Who must act on an alert, and what part of the systems it is about. */
export interface LayerAndTier {
  readonly layer: Layer;
  readonly tier: Tier;
}

const NETWORK: LayerAndTier = { layer: 2, tier: 'network' };
const APPLICATION: LayerAndTier = { layer: 2, tier: 'application' };
const ENDPOINT: LayerAndTier = { layer: 1, tier: 'endpoint' };
const HOST: LayerAndTier = { layer: 1, tier: 'host' };
const UNKNOWN: LayerAndTier = { layer: 2, tier: 'host' };

const NETWORK_CATEGORIES = new Set(['appliance', 'dns', 'firewall', 'network', 'proxy']);
const APPLICATION_CATEGORIES = new Set(['application', 'database', 'webserver']);
const NETWORK_PRODUCTS = new Set([
  'checkpoint',
  'cisco',
  'fortigate',
  'fortios',
  'huawei',
  'juniper',
  'paloalto',
  'sophos',
  'zeek',
]);
const MACHINE_PRODUCTS = new Set(['linux', 'macos', 'windows']);

/**
 * Layer and tier of a rule that does not say them itself. What one machine's own log shows, the unit's officer can
 * handle (layer 1); the edge, the network and shared applications are watched by the SOC (layer 2). Layers 3 and 4
 * are never guessed. On a machine, a category means telemetry of the endpoint; a channel, the operating system's log.
 */
export function findLayerAndTier({ category, product }: RuleLogSource): LayerAndTier {
  if (category === 'antivirus') return ENDPOINT;
  if (product !== null && NETWORK_PRODUCTS.has(product)) return NETWORK;
  if (category !== null && NETWORK_CATEGORIES.has(category)) return NETWORK;
  if (category !== null && APPLICATION_CATEGORIES.has(category)) return APPLICATION;
  if (product === null) return category === null ? UNKNOWN : ENDPOINT;
  if (!MACHINE_PRODUCTS.has(product)) return APPLICATION;
  return category === null && product !== 'macos' ? HOST : ENDPOINT;
}
