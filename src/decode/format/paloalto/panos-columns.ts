// The columns of PAN-OS's logs by type, in the order of "Syslog Field Descriptions" (PAN-OS 11); older releases stop
// earlier, and none has moved a column. Names are the vendor's variable names; `-` is a column for future use.

const HEAD = '- receive_time serial type subtype - time_generated';
const GROUPS =
  'dg_hier_level_1 dg_hier_level_2 dg_hier_level_3 dg_hier_level_4 vsys_name device_name';
const SESSION =
  'src dst natsrc natdst rule srcuser dstuser app vsys from to inbound_if outbound_if logset - sessionid repeatcnt sport dport natsport natdport flags proto action';
const DEVICES = ['src', 'dst']
  .map((side) =>
    ['category', 'profile', 'model', 'vendor', 'osfamily', 'osversion', 'host', 'mac']
      .map((name) => `${side}_${name}`)
      .join(' '),
  )
  .join(' ');
const PLACES = 'container_id pod_namespace pod_name src_edl dst_edl';
const APPLICATION =
  'subcategory_of_app category_of_app technology_of_app risk_of_app characteristic_of_app container_of_app tunneled_app is_saas_of_app sanctioned_state_of_app';

const TEXTS: Readonly<Record<string, string>> = {
  TRAFFIC: `${HEAD} ${SESSION} bytes bytes_sent bytes_received packets start elapsed category - seqno actionflags srcloc dstloc - pkts_sent pkts_received session_end_reason ${GROUPS} action_source src_uuid dst_uuid tunnelid monitortag parent_session_id parent_start_time tunnel assoc_id chunks chunks_sent chunks_received rule_uuid http2_connection link_change_count policy_id link_switches sdwan_cluster sdwan_device_type sdwan_cluster_type sdwan_site dynusergroup_name xff_ip ${DEVICES} ${PLACES} hostid serialnumber src_dag dst_dag session_owner high_res_timestamp nssai_sst nssai_sd ${APPLICATION} offloaded`,
  THREAT: `${HEAD} ${SESSION} misc threatid category severity direction seqno actionflags srcloc dstloc - contenttype pcap_id filedigest cloud url_idx user_agent filetype xff referer sender subject recipient reportid ${GROUPS} - src_uuid dst_uuid http_method tunnelid monitortag parent_session_id parent_start_time tunnel thr_category contentver - assoc_id ppid http_headers url_category_list rule_uuid http2_connection dynusergroup_name xff_ip ${DEVICES} ${PLACES} hostid serialnumber domain_edl src_dag dst_dag partial_hash high_res_timestamp reason justification nssai_sst ${APPLICATION} cloud_reportid cluster_name flow_type`,
  SYSTEM: `${HEAD} vsys eventid object - - module severity opaque seqno actionflags ${GROUPS} - - high_res_timestamp`,
  CONFIG: `${HEAD} host vsys cmd admin client result path seqno actionflags ${GROUPS} dg_id comment - high_res_timestamp`,
  GLOBALPROTECT: `${HEAD} vsys eventid stage auth_method tunnel_type srcuser srcregion machinename public_ip public_ipv6 private_ip private_ipv6 hostid serialnumber client_ver client_os client_os_ver repeatcnt reason error opaque status location login_duration connect_method error_code portal seqno actionflags high_res_timestamp selection_type response_time priority attempted_gateways gateway ${GROUPS} vsys_id cluster_name`,
  USERID: `${HEAD} vsys ip user datasourcename eventid repeatcnt timeout beginport endport datasource datasourcetype seqno actionflags ${GROUPS} vsys_id factortype factorcompletiontime factorno ugflags userbysource tag_name high_res_timestamp origindatasource cluster_name`,
  HIPMATCH: `${HEAD} srcuser vsys machinename os src matchname repeatcnt matchtype - - seqno actionflags ${GROUPS} vsys_id srcipv6 hostid serialnumber mac high_res_timestamp cluster_name`,
  DECRYPTION: `${HEAD} ${SESSION} tunnel - - src_uuid dst_uuid rule_uuid hs_stage_c2f hs_stage_f2s tls_version tls_keyxchg tls_enc tls_auth policy_name ec_curve err_index root_status chain_status proxy_type cert_serial fingerprint notbefore notafter cert_ver cert_size cn_len issuer_len rootcn_len sni_len cert_flags cn issuer_cn root_cn sni error ${PLACES} src_dag dst_dag high_res_timestamp ${DEVICES} seqno actionflags ${GROUPS} vsys_id ${APPLICATION} cluster_name`,
  AUTHENTICATION: `${HEAD} vsys ip user normalize_user object authpolicy repeatcnt authid vendor logset serverprofile desc clienttype event factorno seqno actionflags ${GROUPS} vsys_id authproto rule_uuid high_res_timestamp src_category src_profile src_model src_vendor src_osfamily src_osversion src_host src_mac region - user_agent sessionid cluster_name`,
  IPTAG: `${HEAD} vsys ip tag_name eventid repeatcnt timeout datasourcename datasource_type datasource_subtype seqno actionflags ${GROUPS} vsys_id high_res_timestamp`,
  CORRELATION: `${HEAD} src srcuser vsys category severity ${GROUPS} vsys_id objectname object_id evidence`,
};

export type Columns = readonly string[];

const split = (text: string): Columns => text.split(' ');
const BY_TYPE: ReadonlyMap<string, Columns> = new Map(
  Object.entries(TEXTS).map(([type, text]) => [type, split(text)]),
);
/** Of a type that the table lacks: what all types begin with. */
const COMMON = split(HEAD);
/** With the details that a custom format adds before the sequence number. */
const CONFIG_DETAILS = split(
  (TEXTS['CONFIG'] ?? '').replace(' seqno', ' before_change_detail after_change_detail seqno'),
);
const CONFIG_SEQNO = 14;

/** The columns of a record; more cells than columns come with a later release. */
export function columnsOf(type: string, cells: readonly string[]): Columns {
  const isDetailed =
    type === 'CONFIG' &&
    cells[CONFIG_SEQNO + 3]?.startsWith('0x') === true &&
    cells[CONFIG_SEQNO + 1]?.startsWith('0x') !== true;
  return isDetailed ? CONFIG_DETAILS : (BY_TYPE.get(type) ?? COMMON);
}
