import { parseCidr } from '../../util/ip-address.ts';
import { quote } from '../yaml/yaml-value.ts';
import { refuseKind } from './draft.ts';
import type { ValueModifier } from './modifier.ts';

export const cidr: ValueModifier = {
  name: 'cidr',
  position: 'first',
  isForKeywords: false,
  apply(value) {
    if (value.kind !== 'text') return refuseKind('cidr', 'a network as text', value);
    const text = value.source;
    const network = parseCidr(text);
    if (network === null)
      return {
        code: 'cidr-malformed',
        message: `${quote(text)} is no network`,
        hint: 'write an address and a prefix length: 10.0.0.0/8, 2001:db8::/32',
      };
    if (network.hasHostBits)
      return {
        code: 'cidr-host-bits',
        message: `${quote(text)} has bits set behind its prefix`,
        hint: 'write the address of the network itself, or a longer prefix',
      };
    const { family, prefixLength } = network;
    return { kind: 'cidr', family, network: network.network, prefixLength, text };
  },
};
