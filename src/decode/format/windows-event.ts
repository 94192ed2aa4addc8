// The shapes in which Windows events travel as JSON, brought to one flat map of the event's own names. Members of
// <System> come first and are never overwritten: the second `Channel` of event 104 becomes `UserData_Channel`.
import { isArray } from '../../event/field.ts';
import type { FieldValue } from '../../event/event.ts';
import type { JsonObject } from '../format.ts';
import { isJsonObject } from './json-object.ts';

type FieldMap = Map<string, FieldValue>;

/** The event's fields, or null when the object is no Windows event. */
export function flattenWindowsEvent(object: JsonObject): Map<string, FieldValue> | null {
  const event = member(object, 'Event');
  if (isJsonObject(event) && isSystem(member(event, 'System'))) return flattenXmlShape(event);
  if (isSystem(member(object, 'System'))) return flattenXmlShape(object);
  const winlog = member(object, 'winlog');
  if (isJsonObject(winlog)) return flattenWinlogbeat(object, winlog);
  if (Object.hasOwn(object, 'winlog.event_id')) return flattenDottedWinlogbeat(object);
  const source = member(object, '_source');
  if (isJsonObject(source) && !Object.hasOwn(object, 'EventID')) return flattenWindowsEvent(source);
  return isFlatEvent(object) ? flattenFlat(object) : null;
}

function member(object: JsonObject, key: string): FieldValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function isSystem(value: FieldValue | undefined): value is JsonObject {
  return (
    isJsonObject(value) && (Object.hasOwn(value, 'EventID') || Object.hasOwn(value, 'Provider'))
  );
}

const CHANNEL_KEYS = ['Channel', 'LogName', 'log_name', 'channel'];

/** `EventID` alone is enough; other spellings of it only beside a channel. */
function isFlatEvent(object: JsonObject): boolean {
  if (isEventId(member(object, 'EventID'))) return true;
  const id = member(object, 'EventId') ?? member(object, 'event_id') ?? member(object, 'Id');
  return isEventId(id) && CHANNEL_KEYS.some((key) => typeof member(object, key) === 'string');
}

function isEventId(value: FieldValue | undefined): boolean {
  return typeof value === 'number' || (typeof value === 'string' && /^\d{1,5}$/.test(value));
}

/** As NXLog, Winlogbeat's flattened outputs, EvtxECmd and Get-WinEvent write them: one level, own names. */
function flattenFlat(object: JsonObject): FieldMap {
  const fields: FieldMap = new Map();
  for (const key in object) fields.set(key, object[key] ?? null);
  for (const part of ['EventData', 'UserData'] as const) {
    const data = fields.get(part);
    if (isJsonObject(data)) putMembers(data, part, fields);
  }
  return fields;
}

/** `Event.System` and `Event.EventData`, as evtx_dump, Chainsaw and Velociraptor write them. */
function flattenXmlShape(event: JsonObject): FieldMap {
  const fields: FieldMap = new Map();
  const system = member(event, 'System');
  if (isJsonObject(system)) putSystem(system, fields);
  for (const key in event) {
    const value = event[key];
    if (key === 'EventData' || key === 'ProcessingErrorData') putData(value ?? null, fields);
    else if (key === 'UserData') putUserData(value ?? null, fields);
    else if (key === 'RenderingInfo' && isJsonObject(value))
      put(fields, 'Message', value['Message']);
    else if (key !== 'System' && !key.startsWith('#')) put(fields, key, value);
  }
  return fields;
}

function put(fields: FieldMap, name: string, value: FieldValue | undefined): void {
  if (value !== undefined && !fields.has(name)) fields.set(name, value);
}

/** What an event brings itself; beside a member of <System> of the same name it is called after its part. */
function putOwn(fields: FieldMap, name: string, own: { part: Part; value: FieldValue }): void {
  const isTaken = fields.has(name);
  put(fields, isTaken ? `${own.part}_${name}` : name, own.value);
}

type Part = 'EventData' | 'UserData';

/** Attributes are joined with `_` (Sigma taxonomy): `Provider_Name`, `Execution_ProcessID`. */
function putSystem(system: JsonObject, fields: FieldMap): void {
  for (const key in system) {
    const value = system[key] ?? null;
    if (isJsonObject(value)) {
      const isApart = key.endsWith('_attributes');
      const name = isApart ? key.slice(0, -'_attributes'.length) : key;
      putAttributes(name, value, fields);
      put(fields, name, member(value, '#text') ?? member(value, 'Value'));
    } else if (value !== null) put(fields, key, value);
  }
}

function putAttributes(name: string, value: JsonObject, fields: FieldMap): void {
  const attributes = member(value, '#attributes');
  const source = isJsonObject(attributes) ? attributes : value;
  for (const key in source)
    if (key !== '#text' && key !== '#attributes' && key !== 'Value')
      put(fields, `${name}_${key.startsWith('@') ? key.slice(1) : key}`, source[key]);
}

