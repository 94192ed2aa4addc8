// A province's logs as they are written live: several units and formats, rotated in every way, with bursts that trigger
// every type of correlation. What is written follows from the seed; when, from the clock.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

const UNITS = ['u1', 'u2', 'u3', 'u4', 'u5'];
const AV_HEADER =
  '\ufeffSTT;Nhóm quản trị;Tên máy trạm;Địa chỉ IP;Người sử dụng;Tên mã độc;Đường dẫn tệp tin;SHA256;Trạng thái nhiễm;Kết quả xử lý;Thời gian phát hiện';
/** No real rotation comes twice within seconds. */
const ROTATE_MS = 6000;

/** Rules over the three formats: plain ones, and one correlation of each type and kind. */
export const RULES = `title: Malware found
name: malware
id: 10000000-0000-4000-8000-000000000001
level: high
logsource: { category: antivirus }
detection: { selection: { HandlingResult: failed }, condition: selection }
---
title: User created
name: created
id: 10000000-0000-4000-8000-000000000002
level: medium
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4720 }, condition: selection }
---
title: Failed logon
name: failed
id: 10000000-0000-4000-8000-000000000003
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4625 }, condition: selection }
---
title: Logon
name: logon
id: 10000000-0000-4000-8000-000000000004
logsource: { product: windows, service: security }
detection: { selection: { EventID: 4624 }, condition: selection }
---
title: Denied
name: denied
id: 10000000-0000-4000-8000-000000000005
logsource: { category: firewall }
detection: { selection: { action: deny }, condition: selection }
---
title: Many failures
name: many
id: 20000000-0000-4000-8000-000000000001
level: high
correlation: { type: event_count, rules: [failed], group-by: [TargetUserName], timespan: 20s, condition: { gte: 6 } }
---
title: Port scan
id: 20000000-0000-4000-8000-000000000002
level: high
correlation: { type: value_count, rules: [denied], group-by: [src_ip], timespan: 30s, condition: { field: dst_port, gte: 12 } }
---
title: Failures and a new user
id: 20000000-0000-4000-8000-000000000003
level: high
correlation: { type: temporal, rules: [failed, created], group-by: [Computer], timespan: 10s, generate: true }
---
title: Failures, then a logon
id: 20000000-0000-4000-8000-000000000004
level: critical
correlation: { type: temporal_ordered, rules: [many, logon], group-by: [TargetUserName], timespan: 15s }
---
title: Failures without a logon
id: 20000000-0000-4000-8000-000000000005
level: low
correlation: { type: temporal, group-by: [TargetUserName], timespan: 8s, condition: failed and not logon }
---
title: Bytes sent in all
id: 20000000-0000-4000-8000-000000000006
level: medium
correlation: { type: value_sum, rules: [denied], group-by: [src_ip], timespan: 20s, condition: { field: sentbyte, gte: 9000 } }
---
title: Bytes sent on average
id: 20000000-0000-4000-8000-000000000007
level: low
correlation: { type: value_avg, rules: [denied], group-by: [src_ip], timespan: 20s, condition: { field: sentbyte, gte: 700 } }
---
title: Bytes sent, ninth decile
id: 20000000-0000-4000-8000-000000000008
level: low
correlation: { type: value_percentile, rules: [denied], group-by: [src_ip], timespan: 20s, condition: { field: sentbyte, percentile: 90, gte: 950 } }
---
title: Bytes sent, median
id: 20000000-0000-4000-8000-000000000009
level: low
correlation: { type: value_median, rules: [denied], group-by: [src_ip], timespan: 20s, condition: { field: sentbyte, gte: 650 } }
---
title: The same malware in many units
id: 20000000-0000-4000-8000-00000000000a
level: critical
soclite.scope: province
correlation: { type: value_count, rules: [malware], group-by: [Signature], timespan: 40s, generate: true, condition: { field: soclite.unit, gte: 3 } }
`;

export function config(data: string, latenessMs: number): string {
  const units = UNITS.map(
    (id) => `  - { id: ${id}, name: ${id}, short-name: ${id}, console-groups: [Group ${id}] }`,
  );
  return `name: test
data: ${data}
units:
${units.join('\n')}
rules: [rules]
sources:
  - { id: fw, path: 'logs/{unit}/fw.log' }
  - { id: win, path: 'logs/{unit}/win.ndjson' }
  - { id: av, path: 'logs/central/av.csv' }
alerts: { window: 1m, lateness: ${latenessMs}ms }
`;
}

type Rotation = 'rename' | 'copytruncate';
type Random = () => number;

interface LogFile {
  readonly path: string;
  readonly rotation: Rotation;
  /** First line of every new file. */
  readonly header: string | null;
  readonly make: (nowMs: number) => readonly string[];
  rotations: number;
  rotatedMs: number;
}

