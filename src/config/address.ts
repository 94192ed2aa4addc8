import { parseIpAddress } from '../util/ip-address.ts';
import type { Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

/** An IP address as it is written. Problem: `bad-address`. */
export function readAddress(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the address', problems);
  if (text === null || parseIpAddress(text) !== null) return text;
  report(problems, node.at, {
    code: 'bad-address',
    message: `${JSON.stringify(text)} is no IP address`,
    hint: 'write one such as 127.0.0.1, or 0.0.0.0 for all interfaces',
  });
  return null;
}
