// The words of the 4-layer model on screens and in reports, Vietnamese and English (four-layer model, terms as the
// provinces write them in their reports and plans).
import type { Layer, Tier } from '../alert/alert.ts';
import type { Level } from '../sigma/rule.ts';
import type { Language } from '../util/language.ts';
import type { InfectionState } from './infection.ts';
import type { Machine } from './inventory.ts';

export type Label = Readonly<Record<Language, string>>;

/** Organisational layers: who must act. */
export const LAYER_LABELS = {
  1: { vi: 'Lớp 1: Lực lượng tại chỗ', en: 'Layer 1: On-site force' },
  2: { vi: 'Lớp 2: Giám sát, bảo vệ chuyên nghiệp', en: 'Layer 2: Professional monitoring' },
  3: { vi: 'Lớp 3: Kiểm tra, đánh giá độc lập', en: 'Layer 3: Independent assessment' },
  4: { vi: 'Lớp 4: Kết nối, chia sẻ quốc gia', en: 'Layer 4: National connection' },
} as const satisfies Record<Layer, Label>;

/** Technical tiers: where it happened. Not the layers. */
export const TIER_LABELS = {
  network: { vi: 'Tầng mạng', en: 'Network tier' },
  host: { vi: 'Máy chủ, cơ sở dữ liệu', en: 'Server and database' },
  application: { vi: 'Ứng dụng', en: 'Application' },
  endpoint: { vi: 'Thiết bị đầu cuối', en: 'Endpoint' },
} as const satisfies Record<Tier, Label>;

export const SEVERITY_LABELS = {
  critical: { vi: 'Nghiêm trọng', en: 'Critical' },
  high: { vi: 'Cao', en: 'High' },
  medium: { vi: 'Trung bình', en: 'Medium' },
  low: { vi: 'Thấp', en: 'Low' },
  informational: { vi: 'Thông tin', en: 'Informational' },
} as const satisfies Record<Level, Label>;

export const INFECTION_LABELS = {
  clean: { vi: 'Sạch', en: 'Clean' },
  infected: { vi: 'Đang nhiễm', en: 'Infected' },
  'not-handled': { vi: 'Chưa xử lý', en: 'Not handled' },
  handled: { vi: 'Đã xử lý', en: 'Handled' },
  're-infected': { vi: 'Tái nhiễm', en: 'Re-infected' },
} as const satisfies Record<InfectionState, Label>;

export const ROLE_LABELS = {
  endpoint: { vi: 'Máy trạm', en: 'Workstation' },
  server: { vi: 'Máy chủ', en: 'Server' },
  firewall: { vi: 'Tường lửa', en: 'Firewall' },
  sensor: { vi: 'Cảm biến', en: 'Sensor' },
} as const satisfies Record<Machine['role'], Label>;

/** What is missing has words of its own: it is never shown as good, and never guessed. */
export const ABSENCE_LABELS = {
  noData: { vi: 'Không có dữ liệu', en: 'No data' },
  unknownUnit: { vi: 'Chưa xác định đơn vị', en: 'Unit not determined' },
  noAntiMalware: { vi: 'Chưa có phòng chống mã độc', en: 'No anti-malware' },
} as const satisfies Record<string, Label>;