function putUserData(value: FieldValue, fields: FieldMap): void {
  if (!isJsonObject(value)) return put(fields, 'UserData', value);
  for (const key in value) {
    const child = value[key] ?? null;
    if (key.startsWith('#')) continue;
    if (isJsonObject(child)) putMembers(child, 'UserData', fields);
    else putOwn(fields, key, { part: 'UserData', value: child });
  }
}

function putData(value: FieldValue, fields: FieldMap): void {
  if (isJsonObject(value)) putMembers(value, 'EventData', fields);
  else if (value !== null) put(fields, 'Data', value);
}

/** Members of EventData; `#attributes` and `#text` are what XML converters add. */
function putMembers(data: JsonObject, part: Part, fields: FieldMap): void {
  for (const key in data) {
    const value = data[key] ?? null;
    if (key === 'Data') putUnnamedData(value, fields);
    else if (!key.startsWith('#')) putOwn(fields, key, { part, value: textOf(value) });
  }
}

/** `Data` elements without a name are the array field `Data`; a converter may also have left the names beside. */
function putUnnamedData(value: FieldValue, fields: FieldMap): void {
  const elements: readonly FieldValue[] = isArray(value) ? value : [value];
  const unnamed: FieldValue[] = [];
  for (const element of elements) {
    const name = nameOf(element);
    const text = textOf(element);
    if (name !== null) put(fields, name, isJsonObject(text) ? '' : text);
    else if (isArray(text)) unnamed.push(...text);
    else unnamed.push(text);
  }
  if (unnamed.length > 0 && !fields.has('Data'))
    fields.set('Data', unnamed.length === 1 ? (unnamed[0] ?? null) : unnamed);
}

function nameOf(element: FieldValue): string | null {
  if (!isJsonObject(element)) return null;
  const attributes = member(element, '#attributes');
  const name = isJsonObject(attributes)
    ? member(attributes, 'Name')
    : (member(element, '@Name') ?? member(element, 'Name'));
  return typeof name === 'string' && name.length > 0 ? name : null;
}

function textOf(value: FieldValue): FieldValue {
  return isJsonObject(value) ? (member(value, '#text') ?? value) : value;
}

/** Winlogbeat's names for what <System> holds (its "exported fields" page). */
const WINLOG_SYSTEM: readonly (readonly [string, string])[] = [
  ['event_id', 'EventID'],
  ['channel', 'Channel'],
  ['provider_name', 'Provider_Name'],
  ['provider_guid', 'Provider_Guid'],
  ['computer_name', 'Computer'],
  ['record_id', 'EventRecordID'],
  ['time_created', 'TimeCreated_SystemTime'],
  ['task', 'Task'],
  ['opcode', 'Opcode'],
  ['keywords', 'Keywords'],
  ['version', 'Version'],
];

const WINLOG_PARTS = [
  ['event_data', 'EventData'],
  ['user_data', 'UserData'],
] as const;

function flattenWinlogbeat(object: JsonObject, winlog: JsonObject): FieldMap | null {
  if (!Object.hasOwn(winlog, 'event_id') && !Object.hasOwn(winlog, 'channel')) return null;
  const fields: FieldMap = new Map();
  for (const [from, to] of WINLOG_SYSTEM) put(fields, to, member(winlog, from));
  const user = member(winlog, 'user');
  if (isJsonObject(user)) put(fields, 'Security_UserID', member(user, 'identifier'));
  const process = member(winlog, 'process');
  if (isJsonObject(process)) put(fields, 'Execution_ProcessID', member(process, 'pid'));
  for (const [key, part] of WINLOG_PARTS) {
    const data = member(winlog, key);
    if (!isJsonObject(data)) continue;
    putMembers(data, part, fields);
    putNumberedData(data, fields);
  }
  put(fields, 'Message', member(object, 'message'));
  for (const key in object) put(fields, key, object[key]);
  return fields;
}

/** Winlogbeat calls unnamed Data elements `param1`, `param2` …: they are the array `Data` as well. */
function putNumberedData(data: JsonObject, fields: FieldMap): void {
  const values: FieldValue[] = [];
  for (let i = 1; Object.hasOwn(data, `param${i}`); i += 1) values.push(data[`param${i}`] ?? null);
  if (values.length > 0) put(fields, 'Data', values);
}

const DOTTED_DATA = ['winlog.event_data.', 'winlog.user_data.'];

/** The same with the path in the key, as Elasticsearch exports flatten it. */
function flattenDottedWinlogbeat(object: JsonObject): FieldMap {
  const fields: FieldMap = new Map();
  for (const [from, to] of WINLOG_SYSTEM) put(fields, to, member(object, `winlog.${from}`));
  put(fields, 'Message', member(object, 'message'));
  for (const key in object) {
    const prefix = DOTTED_DATA.find((start) => key.startsWith(start));
    put(fields, prefix === undefined ? key : key.slice(prefix.length), object[key]);
  }
  return fields;
}
