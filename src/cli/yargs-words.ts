/** yargs' own sentences in Vietnamese: it ships no such locale. Those that yargs asks for as plurals have two forms. */
export const YARGS_VI: Readonly<
  Record<string, string | { readonly one: string; readonly other: string }>
> = {
  'Commands:': 'Lệnh:',
  'Options:': 'Tùy chọn:',
  'Examples:': 'Ví dụ:',
  'Positionals:': 'Tham số:',
  boolean: 'bật/tắt',
  string: 'chuỗi',
  number: 'số',
  array: 'danh sách',
  required: 'bắt buộc',
  default: 'mặc định',
  'default:': 'mặc định:',
  'choices:': 'chọn:',
  'aliases:': 'tên khác:',
  command: 'lệnh',
  'Show help': 'Hiện trợ giúp',
  'Show version number': 'Hiện phiên bản',
  'Invalid values:': 'Giá trị không hợp lệ:',
  'Argument: %s, Given: %s, Choices: %s': 'Tùy chọn: %s, đã ghi: %s, được chọn: %s',
  'Did you mean %s?': 'Ý bạn là %s?',
  'Not enough arguments following: %s': 'Thiếu giá trị sau: %s',
  'Not enough non-option arguments: got %s, need at least %s': same(
    'Thiếu tham số: có %s, cần ít nhất %s',
  ),
  'Too many non-option arguments: got %s, maximum of %s': same(
    'Thừa tham số: có %s, nhiều nhất %s',
  ),
  'Missing argument value: %s': same('Thiếu giá trị của: %s'),
  'Missing required argument: %s': same('Thiếu tham số bắt buộc: %s'),
  'Unknown argument: %s': same('Tham số không có: %s'),
  'Unknown command: %s': same('Lệnh không có: %s'),
};

/** Vietnamese has no plural forms. */
function same(text: string): { readonly one: string; readonly other: string } {
  return { one: text, other: text };
}
