// Names that log rotation gives: logrotate(8) numbers (`x.log.1`), `dateext` (`x.log-20261101`, `x-20261101.log` with
// `extension`), the date suffixes of Java and Python loggers (`x.log.2026-11-01`), `.old`; with or without compression.

const NUMBER_OR_DATE = String.raw`(?:\d{1,3}|\d{4}-?\d{2}-?\d{2}(?:[-_.T]?[\d:-]{2,8})?|\d{10}|old|bak)`;
const SUFFIX = new RegExp(`^[.\\-_]${NUMBER_OR_DATE}(?:\\.gz)?$`);
const INFIX = new RegExp(`^[.\\-_]${NUMBER_OR_DATE}$`);
const SUFFIXED = new RegExp(`^(.+?)[.\\-_]${NUMBER_OR_DATE}$`);
const INFIXED = new RegExp(`^(.+?)[.\\-_]${NUMBER_OR_DATE}(\\.[^.]+)$`);

/** Whether `name` is what a rotation of `base` in the same folder may be called. */
export function isRotatedName(base: string, name: string): boolean {
  if (name === base) return false;
  if (name.startsWith(base)) return SUFFIX.test(name.slice(base.length));
  const dot = base.lastIndexOf('.');
  if (dot <= 0) return false;
  const plain = name.endsWith('.gz') ? name.slice(0, -3) : name;
  const [stem, extension] = [base.slice(0, dot), base.slice(dot)];
  if (!plain.startsWith(stem) || !plain.endsWith(extension)) return false;
  return INFIX.test(plain.slice(stem.length, -extension.length));
}

/** The names that `name` may have had before it was rotated. */
export function baseNames(name: string): readonly string[] {
  const plain = name.endsWith('.gz') ? name.slice(0, -3) : name;
  const bases: string[] = [];
  const suffixed = SUFFIXED.exec(plain)?.[1];
  if (suffixed !== undefined) bases.push(suffixed);
  const infixed = INFIXED.exec(plain);
  if (infixed !== null) bases.push(`${infixed[1] ?? ''}${infixed[2] ?? ''}`);
  return bases.filter((base) => isRotatedName(base, name));
}
