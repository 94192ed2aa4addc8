import type { Alert, AlertCorrelation, Evidence } from '../../src/alert/alert.ts';
import { DEFAULT_ACK_LIMITS } from '../../src/lifecycle/ack-clock.ts';
import type { AlertStatus } from '../../src/lifecycle/act.ts';
import { UNTOUCHED } from '../../src/lifecycle/history.ts';
import type { Person } from '../../src/lifecycle/role.ts';
import type { DashboardData, SeverityCounts, UnitStatus } from '../../src/tui/dashboard-data.ts';
import type { DeskView } from '../../src/tui/desk.ts';

/** 21/11/2026 14:32:07 in Asia/Ho_Chi_Minh. */
export const NOW_MS = Date.UTC(2026, 10, 21, 7, 32, 7);
const MINUTE_MS = 60_000;

const NONE: SeverityCounts = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };

const UNIT_NAMES: readonly (readonly [id: string, short: string, vi: string, en: string])[] = [
  ['tttt', 'Sở TT&TT', 'Sở Thông tin và Truyền thông', 'Dept. of Information'],
  ['yte', 'Sở Y tế', 'Sở Y tế', 'Dept. of Health'],
  ['gddt', 'Sở GD&ĐT', 'Sở Giáo dục và Đào tạo', 'Dept. of Education'],
  ['noivu', 'Sở Nội vụ', 'Sở Nội vụ', 'Dept. of Home Affairs'],
  ['taichinh', 'Sở Tài chính', 'Sở Tài chính', 'Dept. of Finance'],
  ['khdt', 'Sở KH&ĐT', 'Sở Kế hoạch và Đầu tư', 'Dept. of Planning'],
  ['tnmt', 'Sở TN&MT', 'Sở Tài nguyên và Môi trường', 'Dept. of Environment'],
  ['gtvt', 'Sở GTVT', 'Sở Giao thông vận tải', 'Dept. of Transport'],
  ['xaydung', 'Sở Xây dựng', 'Sở Xây dựng', 'Dept. of Construction'],
  ['nnptnt', 'Sở NN&PTNT', 'Sở Nông nghiệp và PTNT', 'Dept. of Agriculture'],
  ['ldtbxh', 'Sở LĐTBXH', 'Sở Lao động, TB và XH', 'Dept. of Labour'],
  ['tuphap', 'Sở Tư pháp', 'Sở Tư pháp', 'Dept. of Justice'],
  ['vhttdl', 'Sở VHTTDL', 'Sở Văn hóa, TT và Du lịch', 'Dept. of Culture'],
  ['khcn', 'Sở KH&CN', 'Sở Khoa học và Công nghệ', 'Dept. of Science'],
  ['congthuong', 'Sở C.Thương', 'Sở Công Thương', 'Dept. of Industry'],
  ['thanhtra', 'Thanh tra', 'Thanh tra tỉnh', 'Inspectorate'],
  ['ubnd', 'VP UBND', 'Văn phòng UBND tỉnh', 'Office of the Committee'],
  ['tinhuy', 'VP Tỉnh ủy', 'Văn phòng Tỉnh ủy', 'Party Office'],
  ['kcn', 'BQL KCN', 'Ban quản lý các khu công nghiệp', 'Industrial Zones'],
  ['dantoc', 'Ban Dân tộc', 'Ban Dân tộc', 'Ethnic Affairs'],
  ['ptth', 'Đài PTTH', 'Đài Phát thanh và Truyền hình', 'Broadcasting'],
  ['cntt', 'TT CNTT&TT', 'Trung tâm CNTT và TT', 'ICT Centre'],
  ['hcc', 'TT Hành chính', 'Trung tâm Hành chính công', 'Public Services'],
  ['xuctien', 'TT Xúc tiến', 'Trung tâm Xúc tiến đầu tư', 'Promotion Centre'],
  ['bvdk', 'BV Đa khoa', 'Bệnh viện Đa khoa tỉnh', 'General Hospital'],
  ['cdc', 'CDC', 'Trung tâm Kiểm soát bệnh tật', 'Disease Control'],
  ['vithanh', 'TP Vị Thanh', 'UBND thành phố Vị Thanh', 'Vi Thanh City'],
  ['ngabay', 'TP Ngã Bảy', 'UBND thành phố Ngã Bảy', 'Nga Bay City'],
  ['txlongmy', 'TX Long Mỹ', 'UBND thị xã Long Mỹ', 'Long My Town'],
  ['hlongmy', 'H.Long Mỹ', 'UBND huyện Long Mỹ', 'Long My District'],
  ['vithuy', 'H.Vị Thủy', 'UBND huyện Vị Thủy', 'Vi Thuy District'],
  ['chauthanh', 'H.C.Thành', 'UBND huyện Châu Thành', 'Chau Thanh District'],
  ['chauthanha', 'H.C.Thành A', 'UBND huyện Châu Thành A', 'Chau Thanh A District'],
  ['phunghiep', 'H.Phụng Hiệp', 'UBND huyện Phụng Hiệp', 'Phung Hiep District'],
];

