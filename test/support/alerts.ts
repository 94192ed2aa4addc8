import type { Alert } from '../../src/alert/alert.ts';
import type { AlertWrite } from '../../src/ports/store.ts';

/** An alert with all its parts, to be told apart by what a test gives. */
export function makeAlert(rest: Partial<Alert> = {}): Alert {
  return {
    id: 'a000000000000001',
    ruleId: 'rule-1',
    title: 'Web shell written to the upload folder',
    titleVi: 'Web shell được ghi vào thư mục tải lên',
    author: 'soclite',
    tags: ['attack.t1505.003'],
    layer: 2,
    tier: 'application',
    severity: 'high',
    unit: 'so-tttt',
    isProvince: false,
    units: ['so-tttt'],
    system: null,
    groupKey: [{ field: 'machine', value: 'dvc-web02' }],
    correlation: null,
    windowStartMs: 1000,
    firstMs: 1000,
    lastMs: 1000,
    count: 1,
    machines: ['dvc-web02'],
    evidence: [
      {
        file: 'web.log',
        line: 7,
        timeMs: 1000,
        ruleId: 'rule-1',
        raw: 'POST /uploads/a.php 200',
        omittedChars: 0,
        fields: [],
      },
    ],
    nextStepsVi: ['Cô lập máy'],
    nextStepsEn: ['Isolate the machine'],
    ...rest,
  };
}

export function makeWrite(alert: Partial<Alert> = {}, rest: Partial<AlertWrite> = {}): AlertWrite {
  const made = makeAlert(alert);
  return {
    alert: made,
    recurrenceOf: null,
    suppressedBy: null,
    draft: `draft of ${made.id}`,
    groupingKey: `${made.ruleId}|${made.unit}`,
    ...rest,
  };
}
