// Lines of 34 units for the flood: firewall, Windows and antivirus, the same for the same seed.
import { readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** The 34 units of the bundled inventory, in its order: unit N has the network 10.95.N.0/24. */
export const UNITS = readUnits();

export const KINDS = ['firewall', 'windows', 'antivirus'];

function readUnits() {
  const text = readFileSync(new URL('seeds/hau-giang/inventory.yml', root), 'utf8');
  const [, units = ''] = text.split(/^units:$/m);
  const [own = ''] = units.split(/^[a-z-]+:$/m);
  return [...own.matchAll(/^ {2}- id: (.*)$/gm)].map(([, id]) => id).slice(0, 34);
}

/** mulberry32 */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * `mixed`: 70 % firewall (1 % of it attacks), 28 % Windows (of it half 4624, 5 % 4625, the rest 4688), 2 % antivirus.
 * `matching`: nothing but interactive 4624 of 200 people a unit: every line matches a rule that only counts.
 */
export function createLines(seed, mix) {
  const random = createRandom(seed);
  const below = (n) => Math.floor(random() * n);
  let record = 0;
  const kindOf = () => {
    if (mix === 'matching') return 'windows';
    const at = random();
    return at < 0.7 ? 'firewall' : at < 0.98 ? 'windows' : 'antivirus';
  };
  const make = {
    firewall(n, ms) {
      const local = new Date(ms + 7 * 3600_000).toISOString();
      const head = `<189>date=${local.slice(0, 10)} time=${local.slice(11, 19)} devname="FW-${n}" devid="FGT60FTK200000${n}" eventtime=${Math.floor(ms / 1000)} tz="+0700"`;
      const inside = `10.95.${n}.${10 + below(200)}`;
      const outside = `203.0.113.${1 + below(250)}`;
      const session = `sessionid=${below(1e6)} proto=6`;
      if (random() < 0.01)
        return `${head} logid="0000000013" type="traffic" subtype="forward" level="warning" vd="root" srcip=${inside} srcport=${1024 + below(60000)} srcintf="internal" srcintfrole="lan" dstip=10.95.${1 + below(34)}.${10 + below(40)} dstport=${[445, 3389, 23, 22][below(4)]} dstintf="internal" dstintfrole="lan" ${session} action="${below(2) === 0 ? 'deny' : 'accept'}" policyid=7 service="other" duration=0 sentbyte=0 rcvdbyte=0`;
      if (random() < 0.1)
        return `${head} logid="1501054802" type="utm" subtype="dns" eventtype="dns-response" level="notice" vd="root" policyid=7 srcip=${inside} srcport=${1024 + below(60000)} srcintf="internal" srcintfrole="lan" dstip=10.95.100.20 dstport=53 dstintf="wan1" dstintfrole="wan" ${session} profile="default" qname="trang-${below(5000)}.example" qtype="A" qclass="IN" ipaddr="${outside}" msg="Domain is monitored" action="pass" cat=52`;
      return `${head} logid="0000000013" type="traffic" subtype="forward" level="notice" vd="root" srcip=${inside} srcport=${1024 + below(60000)} srcintf="internal" srcintfrole="lan" dstip=${outside} dstport=443 dstintf="wan1" dstintfrole="wan" ${session} action="close" policyid=7 service="HTTPS" trandisp="snat" duration=${below(300)} sentbyte=${below(1e5)} rcvdbyte=${below(1e6)} app="HTTPS.BROWSER" hostname="trang-${below(5000)}.example"`;
    },
    windows(n, ms) {
      const at = random();
      const id = mix === 'matching' || at < 0.5 ? 4624 : at < 0.55 ? 4625 : 4688;
      const pc = `PC-${n}-${String(below(40)).padStart(3, '0')}`;
      const user = `nguoidung${below(200)}.dv${n}`;
      const type = mix === 'matching' ? 2 : [3, 3, 3, 5, 2][below(5)];
      const data = {
        4624: `"TargetUserSid":"S-1-5-21-2025429265-764733703-1417001333-${1100 + below(200)}","TargetUserName":"${user}","TargetDomainName":"HAUGIANG","LogonType":"${type}","IpAddress":"10.95.${n}.${10 + below(40)}","IpPort":"0"`,
        4625: `"TargetUserSid":"S-1-0-0","TargetUserName":"${user}","TargetDomainName":"HAUGIANG","Status":"0xc000006d","SubStatus":"0xc000006a","LogonType":"3","IpAddress":"10.95.${n}.${10 + below(40)}","IpPort":"0"`,
        4688: `"NewProcessId":"0x${below(65535).toString(16)}","NewProcessName":"C:\\\\Program Files\\\\Microsoft Office\\\\root\\\\Office16\\\\WINWORD.EXE","TokenElevationType":"%%1938","ProcessId":"0x${below(65535).toString(16)}","CommandLine":"\\"WINWORD.EXE\\" /n C:\\\\Users\\\\${user}\\\\van-ban-${below(1e5)}.docx","ParentProcessName":"C:\\\\Windows\\\\explorer.exe"`,
      }[id];
      record += 1;
      return `{"@timestamp":"${new Date(ms).toISOString()}","event":{"code":"${id}","provider":"Microsoft-Windows-Security-Auditing","kind":"event"},"host":{"name":"${pc}"},"winlog":{"channel":"Security","provider_name":"Microsoft-Windows-Security-Auditing","event_id":"${id}","record_id":${record},"computer_name":"${pc}","event_data":{"SubjectUserName":"${pc}$","SubjectDomainName":"HAUGIANG",${data}}},"agent":{"type":"winlogbeat","version":"8.15.0"}}`;
    },
    antivirus(n, ms) {
      record += 1;
      const local = new Date(ms + 7 * 3600_000).toISOString();
      const time = `${local.slice(8, 10)}/${local.slice(5, 7)}/${local.slice(0, 4)} ${local.slice(11, 19)}`;
      const head = `${record};Đơn vị ${n};PC-${n}-${String(below(40)).padStart(3, '0')};10.95.${n}.${10 + below(40)};nguoidung${below(200)}.dv${n}`;
      return random() < 0.02
        ? `${head};Trojan.Agent;C:\\Users\\tai-lieu-${below(50)}.exe;;Nhiễm;Đã xóa;${time}`
        : `${head};;;;Sạch;;${time}`;
    },
  };
  return {
    kindOf,
    line: (kind, unit, ms) => make[kind](unit + 1, ms),
    header: (kind) =>
      kind === 'antivirus'
        ? 'STT;Nhóm quản trị;Tên máy trạm;Địa chỉ IP;Người sử dụng;Tên mã độc;Đường dẫn tệp tin;SHA256;Trạng thái nhiễm;Kết quả xử lý;Thời gian phát hiện\n'
        : '',
  };
}
