import type { FieldValue } from '../../event/event.ts';

type FieldMap = Map<string, FieldValue>;

/** Mandatory label SIDs of token integrity (MS-DTYP 2.4.2.4, "well-known SID structures"), in Sysmon's words. */
const INTEGRITY: ReadonlyMap<string, string> = new Map([
  ['S-1-16-0', 'Untrusted'],
  ['S-1-16-4096', 'Low'],
  ['S-1-16-8192', 'Medium'],
  ['S-1-16-8448', 'Medium'],
  ['S-1-16-12288', 'High'],
  ['S-1-16-16384', 'System'],
  ['S-1-16-20480', 'Protected'],
]);

/**
 * Gives Security 4688 the names of Sysmon 1, beside its own. `ProcessId` stays: in 4688 it is the creator's. What
 * 4688 does not log (`OriginalFileName`, `Hashes`, `CurrentDirectory`) stays absent.
 */
export function addProcessCreationFields(fields: FieldMap): void {
  alias(fields, 'NewProcessName', 'Image');
  alias(fields, 'ParentProcessName', 'ParentImage');
  const label = fields.get('MandatoryLabel');
  const integrity = typeof label === 'string' ? INTEGRITY.get(label) : undefined;
  if (integrity !== undefined && !fields.has('IntegrityLevel'))
    fields.set('IntegrityLevel', integrity);
  // The target is there when the process runs as somebody other than its creator
  const role = isNamed(fields.get('TargetUserName')) ? 'Target' : 'Subject';
  alias(fields, `${role}LogonId`, 'LogonId');
  const name = fields.get(`${role}UserName`);
  if (!isNamed(name) || fields.has('User')) return;
  const domain = fields.get(`${role}DomainName`);
  fields.set('User', isNamed(domain) ? `${domain}\\${name}` : name);
}

function alias(fields: FieldMap, from: string, to: string): void {
  const value = fields.get(from);
  if (value !== undefined && !fields.has(to)) fields.set(to, value);
}

function isNamed(value: FieldValue | undefined): value is string {
  return typeof value === 'string' && value.length > 0 && value !== '-';
}
