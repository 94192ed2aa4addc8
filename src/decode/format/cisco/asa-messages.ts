// The wording of ASA's and FTD's messages by number, from Cisco's guide "Secure Firewall ASA Series Syslog Messages".
// How places are written: template.ts. A number may have several wordings; the first that fits counts.
import { compileTemplate, compileTemplates } from './template.ts';
import type { Template, Wordings } from './template.ts';

const CONNECTION = '{@src} to {@dst}';
const ON_INTERFACE = ' on interface {src_intf}';
const BURST =
  '. Current burst rate is {burst_rate} per second, max configured rate is {burst_limit}; Current average rate is {average_rate} per second, max configured rate is {average_limit}; Cumulative total count is {cumulative_count}';

const IDS_NUMBERS = Array.from({ length: 52 }, (_, index) => String(400_000 + index)).join(' ');

/** Numbers, wordings. */
const WORDINGS: Wordings = [
  [
    '106001',
    `{direction} {proto} connection {outcome} from ${CONNECTION} flags {tcp_flags*}${ON_INTERFACE}`,
  ],
  ['106002', '{proto} connection {outcome} by {direction} list {rule_name} src {@src} dest {@dst}'],
  ['106006 106007', `{outcome} {direction} {proto} from ${CONNECTION}[[${ON_INTERFACE}]]`],
  [
    '106010',
    `{outcome} {direction} {proto} src {@src} dst {@dst}`,
    `{outcome} {direction} {proto} from ${CONNECTION}`,
  ],
  ['106011', '{outcome} {direction} (No xlate) {proto} src {@src} dst {@dst}'],
  ['106012', `{outcome} {proto} from ${CONNECTION}, IP options {reason}`],
  ['106013', '{outcome} echo request from {@src} to PAT address {@dst}'],
  ['106014', '{outcome} {direction} {proto} src {@src} dst {@dst}'],
  [
    '106015',
    `{outcome} {proto} (no connection) from ${CONNECTION} flags {tcp_flags*}${ON_INTERFACE}`,
  ],
  ['106016', `{outcome} {proto} spoof from ({src_ip}) to {@dst}${ON_INTERFACE}`],
  ['106017', `{outcome} {proto} due to Land Attack from ${CONNECTION}`],
  [
    '106018',
    'ICMP packet type {icmp_type} {outcome} by {direction} list {rule_name} src {@src} dest {@dst}',
  ],
  [
    '106020',
    `{outcome} {proto} teardrop fragment (size = {size}, offset = {offset}) from ${CONNECTION}`,
  ],
  ['106021', `{outcome} {proto} reverse path check from ${CONNECTION}${ON_INTERFACE}`],
  ['106022', `{outcome} {proto} connection spoof from ${CONNECTION}${ON_INTERFACE}`],
  [
    '106023',
    '{outcome} {proto} src {@src} dst {@dst}[[ type {icmp_type}, code {icmp_code}]] by access-group "{rule_name}"',
  ],
  ['106027', '{outcome} src {@src} dst {@dst} by access-group "{rule_name}"'],
  ['106100', 'access-list {rule_name} {outcome} {proto} {@src} -> {@dst} hit-cnt {hit_count}'],
  [
    '106102 106103',
    'access-list {rule_name} {outcome} {proto} for user "{username}" {@src} -> {@dst} hit-cnt {hit_count}',
  ],
  [
    '108003',
    `Terminating ESMTP/SMTP connection; malicious pattern detected in the mail address from ${CONNECTION}`,
  ],
  ['109001', `Auth start for user "{username}" from ${CONNECTION}`],
  ['109002', `Auth from ${CONNECTION} {outcome}`],
  [
    '109005 109006',
    `Authentication {outcome} for user "{username}" from ${CONNECTION}[[${ON_INTERFACE}]]`,
  ],
  [
    '109007 109008',
    `Authorization {outcome} for user "{username}" from ${CONNECTION}[[${ON_INTERFACE}]]`,
  ],
  [
    '109025',
    `Authorization {outcome} (acl={rule_name}) for user "{username}" from ${CONNECTION}[[${ON_INTERFACE} using {proto}]]`,
  ],
  ['110002', 'Failed to locate egress interface for {proto} from {@src} to {@dst}'],
  ['110003', 'Routing {outcome} to locate next[[-]]hop for {proto} from {@src} to {@dst}'],
  ['111001', 'Begin configuration: {src_ip} writing to {target}'],
  ['111002 111007', 'Begin configuration: {src_ip} reading from {target}'],
  ['111003', '{src_ip} Erase configuration'],
  ['111004 111005', '{src_ip} end configuration: {outcome}'],
  [
    '111008',
    `User '{username}' executed the '{command*}' command.`,
    `User '{username}' executed the command {command+}`,
  ],
  ['111009', `User '{username}' executed cmd:{command+}`],
  ['111010', `User '{username}', running '{client}' from IP {src_ip}, executed '{command+}`],
  ['113003', 'AAA group policy for user {username} is being set to {group_policy}'],
  ['113004', 'AAA user {aaa_type} {outcome}: server = {server_ip}[[ ]], User = {username}'],
  [
    '113005',
    'AAA user {aaa_type} {outcome}[[ ]]: reason = {reason*}[[ ]]: server = {server_ip}[[ ]][[:]][[,]] user = {username}[[[[ ]]: user IP = {src_ip}]]',
  ],
  [
    '113006',
    `User '{username}' locked {outcome} on exceeding '{attempts}' successive failed authentication attempts`,
  ],
  ['113007', `User '{username}' unlocked by '{administrator}'`],
  ['113008', 'AAA transaction status {outcome}[[ ]]: user = {username}'],
  ['113009 113011', 'AAA retrieved {scope} group policy ({group_policy}) for user = {username}'],
  ['113010', 'AAA challenge received for user {username} from server {server_ip}'],
  ['113012', 'AAA user {aaa_type} {outcome}[[ ]]: local database[[ ]]: user = {username}'],
  [
    '113013',
    'AAA unable to complete the request {outcome}[[ ]]: reason = {reason*}[[ ]]: user = {username}',
  ],
  [
    '113014',
    'AAA {aaa_type} server not accessible[[ ]]: server = {server_ip}[[ ]]: user = {username}',
  ],
  [
    '113015',
    'AAA user {aaa_type} {outcome}[[ ]]: reason = {reason*}[[ ]]: local database[[ ]]: user = {username}[[[[ ]]: user IP = {src_ip}]]',
  ],
  [
    '113016',
    'AAA credentials {outcome}[[ ]]: reason = {reason*}[[ ]]: server = {server_ip}[[ ]]: user = {username}[[[[ ]]: user IP = {src_ip}]]',
  ],
  [
    '113017',
    'AAA credentials {outcome}[[ ]]: reason = {reason*}[[ ]]: local database[[ ]]: user = {username}[[[[ ]]: user IP = {src_ip}]]',
  ],
  [
    '113019',
    'Group = {group*}, Username = {username*}, IP = {src_ip}, Session {outcome}. Session Type: {session_type*}, Duration: {duration*}, Bytes xmt: {bytes_sent}, Bytes rcv: {bytes_received}, Reason: {reason+}',
  ],
  ['113021', 'Attempted console login {outcome}[[.]] user "{username}"'],
  [
    '113022 113023',
    'AAA Marking {server_type} server {server_ip} in aaa-server group {server_group} as {outcome}',
  ],
  ['113029 113030', '{outcome} {reason*} for user "{username}"'],
  [
    '113039',
    'Group <{group*}> User <{username*}> IP <{src_ip}> {client*} parent session {outcome}',
  ],
  [
    '201010',
    `Embryonic connection limit {outcome} {connections}/{limit} for {direction} packet from ${CONNECTION}${ON_INTERFACE}`,
  ],
  ['302003 302004', '{outcome} {proto} connection for foreign_address {@dst} local_address {@src}'],
  [
    '302013 302015 302017 302035',
    `{outcome} {direction} {proto} connection {connection_id} for ${CONNECTION}`,
    `{outcome} {direction} {proto} connection {connection_id} from ${CONNECTION}`,
  ],
  [
    '302014 302016 302018 302036',
    `{outcome} {proto} connection {connection_id} for ${CONNECTION} duration {duration} bytes {bytes}[[ {reason+}]]`,
    `{outcome} {proto} connection {connection_id} from ${CONNECTION} duration {duration} bytes {bytes}[[ {reason+}]]`,
  ],
  [
    '302020 302021',
    '{outcome} {direction} {proto} connection for faddr {@dst} gaddr {source.nat.ip}/{nat_id} laddr {@src}[[ type {icmp_type} code {icmp_code}]]',
    '{outcome} {proto} connection for faddr {@dst} gaddr {source.nat.ip}/{nat_id} laddr {@src}[[ type {icmp_type} code {icmp_code}]]',
    `{outcome} {proto} connection {connection_id} from ${CONNECTION}`,
  ],
  [
    '302022 302023 302024 302025 302026 302027',
    `{outcome} {role} stub {proto} connection for ${CONNECTION}`,
    `{outcome} stub {proto} connection for ${CONNECTION}[[ duration {duration} forwarded bytes {bytes}[[ {reason+}]]]]`,
  ],
  [
    '304001',
    '[[{username}@]]{src_ip} {outcome} URL {dst_ip*}:{url+}',
    '{@src} {outcome} URL {url+}',
  ],
  ['304002', 'Access {outcome} URL {url} SRC {@src} DEST {@dst}[[ on interface {src_intf}]]'],
  ['305005', '{reason*} for {proto} src {@src} dst {@dst}'],
  ['305006', '{nat_type*} translation creation {outcome} for {proto} src {@src} dst {@dst}'],
  [
    '305009 305010',
    '{outcome} {nat_type} translation from {@src} to {dst_intf}:{source.nat.ip}[[ duration {duration}]]',
  ],
  [
    '305011 305012',
    '{outcome} {nat_type} {proto} translation from {@src} to {dst_intf}[[({rule_name})]]:{source.nat.ip}/{source.nat.port}[[ duration {duration}]]',
  ],
  ['305013', '{reason*}; Connection for {proto} src {@src} dst {@dst} {outcome} due to'],
  ['308001', 'console enable password {outcome} for {attempts} tries (from {src_ip})'],
  [
    '313001 313008',
    `{outcome} {proto} type={icmp_type}, code={icmp_code} from {@src}${ON_INTERFACE}`,
  ],
  [
    '313004',
    `{outcome} {proto} type={icmp_type}, from laddr {@src}${ON_INTERFACE} to {@dst}: {reason+}`,
  ],
  [
    '313005',
    '{reason*} for {proto} error message: icmp src {@src} dst {@dst} on {message_intf} interface.[[ Original IP payload: {original_proto} src {original_src_ip}/{original_src_port} dst {original_dst_ip}/{original_dst_port}]]',
  ],
  ['313009', `{outcome} invalid {proto} code {icmp_code}, for ${CONNECTION}`],
  [
    '315011',
    'SSH session from {src_ip} on interface {src_intf} for user "{username$}" {outcome} by SSH server, reason: "{reason*}" (',
  ],
  [
    '315011',
    'SSH session from {src_ip} on interface {src_intf} for user "{username$}" {outcome} by SSH server, reason: {reason+}',
  ],
  ['322001', `{outcome} MAC address {src_mac}, possible spoof attempt${ON_INTERFACE}`],
  [
    '338001 338002 338003 338004 338005 338006 338007 338008 338201 338202 338203 338204',
    `Dynamic Filter {outcome} {list} {proto} traffic from ${CONNECTION}, {reason+}`,
  ],
  // 400000 to 400051: signatures of intrusion detection
  [IDS_NUMBERS, `IDS:{signature_id} {signature*} from ${CONNECTION}${ON_INTERFACE}`],
  [
    '401004',
    '{outcome} packet: {src_ip} ==> {dst_ip} on interface {src_intf}',
    '{outcome} packet: {src_ip} = {dst_ip} on interface {src_intf}',
  ],
  ['402117', '{service}: Received a non-IPSec packet (protocol= {proto}) from {@src} to {dst_ip}'],
  [
    '402119',
    '{service}: Received an {proto} packet (SPI= {spi}, sequence number= {sequence}) from {src_ip} (user= {username}) to {dst_ip} that {reason+}',
  ],
  [
    '402115 402116',
    '{service}: Received an {proto} packet {reason*} from {src_ip}[[ (user= {username})]] to {dst_ip}',
  ],
  [
    '405001',
    'Received ARP {arp_type} collision from {src_ip}/{src_mac}[[ on interface {src_intf}]]',
  ],
  ['406001', `FTP port command low port: ${CONNECTION}${ON_INTERFACE}`],
  ['407001', '{outcome} traffic for local-host {@src}, {reason+}'],
  ['410001', `{outcome} {proto} DNS {reason*} from ${CONNECTION}; {detail+}`],
  [
    '411001 411002',
    'Line protocol on interface {interface}, changed state to {outcome}',
    'Line protocol on interface {interface} changed state to {outcome}',
  ],
  ['419001', `{outcome} {proto} packet from ${CONNECTION}, reason: {reason+}`],
  ['419002', `{reason*} from ${CONNECTION} with`],
  [
    '421001 421002 421003 421005 421006 421007',
    `{proto} flow from ${CONNECTION} {outcome} {reason+}`,
  ],
  [
    '500003',
    `Bad {proto} hdr length {detail*} from ${CONNECTION}, flags: {tcp_flags*}, on interface {src_intf}`,
  ],
  ['500004', `Invalid transport field for protocol={proto}, from ${CONNECTION}`],
  ['502101', 'New user {outcome} to local dbase: Uname: {target_user} Priv: {privilege}'],
  ['502102', 'User {outcome} from local dbase: Uname: {target_user} Priv: {privilege}'],
  [
    '502103',
    'User priv level {outcome}: Uname: {username} From: {privilege_before} To: {privilege}',
  ],
  [
    '602303 602304',
    '{service}: An {direction} {tunnel_type} SA (SPI= {spi}) between {src_ip} and {dst_ip} (user= {username}) has been {outcome}',
  ],
  [
    '605004 605005',
    'Login {outcome} from {@src} to {dst_intf}:{dst_ip}/{service} for user "{username$}"[[ ]]',
    'Login {outcome} from {src_ip} to {service} for user "{username}"',
    'Login {outcome} from {@src} for user "{username}"',
  ],
  [
    '606001 606002 606003 606004',
    'ASDM[[ logging]] session number {session_id} from {src_ip} {outcome}',
  ],
  ['609001 609002', '{outcome} local-host {@src}[[ duration {duration}]]'],
  [
    '611101 611102',
    'User authentication {outcome}: [[IP address: {src_ip}, ]][[IP, ]]Uname: {username}',
  ],
  ['611103', 'User logged {outcome}: Uname: {username}'],
  ['710001 710002 710003', `{proto} access {outcome}[[ by ACL]] from ${CONNECTION}`],
  ['710004', `{proto} connection limit {outcome} from ${CONNECTION}`],
  ['710005 710006', `{proto} request {outcome} from ${CONNECTION}`],
  ['716001', 'Group <{group*}> User <{username*}> IP <{src_ip}> WebVPN session {outcome}'],
  [
    '716002',
    'Group <{group*}> User <{username*}> IP <{src_ip}> WebVPN session {outcome}: {reason+}',
  ],
  [
    '716038 716039',
    'Group <{group*}> User <{username*}> IP <{src_ip}> Authentication: {outcome}, [[{reason*}, ]]Session Type: {session_type+}',
  ],
  [
    '722022 722023',
    'Group <{group*}> User <{username*}> IP <{src_ip}> {proto} SVC connection {outcome}',
  ],
  [
    '722051',
    'Group <{group*}> User <{username*}> IP <{src_ip}> [[IPv4 ]]Address <{assigned_ip}>[[ IPv6 address <{assigned_ipv6}>]] {outcome} to session',
  ],
  [
    '725001',
    'Starting SSL handshake with {role} {@src} to {@dst} for {protocol}',
    'Starting SSL handshake with {role} {@src} for {protocol}',
  ],
  [
    '725002',
    'Device completed SSL handshake with {role} {@src} to {@dst} for {protocol}',
    'Device completed SSL handshake with {role} {@src}',
  ],
  ['725003', 'SSL {role} {@src}[[ to {@dst}]] request'],
  ['725004 725005 725006', '{reason*} SSL {role} {@src}[[ to {@dst}]]'],
  ['725007', 'SSL session with {role} {@src}[[ to {@dst}]][[ for {protocol}]] {outcome}'],
  [
    '733100',
    `[{object*}] drop {rate_id} {outcome}${BURST}`,
    `{object*} drop {rate_id} {outcome}${BURST}`,
  ],
  [
    '733101',
    `{object} {src_ip} {outcome}${BURST}`,
    '{object} {src_ip} (is {outcome}). Current burst rate is {burst_rate} per second',
    '{object} {src_ip} is {outcome}. Current burst rate is {burst_rate} per second',
  ],
  [
    '733102 733103',
    'Threat-detection {outcome} host {src_ip} to shun list',
    'Threat-detection {outcome} host {src_ip} from shun list',
  ],
  ['733104 733105', '{reason*} attack detected to {@dst}'],
  ['734001', 'DAP: User {username}, Addr {src_ip}, Connection {connection}: {detail+}'],
  ['734002 734003', 'DAP: User {username}, Addr {src_ip}: {detail+}'],
  ['746012 746013', 'user-identity: {outcome} IP-User mapping {src_ip} - {username} {reason+}'],
];

/** What many other messages begin with: VPN sessions name their group, user and address. */
const SESSION_WORDINGS = [
  'Group <{group*}> User <{username*}> IP <{src_ip}>',
  'Group = {group*}, Username = {username*}, IP = {src_ip}[[,]]',
  'Group = {group*}, IP = {src_ip}[[,]]',
  'IP = {src_ip},',
  'Local:{dst_ip}:{dst_port} Remote:{src_ip}:{src_port} Username:{username}',
];

/** Wordings by the six digits of the message's number. */
export const ASA_MESSAGES: ReadonlyMap<string, readonly Template[]> = compileTemplates(WORDINGS);
export const ASA_SESSIONS: readonly Template[] = SESSION_WORDINGS.map(compileTemplate);