const SILENT: ReadonlySet<string> = new Set(['dantoc', 'xuctien', 'chauthanha']);

interface AlertSketch {
  readonly severity: Alert['severity'];
  readonly minutes: number;
  readonly unit: string | null;
  readonly vi: string;
  readonly en: string;
  readonly source: string;
  readonly count: number;
  readonly correlation?: AlertCorrelation;
  readonly machines?: readonly string[];
}

const SKETCHES: readonly AlertSketch[] = [
  {
    severity: 'critical',
    minutes: 18,
    unit: 'tttt',
    vi: 'Web shell được ghi vào thư mục tải lên',
    en: 'Web shell written to the upload folder',
    source: '10.1.4.9',
    count: 3,
  },
  {
    severity: 'critical',
    minutes: 6,
    unit: 'bvdk',
    vi: 'Máy trạm gọi máy chủ điều khiển',
    en: 'Workstation calls a control server',
    source: '10.9.2.77',
    count: 12,
    machines: ['bvdk-pc-077'],
  },
  {
    severity: 'high',
    minutes: 52,
    unit: 'ubnd',
    vi: 'Dò mật khẩu rồi đăng nhập thành công',
    en: 'Password guessing, then a log-on',
    source: '203.0.113.7',
    count: 46,
    correlation: {
      type: 'event_count',
      field: null,
      groupBy: ['TargetUserName'],
      timespanMs: 10 * MINUTE_MS,
      conditions: [{ operator: 'gte', value: 10 }],
      greatestCount: 46,
    },
  },
  {
    severity: 'high',
    minutes: 41,
    unit: 'vithuy',
    vi: 'Dò quét cổng từ trong mạng nội bộ',
    en: 'Port scan from inside',
    source: '10.31.0.5',
    count: 240,
    correlation: {
      type: 'value_count',
      field: 'dst_ip',
      groupBy: ['src_ip'],
      timespanMs: 10 * MINUTE_MS,
      conditions: [{ operator: 'gte', value: 15 }],
      greatestCount: 37,
    },
  },
  {
    severity: 'high',
    minutes: 12,
    unit: 'yte',
    vi: 'SQL injection vào trang tra cứu',
    en: 'SQL injection on the look-up page',
    source: '198.51.100.4',
    count: 31,
  },
  {
    severity: 'high',
    minutes: 9,
    unit: 'tttt',
    vi: 'Tạo tài khoản quản trị ngoài giờ',
    en: 'Administrator created after hours',
    source: '10.1.4.9',
    count: 1,
  },
  {
    severity: 'medium',
    minutes: 180,
    unit: 'ngabay',
    vi: 'Mã độc đã phát hiện, chưa xử lý',
    en: 'Malware found, not handled',
    source: '10.28.1.4',
    count: 2,
  },
  {
    severity: 'medium',
    minutes: 130,
    unit: 'gddt',
    vi: 'AnyDesk ngoài danh sách cho phép',
    en: 'AnyDesk outside the allowed list',
    source: '10.3.0.61',
    count: 4,
  },
  {
    severity: 'medium',
    minutes: 88,
    unit: 'cdc',
    vi: 'PowerShell mã hóa base64',
    en: 'Encoded PowerShell',
    source: '10.26.0.12',
    count: 1,
  },
  {
    severity: 'medium',
    minutes: 61,
    unit: 'tnmt',
    vi: 'Nhiều 404 từ một địa chỉ',
    en: 'Many 404 from one address',
    source: '192.0.2.33',
    count: 51_240,
  },
  {
    severity: 'medium',
    minutes: 55,
    unit: 'noivu',
    vi: 'Đăng nhập quản trị lúc 02:14',
    en: 'Administrator log-on at 02:14',
    source: '10.4.0.8',
    count: 1,
  },
  {
    severity: 'medium',
    minutes: 40,
    unit: 'khdt',
    vi: 'Quy tắc tường lửa bị đổi',
    en: 'Firewall policy changed',
    source: '10.6.0.1',
    count: 1,
  },
  {
    severity: 'low',
    minutes: 31,
    unit: 'txlongmy',
    vi: 'USB lạ được gắn',
    en: 'Unknown USB device',
    source: '10.29.0.17',
    count: 3,
  },
  {
    severity: 'low',
    minutes: 22,
    unit: null,
    vi: 'Chứng thư sắp hết hạn 9 ngày',
    en: 'Certificate ends in 9 days',
    source: '10.12.0.2',
    count: 1,
  },
  {
    severity: 'informational',
    minutes: 4,
    unit: 'cntt',
    vi: 'Máy chủ khởi động lại',
    en: 'Server restarted',
    source: 'cntt-web01',
    count: 1,
  },
];

