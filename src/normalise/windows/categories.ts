// Service and event id -> Sigma categories: the taxonomy appendix 2.1.0 and the table of SigmaHQ's own rule checker
// (Security 4688, Defender as antivirus).

const NONE: readonly string[] = [];

/** Sysmon event id -> categories, except registry event 12, which depends on its `EventType`. */
const SYSMON: ReadonlyMap<number, readonly string[]> = new Map([
  [1, ['process_creation']],
  [2, ['file_change']],
  [3, ['network_connection']],
  [4, ['sysmon_status']],
  [5, ['process_termination']],
  [6, ['driver_load']],
  [7, ['image_load']],
  [8, ['create_remote_thread']],
  [9, ['raw_access_thread']],
  [10, ['process_access']],
  [11, ['file_event']],
  [12, ['registry_event']],
  [13, ['registry_event', 'registry_set']],
  [14, ['registry_event', 'registry_rename']],
  [15, ['create_stream_hash']],
  [16, ['sysmon_status']],
  [17, ['pipe_created']],
  [18, ['pipe_created']],
  [19, ['wmi_event']],
  [20, ['wmi_event']],
  [21, ['wmi_event']],
  [22, ['dns_query']],
  [23, ['file_delete']],
  [24, ['clipboard_capture']],
  [25, ['process_tampering']],
  [26, ['file_delete_detected']],
  [27, ['file_block_executable']],
  [28, ['file_block_shredding']],
  [29, ['file_executable_detected']],
  [255, ['sysmon_error']],
]);

const REGISTRY_ADD = ['registry_event', 'registry_add'];
const REGISTRY_DELETE = ['registry_event', 'registry_delete'];

const OTHERS: Readonly<Record<string, ReadonlyMap<number, readonly string[]>>> = {
  security: new Map([[4688, ['process_creation']]]),
  'powershell-classic': new Map([
    [400, ['ps_classic_start']],
    [600, ['ps_classic_provider_start']],
    [800, ['ps_classic_script']],
  ]),
  powershell: new Map([
    [4103, ['ps_module']],
    [4104, ['ps_script']],
  ]),
  windefend: new Map(
    [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116].map((id) => [
      id,
      ['antivirus'],
    ]),
  ),
};

/** `eventType` is Sysmon's `EventType` (`CreateKey`, `DeleteValue`), null when the event has none. */
export function categoriesOf(
  service: string,
  eventId: number,
  eventType: string | null,
): readonly string[] {
  if (service !== 'sysmon') return OTHERS[service]?.get(eventId) ?? NONE;
  if (eventId === 12 && eventType !== null) {
    const type = eventType.toLowerCase();
    if (type === 'createkey') return REGISTRY_ADD;
    if (type === 'deletekey' || type === 'deletevalue') return REGISTRY_DELETE;
  }
  return SYSMON.get(eventId) ?? NONE;
}