export interface Feed {
  /** Writes what is due now; rotates now and then. */
  write(nowMs: number): void;
  readonly lines: number;
  readonly rotations: number;
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export function createFeed(folder: string, seed: number, startMs: number): Feed {
  const random = createRandom(seed);
  const file = (
    name: string,
    rotation: Rotation,
    make: LogFile['make'],
    header: string | null = null,
  ): LogFile => ({
    path: join(folder, 'logs', name),
    rotation,
    header,
    make,
    rotations: 0,
    rotatedMs: startMs + Math.floor(random() * ROTATE_MS),
  });
  const files = [
    ...UNITS.flatMap((unit) => [
      file(`${unit}/fw.log`, 'rename', firewallOf(unit, random)),
      file(`${unit}/win.ndjson`, 'copytruncate', windowsOf(unit, random)),
    ]),
    file('central/av.csv', 'rename', antivirus(random), AV_HEADER),
  ];
  let lines = 0;
  for (const { path, header } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, header === null ? '' : `${header}\n`);
  }
  return {
    get lines() {
      return lines;
    },
    get rotations() {
      return files.reduce((sum, { rotations }) => sum + rotations, 0);
    },
    write(nowMs) {
      for (const each of files) {
        const made = each.make(nowMs);
        append(each.path, made, random);
        lines += made.length;
        if (nowMs - each.rotatedMs > ROTATE_MS && random() < 0.05) rotate(each, nowMs);
      }
    },
  };
}

/** Sometimes a line is torn in two writes. */
function append(path: string, lines: readonly string[], random: Random): void {
  if (lines.length === 0) return;
  const text = lines.map((line) => `${line}\n`).join('');
  const cut = random() < 0.2 ? Math.floor(text.length / 2) : text.length;
  appendFileSync(path, text.slice(0, cut));
  if (cut < text.length) appendFileSync(path, text.slice(cut));
}

/** As logrotate with delaycompress: old generations move up by one, the second is compressed. */
function rotate(file: LogFile, nowMs: number): void {
  const { path, rotation, header } = file;
  for (let n = file.rotations; n >= 1; n -= 1) {
    const suffix = existsSync(`${path}.${n}.gz`) ? '.gz' : '';
    renameSync(`${path}.${n}${suffix}`, `${path}.${n + 1}${suffix}`);
  }
  if (existsSync(`${path}.2`)) {
    writeFileSync(`${path}.2.gz`, gzipSync(readFileSync(`${path}.2`)));
    rmSync(`${path}.2`);
  }
  file.rotations += 1;
  file.rotatedMs = nowMs;
  if (rotation === 'copytruncate') {
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
  } else {
    renameSync(path, `${path}.1`);
    writeFileSync(path, header === null ? '' : `${header}\n`);
  }
}

function pick<T>(random: Random, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** A few lines, and now and then a burst by one address. */
function firewallOf(unit: string, random: Random): LogFile['make'] {
  let n = 0;
  const line = (nowMs: number, source: string, port: number, bytes: number): string => {
    n += 1;
    const local = new Date(nowMs + 7 * 3_600_000).toISOString();
    const [date = '', time = ''] = local.slice(0, 19).split('T');
    return `date=${date} time=${time} devname="FW-${unit}" devid="FGT60F${unit}" eventtime=${nowMs}000000 tz="+0700" logid="0000000013" type="traffic" subtype="forward" level="warning" vd="root" srcip=${source} srcport=${1024 + (n % 60000)} dstip=10.1.0.${1 + (n % 200)} dstport=${port} sessionid=${n} proto=6 action="deny" policyid=0 sentbyte=${bytes} rcvdbyte=0`;
  };
  return (nowMs) => {
    const burst = random() < 0.02 ? 14 : random() < 0.3 ? 1 : 0;
    const source = `203.0.113.${Math.floor(random() * 12)}`;
    return Array.from({ length: burst }, (_, i) =>
      line(nowMs, source, 20 + i, Math.floor(random() * 1000)),
    );
  };
}

function windowsOf(unit: string, random: Random): LogFile['make'] {
  let n = 0;
  const line = (nowMs: number, id: number, user: string): string => {
    n += 1;
    return JSON.stringify({
      EventID: id,
      Channel: 'Security',
      Computer: `pc-${unit}-${n % 4}`,
      TargetUserName: user,
      EventRecordID: n,
      '@timestamp': new Date(nowMs).toISOString(),
    });
  };
  return (nowMs) => {
    const user = pick(random, ['an', 'binh', 'chi', 'dung']);
    const story = random();
    if (story < 0.015) {
      const failures = Array.from({ length: 7 }, () => line(nowMs, 4625, user));
      return random() < 0.5 ? [...failures, line(nowMs + 1, 4624, user)] : failures;
    }
    if (story < 0.05) return [line(nowMs, 4625, user)];
    if (story < 0.06) return [line(nowMs, 4720, user)];
    return story < 0.07 ? [line(nowMs, 4624, user)] : [];
  };
}

function antivirus(random: Random): LogFile['make'] {
  let n = 0;
  return (nowMs) => {
    if (random() > 0.15) return [];
    n += 1;
    const unit = pick(random, ['u1', 'u2', 'u3', 'u4', 'u5']);
    const isFound = random() < 0.5;
    const [day = '', time = ''] = new Date(nowMs + 7 * 3_600_000).toISOString().split('T');
    const [y, m, d] = day.split('-');
    const name = isFound ? `Win32.Sality.${pick(random, ['A', 'B'])}` : '';
    const path = isFound ? `C:\\Users\\x${n}.exe` : '';
    const result = isFound ? pick(random, ['Xử lý thất bại', 'Đã xóa']) : '';
    return [
      `${n};Group ${unit};PC-${unit}-${n % 9};10.95.1.${n % 200};x;${name};${path};;${isFound ? 'Nhiễm' : 'Sạch'};${result};${d}/${m}/${y} ${time.slice(0, 8)}`,
    ];
  };
}
