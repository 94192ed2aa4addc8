// The wording of IOS's and NX-OS's messages that say who came from where, from Cisco's system message guides. How
// places are written: template.ts.
import { compileTemplates } from './template.ts';

const HARDWARE = '[[ ({src_intf}[[ {src_mac}]])]]';
const LOGIN = '[user: {username$}] [Source: {src_ip}] [localport: {dst_port}]';
const CIPHER = `using crypto cipher '{cipher$}'`;
const CLIENT = 'for client ({src_mac$}) on Interface {src_intf} AuditSessionID';

/** Mnemonics, wordings. */
export const IOS_MESSAGES = compileTemplates([
  [
    'IPACCESSLOGP ACCESSLOGP',
    `list {rule_name} {outcome} {proto} {src_ip}({src_port})${HARDWARE} -> {dst_ip}({dst_port}), {packets} packet`,
  ],
  [
    'IPACCESSLOGDP ACCESSLOGDP IPACCESSLOGSP',
    `list {rule_name} {outcome} {proto} {src_ip}${HARDWARE} -> {dst_ip} ({icmp_type}/{icmp_code}), {packets} packet`,
  ],
  [
    'IPACCESSLOGNP ACCESSLOGNP IPACCESSLOGRP',
    `list {rule_name} {outcome} {proto} {src_ip}${HARDWARE} -> {dst_ip}[[ ({detail})]], {packets} packet`,
  ],
  ['IPACCESSLOGS', 'list {rule_name} {outcome} {src_ip} {packets} packet'],
  ['LOGIN_FAILED', `Login {outcome} ${LOGIN} [Reason: {reason$}]`],
  ['LOGIN_SUCCESS', `Login {outcome} ${LOGIN}`],
  [
    'QUIET_MODE_ON',
    `Still timeleft for watching failures is {seconds} secs, ${LOGIN} [Reason: {reason$}]`,
  ],
  [
    'CONFIG_I',
    'Configured from {config_source} by {username} on {line} ({src_ip})',
    'Configured from {config_source} by {line} ({src_ip})',
    'Configured from {config_source} by {line}',
  ],
  [
    'VSHD_SYSLOG_CONFIG_I',
    'Configured from {config_source} by {username} on {src_ip*}@{line}',
    'Configured from {config_source} by {username} on {line}',
  ],
  ['CFGLOG_LOGGEDCMD', 'User:{username} logged command:{command+}'],
  ['PRIV_AUTH_PASS PRIV_AUTH_FAIL', 'Privilege level {detail*} by {username} on {line} ({src_ip})'],
  ['LOGOUT', 'User {username} has exited tty session {line}({src_ip})'],
  ['LOGGINGHOST_STARTSTOP', 'Logging to host {dst_ip}[[ port {dst_port}]] {outcome}'],
  [
    'SSH2_SESSION',
    `SSH2 Session request from {src_ip} (tty = {line}) ${CIPHER}, hmac '{hmac$}' {outcome}`,
  ],
  [
    'SSH2_USERAUTH',
    `User '{username$}' authentication for SSH2 Session from {src_ip} (tty = {line}) ${CIPHER}, hmac '{hmac$}' {outcome}`,
  ],
  [
    'SSH2_CLOSE',
    `SSH2 Session from {src_ip} (tty = {line}) for user '{username$}' ${CIPHER}, hmac '{hmac$}' {outcome}`,
  ],
  ['LOGIN_PASSED', `Login {outcome} from host {src_ip} by user '{username$}'`],
  ['AUTHFAIL', 'Authentication {outcome} for SNMP req from host {src_ip}'],
  ['FAIL SUCCESS AUTHFAIL', `{auth_step} {outcome} ${CLIENT}`],
  ['START', `Starting '{auth_method}' ${CLIENT}`],
  ['RESULT', `Authentication result '{outcome}' from '{auth_method}' ${CLIENT}`],
  ['UPDOWN', '[[Line protocol on ]]Interface {interface}, changed state to {outcome}'],
  [
    'PSECURE_VIOLATION',
    'Security violation occurred, caused by MAC address {src_mac} on port {src_intf}',
  ],
  [
    'SIGNATURE',
    'Sig:{signature_id} Subsig:{subsignature_id} Sev:{signature_severity} {signature*} [{src_ip*}:{src_port} -> {dst_ip*}:{dst_port}]',
  ],
  [
    'DROP_PKT',
    '{outcome} {proto} session {src_ip*}:{src_port} {dst_ip*}:{dst_port} on zone-pair {zone_pair} class {class} {reason+}',
    '{outcome} {proto} {detail*} {src_ip*}:{src_port} => {dst_ip*}:{dst_port}',
  ],
  [
    'SESS_AUDIT_TRAIL SESS_AUDIT_TRAIL_START',
    '{context*}:{outcome} {proto} session: initiator ({src_ip*}:{src_port}) sent {bytes_sent} bytes -- responder ({dst_ip*}:{dst_port}) sent {bytes_received} bytes',
    '{context*}:{outcome} {proto} session: initiator ({src_ip*}:{src_port}) -- responder ({dst_ip*}:{dst_port})',
  ],
  [
    'SYSTEM_MSG',
    'pam_aaa:Authentication {outcome} for user {username} from {src_ip}',
    '{context*}: Authentication {outcome} for [[illegal user ]]{username} from {src_ip}',
  ],
]);
