// Posture: what Sigma cannot say, because there is no event to match. A condition lasts from a moment on; when it begins
// an alert is raised, when it ends the alert says so.
import type { Level } from '../sigma/rule.ts';
import type { Layer, Tier } from '../sigma/soclite-keys.ts';

export const POSTURE_KINDS = [
  'silent-unit',
  'silent-source',
  'unparsed',
  'disk-full',
  'behind',
  'loss',
  'clock-back',
] as const;
export type PostureKind = (typeof POSTURE_KINDS)[number];

/** Something that is not as it should be. */
export interface PostureFault {
  readonly kind: PostureKind;
  /** Null = the installation's own. */
  readonly unit: string | null;
  /** What it is about: a source, a unit, a folder; with kind and unit its identity. */
  readonly subject: string;
  /** Since when. */
  readonly sinceMs: number;
  /** What was measured, in English: evidence. */
  readonly detail: string;
}

export interface PostureWords {
  readonly titleVi: string;
  readonly titleEn: string;
  readonly severity: Level;
  readonly layer: Layer;
  readonly tier: Tier;
  readonly nextStepsVi: readonly string[];
  readonly nextStepsEn: readonly string[];
}

/** Rule id of a posture check; no Sigma rule has one like it. */
export function toPostureRuleId(kind: PostureKind): string {
  return `soclite-posture-${kind}`;
}

/** The SOC (layer 2) watches whether it sees; severities follow what is blind meanwhile. */
export const POSTURE_WORDS: Readonly<Record<PostureKind, PostureWords>> = {
  'silent-unit': {
    titleVi: 'Đơn vị im lặng: không còn log nào gửi về',
    titleEn: 'Silent unit: no logs come any more',
    severity: 'high',
    layer: 2,
    tier: 'network',
    nextStepsVi: [
      'Gọi đầu mối của đơn vị: mất điện, đứt đường truyền hay thiết bị bị can thiệp?',
      'Kiểm tra đường log từ thiết bị tới máy chủ log; trong lúc này đơn vị không được giám sát.',
    ],
    nextStepsEn: [
      "Call the unit's contact: is it the power, the line, or was a device tampered with?",
      'Check the way of the logs from the devices to the log server; until then nobody watches the unit.',
    ],
  },
  'silent-source': {
    titleVi: 'Nguồn log im lặng quá hạn',
    titleEn: 'A log source is silent for longer than is normal',
    severity: 'medium',
    layer: 2,
    tier: 'network',
    nextStepsVi: [
      'Kiểm tra thiết bị còn chạy và còn gửi log (soclite doctor).',
      'Nếu im lặng là bình thường, đặt cadence của nguồn trong soclite.yml.',
    ],
    nextStepsEn: [
      'Check that the device runs and sends (soclite doctor).',
      'If the silence is normal, set the cadence of the source in soclite.yml.',
    ],
  },
  unparsed: {
    titleVi: 'Nhiều dòng log không đọc được',
    titleEn: 'Many lines of a source are not understood',
    severity: 'low',
    layer: 2,
    tier: 'network',
    nextStepsVi: [
      'Xem soclite parse trên tệp của nguồn: thiết bị có đổi định dạng sau khi nâng cấp không?',
      'Viết một mapping hoặc đổi định dạng log trên thiết bị.',
    ],
    nextStepsEn: [
      'See soclite parse on a file of the source: did the device change its format with an upgrade?',
      'Write a mapping, or change the log format on the device.',
    ],
  },
  'disk-full': {
    titleVi: 'Đĩa của thư mục dữ liệu sắp đầy: đã ngừng đọc log',
    titleEn: 'The disk of the data folder is nearly full: reading has stopped',
    severity: 'high',
    layer: 2,
    tier: 'host',
    nextStepsVi: [
      'Giải phóng đĩa hoặc thêm đĩa; soclite đọc tiếp ngay khi đủ chỗ, không mất dòng nào còn trong tệp.',
      'Kiểm tra log chưa bị xoay vòng xóa mất trong lúc chờ.',
    ],
    nextStepsEn: [
      'Free some disk or add some; reading goes on by itself, and no line that is still in a file is lost.',
      'See that rotation does not delete logs meanwhile.',
    ],
  },
  behind: {
    titleVi: 'Xử lý chậm hơn log gửi về',
    titleEn: 'The work is behind the logs',
    severity: 'medium',
    layer: 2,
    tier: 'host',
    nextStepsVi: [
      'Xem soclite status: nguồn nào tăng vọt? Có thể là tấn công hoặc thiết bị bật debug.',
      'Tắt luật quá nặng (soclite rules backtest) hoặc tăng CPU.',
    ],
    nextStepsEn: [
      'See soclite status: which source has surged? It may be an attack, or a device in debug mode.',
      'Turn off rules that cost too much (soclite rules backtest), or add CPU.',
    ],
  },
  loss: {
    titleVi: 'Có phần bị bỏ hoặc không được tin',
    titleEn: 'Something was dropped or not believed',
    severity: 'medium',
    layer: 2,
    tier: 'host',
    nextStepsVi: ['Đọc bằng chứng của cảnh báo: nó nói bỏ gì, bao nhiêu; xem soclite status.'],
    nextStepsEn: ['The evidence says what was dropped and how much; see soclite status.'],
  },
  'clock-back': {
    titleVi: 'Đồng hồ của máy chủ bị chỉnh lùi',
    titleEn: 'The clock of this machine was set back',
    severity: 'medium',
    layer: 2,
    tier: 'host',
    nextStepsVi: ['Kiểm tra NTP (timedatectl) và ai đã chỉnh giờ.'],
    nextStepsEn: ['Check NTP (timedatectl), and who set the clock.'],
  },
};
