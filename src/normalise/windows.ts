// Windows events: whatever shipper brought them, they leave with Sysmon's and the event log's names.
import type { FieldValue, LogSource } from '../event/event.ts';
import { detach } from '../util/detach.ts';
import { windowsFieldName } from './field-name.ts';
import { createInterner, logSource } from './log-source.ts';
import { categoriesOf } from './windows/categories.ts';
import { channelOfProvider, servicesOfChannel } from './windows/channels.ts';
import { addDefenderFields } from './windows/defender.ts';
import { addProcessCreationFields } from './windows/process-creation.ts';
import type { Normalised } from './normalised.ts';

type FieldMap = Map<string, FieldValue>;

/** What shippers call members of <System>; the first one present counts, its own name stays too. */
const ALIASES: readonly (readonly [string, readonly string[]])[] = [
  ['EventID', ['EventId', 'event_id', 'Id']],
  ['Channel', ['LogName', 'log_name', 'channel']],
  ['Provider_Name', ['SourceName', 'ProviderName', 'Provider']],
  ['Computer', ['Hostname', 'ComputerName', 'MachineName', 'HostName']],
];

const intern = createInterner();

export function normaliseWindows(decoded: ReadonlyMap<string, FieldValue>): Normalised {
  const fields = renameFields(decoded);
  for (const [name, others] of ALIASES)
    if (!isText(fields.get(name))) fillFrom(fields, name, others);
  const eventId = readEventId(fields);
  if (eventId !== null) fields.set('EventID', eventId);
  const kind = findChannelKind(readChannel(fields));
  const { services } = kind;
  if (eventId === 4688 && services.includes('security')) addProcessCreationFields(fields);
  if (services.includes('windefend')) addDefenderFields(fields, eventId ?? 0);
  const logSources = logSourcesOf(kind, eventId, fields.get('EventType'));
  if (eventId === 104) nameClearedLog(fields);
  return { logSources, fields };
}

/** The decoded map itself where no name changes, which is nearly always: a copy costs as much as all that follows. */
function renameFields(decoded: ReadonlyMap<string, FieldValue>): FieldMap {
  if (decoded instanceof Map && !needsRenaming(decoded)) return decoded;
  const fields: FieldMap = new Map();
  for (const [name, value] of decoded) {
    const own = windowsFieldName(name);
    // `ThreatName` as written wins over `Threat Name`
    if (own === name || !decoded.has(own)) fields.set(own, value);
  }
  return fields;
}

function needsRenaming(decoded: ReadonlyMap<string, FieldValue>): boolean {
  for (const name of decoded.keys()) if (windowsFieldName(name) !== name) return true;
  return false;
}

/**
 * "The … log file was cleared": the log source is the channel that holds the event, but rules on 104 mean the one
 * that was cleared when they say `Channel`.
 */
function nameClearedLog(fields: FieldMap): void {
  const cleared = fields.get('UserData_Channel');
  if (typeof cleared === 'string' && cleared.length > 0) fields.set('Channel', cleared);
}

function isText(value: FieldValue | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.length > 0);
}

function fillFrom(fields: FieldMap, name: string, others: readonly string[]): void {
  for (const other of others) {
    const value = fields.get(other);
    if (value === undefined || !isText(value)) continue;
    fields.set(name, value);
    return;
  }
}

function readEventId(fields: FieldMap): number | null {
  const id = fields.get('EventID');
  if (typeof id === 'number') return id;
  return typeof id === 'string' && /^\d{1,5}$/.test(id) ? Number(id) : null;
}

/** The event's channel; when the shipper left it out, the only one its provider writes to. */
function readChannel(fields: FieldMap): string | null {
  const channel = fields.get('Channel');
  if (typeof channel === 'string' && channel.length > 0) return channel;
  const provider = fields.get('Provider_Name');
  const only = typeof provider === 'string' ? channelOfProvider(provider) : null;
  if (only !== null) fields.set('Channel', only);
  return only;
}

/** What is known of a channel; asked for with every event, so both look-ups are remembered. */
interface ChannelKind {
  readonly services: readonly string[];
  readonly byEventId: Map<number | null, readonly LogSource[]>;
}

/** Channels and event ids come from logs: what is remembered of them is forgotten when it grows past this. */
const MAX_REMEMBERED = 256;
const channelKinds = new Map<string | null, ChannelKind>();

function findChannelKind(channel: string | null): ChannelKind {
  const known = channelKinds.get(channel);
  if (known !== undefined) return known;
  const kind = {
    services: channel === null ? [] : servicesOfChannel(channel),
    byEventId: new Map<number | null, readonly LogSource[]>(),
  };
  if (channelKinds.size >= MAX_REMEMBERED) channelKinds.clear();
  channelKinds.set(channel === null ? null : detach(channel), kind);
  return kind;
}

function logSourcesOf(
  { services, byEventId }: ChannelKind,
  eventId: number | null,
  eventType: FieldValue | undefined,
): readonly LogSource[] {
  // only the type of a registry event tells more than its id
  const type = eventId === 12 && typeof eventType === 'string' ? eventType : null;
  const known = type === null ? byEventId.get(eventId) : undefined;
  if (known !== undefined) return known;
  const kinds = services.map((service) => ({
    service,
    categories: eventId === null ? [] : categoriesOf(service, eventId, type),
  }));
  // From tables alone: bounded, whatever the log says
  const key = kinds.map(({ service, categories }) => `${service}:${categories.join()}`).join(';');
  const logSources = intern(key, () =>
    kinds.length === 0 ? [logSource({ product: 'windows' })] : kinds.flatMap(toLogSources),
  );
  if (type === null) {
    if (byEventId.size >= MAX_REMEMBERED) byEventId.clear();
    byEventId.set(eventId, logSources);
  }
  return logSources;
}

function toLogSources(kind: {
  readonly service: string;
  readonly categories: readonly string[];
}): readonly LogSource[] {
  const { service, categories } = kind;
  if (categories.length === 0) return [logSource({ product: 'windows', service })];
  return categories.map((category) => logSource({ category, product: 'windows', service }));
}
