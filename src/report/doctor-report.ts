// `soclite doctor`: what was found, and what to do about it.
import { toDisplayText } from '../util/display-text.ts';
import { createSay, type Language } from '../util/language.ts';

export interface DoctorFinding {
  readonly check: string;
  readonly result: 'ok' | 'warning' | 'error';
  readonly where: string;
  readonly what: string;
  readonly todo: string | null;
}

/** What is wrong stands last, where a terminal shows it. */
export function* doctorText(
  findings: readonly DoctorFinding[],
  language: Language,
): Iterable<string> {
  const say = createSay(language);
  const marks = {
    ok: say('[tốt]  ', '[ok]   '),
    warning: say('[lưu ý]', '[warn] '),
    error: say('[LỖI]  ', '[ERROR]'),
  };
  for (const result of ['ok', 'warning', 'error'] as const)
    for (const { check, where, what, todo } of findings.filter((each) => each.result === result)) {
      yield `${marks[result]} ${check.padEnd(9)} ${toDisplayText(`${where}: ${what}`)}\n`;
      if (todo !== null) yield `${' '.repeat(18)}→ ${toDisplayText(todo)}\n`;
    }
  const count = (result: DoctorFinding['result']): number =>
    findings.filter((each) => each.result === result).length;
  yield `\n${say(
    `${count('error')} lỗi, ${count('warning')} lưu ý, ${count('ok')} tốt`,
    `${count('error')} errors, ${count('warning')} warnings, ${count('ok')} fine`,
  )}\n`;
}
