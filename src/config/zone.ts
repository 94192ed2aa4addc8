import { parseTimeZone } from '../decode/timestamp.ts';
import type { Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

/** The name of a time zone that `parseTimeZone` knows. Problem: `bad-zone`. */
export function readZone(node: YamlNode, problems: Problem[]): string | null {
  const name = readString(node, 'the zone', problems);
  if (name === null || parseTimeZone(name) !== null) return name;
  report(problems, node.at, {
    code: 'bad-zone',
    message: `no time zone is called ${JSON.stringify(name)}`,
    hint: 'write an IANA name or an offset: Asia/Ho_Chi_Minh, UTC, +07:00',
  });
  return null;
}
