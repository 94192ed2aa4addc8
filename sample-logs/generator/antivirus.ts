// The antivirus console's CSV export. No public format of the product exists (seeds/mappings names the columns), so
// the headers are invented: a plain Vietnamese table as Excel likes it, with a byte order mark and CRLF.
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
    | 'Thất bại'
    | 'Bỏ qua'
    | 'Cần khởi động lại'
    | 'Không';
}

const HEADERS = [
  'Thời gian',
  'Tên máy',
  'Địa chỉ IP',
  'Đơn vị',
  'Người dùng',
  'Tên mã độc',
  'Đường dẫn',
  'SHA256',
  'Trạng thái',
  'Kết quả xử lý',
] as const;

const BYTE_ORDER_MARK = '\uFEFF';

export function formatConsole(detections: readonly Detection[]): string {
  const rows = detections
    .toSorted((a, b) => a.timeMs - b.timeMs)
    .map((one) => [
      toVietnamese(one.timeMs),
      one.computer,
      one.address,
      one.group,
      one.user,
      one.malware,
      one.path,
      one.sha256,
      one.status,
      one.result,
    ]);
  return `${BYTE_ORDER_MARK}${[HEADERS, ...rows].map(formatRow).join('\r\n')}\r\n`;
}

function formatRow(cells: readonly string[]): string {
  return cells
    .map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(',');
}