function makeEvidence(sketch: AlertSketch, i: number): Evidence {
  return {
    file: `/var/log/soclite/${sketch.unit ?? 'unknown'}/fortigate.log`,
    line: 8_812_771 + i,
    timeMs: NOW_MS - sketch.minutes * MINUTE_MS + i * 1000,
    ruleId: 'r',
    raw: `Nov 21 14:1${i}:51 dvc-web02 auditd type=PATH name="/var/www/dvc/uploads/a\u001b[8m.php" nametype=CREATE src=${sketch.source} msg="tệp được ghi vào thư mục tải lên của cổng dịch vụ công"`,
    omittedChars: 0,
    fields: [
      {
        selection: 'selection',
        field: 'TargetFilename',
        value: '/var/www/dvc/uploads/a\u001b[8m.php',
        item: 'TargetFilename|startswith',
      },
      {
        selection: 'sel_exec',
        field: 'ParentImage',
        value: '/usr/sbin/php-fpm',
        item: 'ParentImage|endswith',
      },
    ],
  };
}

function makeAlert(sketch: AlertSketch, index: number): Alert {
  const firstMs = NOW_MS - sketch.minutes * MINUTE_MS;
  return {
    id: `a-${String(index).padStart(4, '0')}`,
    ruleId: '6f2a1d3c-5a0e-4d7e-9f9a-2c7f6a3b1e01',
    title: sketch.en,
    titleVi: sketch.vi,
    author: 'soclite',
    tags: ['attack.persistence', 'attack.t1505.003', 'soclite.layer-2'],
    layer: 2,
    tier: 'application',
    severity: sketch.severity,
    unit: sketch.unit,
    isProvince: false,
    units: sketch.unit === null ? [] : [sketch.unit],
    system: index === 0 ? 'Dịch vụ công' : null,
    groupKey: [{ field: 'src_ip', value: sketch.source }],
    correlation: sketch.correlation ?? null,
    windowStartMs: firstMs,
    firstMs,
    lastMs: firstMs + 5 * MINUTE_MS,
    count: sketch.count,
    machines: sketch.machines ?? ['dvc-web02', 'dvc-web03'],
    evidence: [makeEvidence(sketch, 0), makeEvidence(sketch, 1)],
    nextStepsVi: ['Cô lập máy dvc-web02 khỏi mạng', 'Giữ tệp và ghi lại mã băm', 'Báo đội ứng cứu'],
    nextStepsEn: ['Isolate the machine', 'Keep the file and its hash', 'Tell the response team'],
  };
}

