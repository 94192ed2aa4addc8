import { expect, test } from 'vitest';
import {
  ABSENCE_LABELS,
  INFECTION_LABELS,
  LAYER_LABELS,
  ROLE_LABELS,
  SEVERITY_LABELS,
  TIER_LABELS,
  type Label,
} from '../../src/layers/labels.ts';

const TABLES: Readonly<Record<string, Readonly<Record<string, Label>>>> = {
  ABSENCE_LABELS,
  INFECTION_LABELS,
  LAYER_LABELS,
  ROLE_LABELS,
  SEVERITY_LABELS,
  TIER_LABELS,
};

test('the words, whole', () => {
  const table = Object.entries(TABLES).flatMap(([name, entries]) =>
    Object.entries(entries)
      .map(([key, { vi, en }]) => `${name}.${key}: ${vi} | ${en}`)
      .toSorted(),
  );
  expect(table).toMatchInlineSnapshot(`
    [
      "ABSENCE_LABELS.noAntiMalware: Chưa có phòng chống mã độc | No anti-malware",
      "ABSENCE_LABELS.noData: Không có dữ liệu | No data",
      "ABSENCE_LABELS.unknownUnit: Chưa xác định đơn vị | Unit not determined",
      "INFECTION_LABELS.clean: Sạch | Clean",
      "INFECTION_LABELS.handled: Đã xử lý | Handled",
      "INFECTION_LABELS.infected: Đang nhiễm | Infected",
      "INFECTION_LABELS.not-handled: Chưa xử lý | Not handled",
      "INFECTION_LABELS.re-infected: Tái nhiễm | Re-infected",
      "LAYER_LABELS.1: Lớp 1: Lực lượng tại chỗ | Layer 1: On-site force",
      "LAYER_LABELS.2: Lớp 2: Giám sát, bảo vệ chuyên nghiệp | Layer 2: Professional monitoring",
      "LAYER_LABELS.3: Lớp 3: Kiểm tra, đánh giá độc lập | Layer 3: Independent assessment",
      "LAYER_LABELS.4: Lớp 4: Kết nối, chia sẻ quốc gia | Layer 4: National connection",
      "ROLE_LABELS.endpoint: Máy trạm | Workstation",
      "ROLE_LABELS.firewall: Tường lửa | Firewall",
      "ROLE_LABELS.sensor: Cảm biến | Sensor",
      "ROLE_LABELS.server: Máy chủ | Server",
      "SEVERITY_LABELS.critical: Nghiêm trọng | Critical",
      "SEVERITY_LABELS.high: Cao | High",
      "SEVERITY_LABELS.informational: Thông tin | Informational",
      "SEVERITY_LABELS.low: Thấp | Low",
      "SEVERITY_LABELS.medium: Trung bình | Medium",
      "TIER_LABELS.application: Ứng dụng | Application",
      "TIER_LABELS.endpoint: Thiết bị đầu cuối | Endpoint",
      "TIER_LABELS.host: Máy chủ, cơ sở dữ liệu | Server and database",
      "TIER_LABELS.network: Tầng mạng | Network tier",
    ]
  `);
});

test('no word is empty, decomposed, or the same in both languages', () => {
  const words = Object.values(TABLES).flatMap((entries) => Object.values(entries));
  expect(words.length).toBeGreaterThan(20);
  expect(
    words.filter(({ vi, en }) => vi === '' || en === '' || vi === en || vi !== vi.normalize('NFC')),
  ).toEqual([]);
});
