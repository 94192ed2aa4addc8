import { LRUCache } from 'lru-cache';
import { detach } from '../../util/detach.ts';
import { parseCidr, parseIpAddress, type IpNetwork } from '../../util/ip-address.ts';
import type { Inventory } from '../inventory.ts';
import { createNetworkTable } from '../../util/network-table.ts';

/** Where an address or a name belongs; `machine` is the inventory's name, null when only a network holds it. */
export interface Place {
  readonly unit: string | null;
  readonly system: string | null;
  readonly machine: string | null;
  /** Not known to the inventory, but an address of a private range: more likely ours than a public one. */
  readonly isPrivate: boolean;
}

export const NOWHERE: Place = { unit: null, system: null, machine: null, isPrivate: false };
const PRIVATE: Place = { ...NOWHERE, isPrivate: true };
/** Private, shared and link-local ranges: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291 section 2.5.6. */
const PRIVATE_NETWORKS = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
];
/** Addresses remembered; a busy firewall sees some thousands at a time. */
const MAX_RECENT = 16_384;
/** No address is longer, a zone index included; longer text is not worth remembering. */
const MAX_ADDRESS_CHARS = 64;

/** Where an address as logged belongs: a machine of the inventory, else its longest network, else nowhere. */
export function createPlaceTable(inventory: Inventory): (address: string) => Place {
  const table = createNetworkTable(entriesOf(inventory));
  const recent = new LRUCache<string, Place>({ max: MAX_RECENT });
  return (address) => {
    if (address.length > MAX_ADDRESS_CHARS) return NOWHERE;
    const known = recent.get(address);
    if (known !== undefined) return known;
    const parsed = parseIpAddress(address.trim());
    const place = (parsed === null ? null : table.find(parsed)) ?? NOWHERE;
    recent.set(detach(address), place);
    return place;
  };
}

function entriesOf(inventory: Inventory): readonly (readonly [IpNetwork, Place])[] {
  const entries: [IpNetwork, Place][] = [];
  const add = (cidr: string, place: Place): void => {
    const network = parseCidr(cidr);
    if (network !== null) entries.push([network, place]);
  };
  for (const cidr of PRIVATE_NETWORKS) add(cidr, PRIVATE);
  for (const { cidr, unit, system } of inventory.networks)
    add(cidr, { unit, system, machine: null, isPrivate: false });
  // after the networks, so that a machine wins over a range of its one address
  for (const { name, addresses, unit, system } of inventory.machines)
    for (const address of addresses)
      add(address, { unit, system, machine: name, isPrivate: false });
  return entries;
}