export const ALERTS: readonly Alert[] = SKETCHES.map(makeAlert);

export function countOpen(alerts: readonly Alert[]): SeverityCounts {
  const counts = { ...NONE };
  for (const alert of alerts) counts[alert.severity] += 1;
  return counts;
}

function makeUnit([id, shortName, vi, en]: (typeof UNIT_NAMES)[number], index: number): UnitStatus {
  const isSilent = SILENT.has(id);
  const open = countOpen(ALERTS.filter((alert) => alert.unit === id));
  const total = Object.values(open).reduce((sum, count) => sum + count, 0);
  return {
    id,
    shortName,
    name: { vi, en },
    state: isSilent ? 'silent' : id === 'ptth' ? 'unmonitored' : 'ok',
    lastEventMs:
      id === 'dantoc' ? null : NOW_MS - (isSilent ? 26 * 60 : (index % 5) / 10) * MINUTE_MS,
    open,
    hourly: isSilent
      ? []
      : Array.from({ length: 24 }, (_, hour) =>
          Math.max(0, Math.round(total * 6 * Math.sin(hour / 3 + index))),
        ),
    contact: id === 'tttt' ? 'Nguyễn Văn An, 0293 3 868 868' : null,
  };
}

/** A province as the mock-ups of the design show it. */
export function makeDashboard(changes: Partial<DashboardData> = {}): DashboardData {
  const wave = (size: number, phase: number): number[] =>
    Array.from({ length: 60 }, (_, i) => Math.round(size * (1.4 + Math.sin(i / 7 + phase))));
  return {
    name: 'Hậu Giang',
    mode: 'live',
    nowMs: NOW_MS,
    zoneOffsetMinutes: 420,
    units: UNIT_NAMES.map(makeUnit),
    alerts: ALERTS,
    machineNames: new Map([['10.9.2.77', 'bvdk-pc-077']]),
    totals: { events: 2_411_000, open: countOpen(ALERTS) },
    health: {
      eventsPerSecond: 412,
      lagMs: 2000,
      droppedLines: 0,
      unparsedLines: 1204,
      sourcesUp: 118,
      sourcesTotal: 126,
      rulesLoaded: 214,
      rulesRefused: 2,
      problems: [
        'cannot read /var/log/xuctien/syslog.log: permission denied (EACCES)',
        'av-cmc: clock is 3,700 s ahead',
      ],
    },
    eventsPerMinute: { firewall: wave(400, 0), endpoint: wave(200, 2), antivirus: wave(40, 4) },
    ...changes,
  };
}

/** A desk where some alerts are in hand: the second taken, the fourth escalated, the sixth closed. */
export function makeDesk(role: Person['role'] = 'lead'): DeskView {
  const touched = { ...UNTOUCHED, version: 1, sinceMs: NOW_MS - 5 * MINUTE_MS };
  const id = (index: number): string => ALERTS[index]?.id ?? '';
  return {
    person: { user: 'an', name: 'Nguyễn Văn An', role },
    acknowledge: DEFAULT_ACK_LIMITS,
    statuses: new Map<string, AlertStatus>([
      [id(1), { ...touched, state: 'acked', owner: 'Trần Thị Bình' }],
      [
        id(3),
        { ...touched, state: 'escalated', owner: 'An', escalatedTo: 'leadership', ticket: '118' },
      ],
      [
        id(5),
        { ...touched, state: 'closed', owner: 'An', verdict: 'false-positive', reason: 'máy quét' },
      ],
    ]),
  };
}
