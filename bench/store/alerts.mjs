// A province's alerts, the same ones for the same numbers: 34 units, 260 rules of which few make most, three kinds of
// logs, machines and addresses as they repeat, up to five records of evidence each.

const UNITS = 34;
const RULES = 260;
const START_MS = Date.UTC(2026, 0, 1);
const STEP_MS = 15_000;
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const LEVEL_SHARES = [0.3, 0.62, 0.86, 0.98, 1];
const EN =
  'suspicious encoded command web shell upload failed login password scan port malware detected remote desktop service created scheduled task registry run key admin account lateral movement dns tunnel beacon proxy denied'.split(
    ' ',
  );
const VI =
  'phát hiện đăng nhập thất bại nhiều lần mã độc máy trạm gọi máy chủ điều khiển tải lên thư mục quản trị ngoài giờ dò quét cổng mạng nội bộ'.split(
    ' ',
  );
const USERS = 'nguyenvanan tranthibinh lequochung phamminhduc administrator svc_backup root'.split(
  ' ',
);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const pick = (random, list) => list[Math.floor(random() * list.length)];
const words = (random, list, count) =>
  Array.from({ length: count }, () => pick(random, list)).join(' ');

export const unitOf = (number) => `don-vi-${String(number + 1).padStart(2, '0')}`;

export const rules = (() => {
  const random = createRandom(7);
  return Array.from({ length: RULES }, (_, i) => ({
    id: `${Math.floor(random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')}-5c1e-4a55-9c3b-${String(i).padStart(12, '0')}`,
    title: words(random, EN, 6),
    titleVi: words(random, VI, 8),
    layer: 1 + Math.floor(random() ** 2 * 4),
    level: LEVELS[LEVEL_SHARES.findIndex((share) => random() < share)] ?? 'critical',
  }));
})();

/** Alert number `i`: its `AlertWrite`. `growth` = how often it was seen again. */
export function makeWrite(i, growth = 0) {
  const random = createRandom(i + 1);
  const rule = rules[Math.floor(random() ** 3 * RULES)];
  const isProvince = random() < 0.01;
  const unit = unitOf(Math.floor(random() ** 1.5 * UNITS));
  const other = unitOf(Math.floor(random() * UNITS));
  const machine = `${unit.toUpperCase()}-PC${Math.floor(random() * 150)}`;
  const address = `10.${Math.floor(random() * UNITS)}.${Math.floor(random() * 8)}.${Math.floor(random() * 250)}`;
  const firstMs = START_MS + i * STEP_MS + Math.floor(random() * STEP_MS);
  const lastMs = firstMs + Math.floor(random() * 3_600_000) + growth * 1000;
  const alert = {
    id: idOf(i),
    ruleId: rule.id,
    title: rule.title,
    titleVi: rule.titleVi,
    author: 'soclite',
    tags: ['attack.t1110', `soclite.layer-${rule.layer}`],
    layer: rule.layer,
    tier: 'host',
    severity: rule.level,
    unit: isProvince ? null : unit,
    isProvince,
    units: isProvince ? [...new Set([unit, other])].toSorted() : [unit],
    system: null,
    groupKey: [{ field: 'src_ip', value: address }],
    correlation: null,
    windowStartMs: firstMs,
    firstMs,
    lastMs,
    count: 1 + Math.floor(random() ** 4 * 500) + growth,
    machines: [machine],
    evidence: Array.from({ length: 1 + Math.floor(random() ** 2 * 5) }, (_, k) =>
      makeEvidence(random, { rule, machine, address, timeMs: firstMs + k * 1000 + growth }),
    ),
    nextStepsVi: ['Cách ly máy', 'Gọi đầu mối của đơn vị'],
    nextStepsEn: ['Isolate the machine', "Call the unit's contact"],
  };
  return {
    alert,
    recurrenceOf: null,
    suppressedBy: random() < 0.03 ? 'exception-1' : null,
    draft: JSON.stringify({ version: 1, id: alert.id, evidence: alert.evidence }),
    groupingKey: JSON.stringify([rule.id, alert.unit, address]),
  };
}

/** Spread as hashes are. */
export function idOf(i) {
  const mixed = Math.imul(i + 1, 0x9e3779b1) >>> 0;
  return `${mixed.toString(16).padStart(8, '0')}${i.toString(16).padStart(8, '0')}`;
}

function makeEvidence(random, { rule, machine, address, timeMs }) {
  const raw = makeRecord(random, { machine, address, timeMs });
  return {
    file: `/var/log/don-vi/${machine.toLowerCase()}/fortigate.log`,
    line: 1 + Math.floor(random() * 1e6),
    timeMs,
    ruleId: rule.id,
    raw,
    omittedChars: 0,
    fields: [
      { selection: 'selection', field: 'src_ip', value: address, item: 'src_ip|cidr' },
      { selection: 'selection', field: 'action', value: 'deny', item: 'action' },
    ],
  };
}

function makeRecord(random, { machine, address, timeMs }) {
  const time = new Date(timeMs).toISOString();
  const user = `${pick(random, USERS)}${Math.floor(random() * 40)}`;
  const port = Math.floor(random() * 65_536);
  const kind = random();
  if (kind < 0.4) {
    return `date=${time.slice(0, 10)} time=${time.slice(11, 19)} devname="FG-${machine}" logid="0000000013" type="traffic" subtype="forward" level="notice" srcip=${address} srcport=${port} dstip=203.0.113.${Math.floor(random() * 250)} dstport=443 action="deny" policyid=${Math.floor(random() * 50)} service="HTTPS" sentbyte=${Math.floor(random() * 1e6)} sessionid=${Math.floor(random() * 1e9)}`;
  }
  if (kind < 0.7) {
    return `${time} ${machine.toLowerCase()} sshd[${port}]: Failed password for ${user} from ${address} port ${port} ssh2`;
  }
  return JSON.stringify({
    EventTime: time,
    Hostname: machine,
    EventID: 4625,
    Channel: 'Security',
    TargetUserName: user,
    IpAddress: address,
    LogonType: 3,
    Message: `An account failed to log on. ${words(random, EN, 4)}`,
    ProcessId: port,
  });
}
