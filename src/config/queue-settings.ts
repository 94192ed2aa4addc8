// Who works the queue of alerts, and how long an alert may wait.
import { isGoodText, MAX_NAME_CHARS } from '../lifecycle/act-text.ts';
import { DEFAULT_ACK_LIMITS, type AckLimits } from '../lifecycle/ack-clock.ts';
import { ROLES, type Person } from '../lifecycle/role.ts';
import type { Problem } from '../util/problem.ts';
import {
  readChoice,
  readList,
  readMap,
  readString,
  report,
  type YamlMap,
  type YamlNode,
} from '../util/yaml-reader.ts';
import { readDuration } from './duration.ts';

export const QUEUE_KEYS = ['people', 'acknowledge'] as const;
type QueueKey = (typeof QUEUE_KEYS)[number];

export interface QueueSettings {
  /** [] = nobody is named: whoever can open the store may do everything. */
  readonly people: readonly Person[];
  readonly acknowledge: AckLimits;
}

/** The sections `people` and `acknowledge`; null = there is no soclite.yml: all defaults. */
export function readQueueSettings(
  map: YamlMap<QueueKey> | null,
  problems: Problem[],
): QueueSettings {
  return {
    people: readPeople(map?.get('people'), problems),
    acknowledge: readAckLimits(map?.get('acknowledge'), problems),
  };
}

/** Problem: `duplicate-person` for a user or a name that stands twice: a step must say who it was. */
function readPeople(node: YamlNode | undefined, problems: Problem[]): readonly Person[] {
  const seen = new Set<string>();
  return readList(node, 'people', problems, (item) => {
    const person = readPerson(item, problems);
    if (person === null) return null;
    const keys = [`user ${person.user}`, `name ${person.name}`];
    const twice = keys.find((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    if (twice === undefined) return person;
    report(problems, item.at, {
      code: 'duplicate-person',
      message: `the ${twice} stands twice among the people`,
      hint: 'every person has a user and a name of their own',
    });
    return null;
  });
}

const PERSON_SHAPE = { what: 'a person', required: ['user', 'role'], optional: ['name'] } as const;

function readPerson(node: YamlNode, problems: Problem[]): Person | null {
  const map = readMap(node, PERSON_SHAPE, problems);
  const user = map?.get('user');
  const role = map?.get('role');
  if (map === null || user === undefined || role === undefined) return null;
  const userText = readName(user, 'the user', problems);
  const name = map.get('name');
  const nameText = name === undefined ? userText : readName(name, 'the name', problems);
  const known = readChoice(role, { what: 'the role', of: ROLES }, problems);
  if (userText === null || nameText === null || known === null) return null;
  return { user: userText, name: nameText, role: known };
}

/** Problem: `bad-name` for one that no step could record. */
function readName(node: YamlNode, what: string, problems: Problem[]): string | null {
  const text = readString(node, `${what} of a person`, problems);
  if (text === null || isGoodText(text, MAX_NAME_CHARS)) return text;
  report(problems, node.at, {
    code: 'bad-name',
    message: `${what} of a person has at most ${MAX_NAME_CHARS} characters of valid text`,
  });
  return null;
}

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'] as const;

/** `none` = alerts of this severity may wait as long as they like. */
function readAckLimits(node: YamlNode | undefined, problems: Problem[]): AckLimits {
  const map =
    node === undefined
      ? null
      : readMap(node, { what: 'acknowledge', optional: SEVERITIES }, problems);
  const limit = (level: keyof AckLimits): number | null => {
    const value = map?.get(level);
    if (value === undefined) return DEFAULT_ACK_LIMITS[level];
    if (value.kind === 'scalar' && value.value === 'none') return null;
    const range = { what: `the time to acknowledge ${level} alerts`, minMs: 60_000 };
    return readDuration(value, range, problems) ?? DEFAULT_ACK_LIMITS[level];
  };
  return {
    critical: limit('critical'),
    high: limit('high'),
    medium: limit('medium'),
    low: limit('low'),
    informational: limit('informational'),
  };
}
