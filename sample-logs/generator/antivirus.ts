// The antivirus console's CSV export as seeds/mappings/cmc.yml reads it: a Vietnamese table, semicolons, a byte order
// mark and CRLF, as Excel likes it. No public format of the product exists; headers and words are invented.
import { toVietnamese } from './clock.ts';

export interface Detection {
  readonly timeMs: number;
  readonly computer: string;
  /** Empty where the agent did not report it: then the console group alone says whose machine it is. */
  readonly address: string;
  readonly group: string;
  readonly user: string;
  readonly malware: string;
  readonly path: string;
  readonly sha256: string;
  readonly status: 'Nhiễm' | 'Nghi ngờ' | 'Sạch';
  readonly result:
    | 'Đã làm sạch'
    | 'Đã xóa'
    | 'Đã cách ly'
    | 'Đã chặn'
    | 'Xử lý thất bại'
    | 'Bỏ qua'
    | 'Cần khởi động lại'
    | '';
}

const HEADERS = [
  'STT',
  'Nhóm quản trị',
  'Tên máy trạm',
  'Địa chỉ IP',
  'Người sử dụng',
  'Tên mã độc',
  'Đường dẫn tệp tin',
  'SHA256',
  'Trạng thái nhiễm',
  'Kết quả xử lý',
  'Thời gian phát hiện',
] as const;

const BYTE_ORDER_MARK = '\uFEFF';

export function formatConsole(detections: readonly Detection[]): string {
  const rows = detections
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map((one, index) => [
      String(index + 1),
      one.group,
      one.computer,
      one.address,
      one.user,
      one.malware,
      one.path,
      one.sha256,
      one.status,
      one.result,
      toVietnamese(one.timeMs),
    ]);
  return `${BYTE_ORDER_MARK}${[HEADERS, ...rows].map(formatRow).join('\r\n')}\r\n`;
}

function formatRow(cells: readonly string[]): string {
  return cells
    .map((cell) => (/[";\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(';');
}
