// The words of the life cycle on screens and in reports.
import type { Language } from '../util/language.ts';
import type { AlertState, EscalationTarget, Suppression, Verdict } from './act.ts';
import type { Role } from './role.ts';
import type { SuppressionFault } from './suppression.ts';

type Label = Readonly<Record<Language, string>>;

export const STATE_LABELS = {
  new: { vi: 'mới', en: 'new' },
  acked: { vi: 'đã nhận', en: 'acknowledged' },
  escalated: { vi: 'đã chuyển', en: 'escalated' },
  closed: { vi: 'đã đóng', en: 'closed' },
} as const satisfies Record<AlertState, Label>;

export const VERDICT_LABELS = {
  'true-positive': { vi: 'đúng', en: 'true positive' },
  'false-positive': { vi: 'báo nhầm', en: 'false positive' },
  benign: { vi: 'vô hại', en: 'benign' },
  duplicate: { vi: 'trùng', en: 'duplicate' },
  drill: { vi: 'diễn tập', en: 'drill' },
} as const satisfies Record<Verdict, Label>;

export const TARGET_LABELS = {
  'layer-2': { vi: 'SOC (lớp 2)', en: 'SOC (layer 2)' },
  leadership: { vi: 'lãnh đạo', en: 'leadership' },
  'layer-4': { vi: 'trung tâm quốc gia (lớp 4)', en: 'national centre (layer 4)' },
} as const satisfies Record<EscalationTarget, Label>;

export const SUPPRESSION_LABELS = {
  exception: { vi: 'miễn trừ', en: 'exception' },
  maintenance: { vi: 'bảo trì', en: 'maintenance' },
} as const satisfies Record<Suppression['kind'], Label>;

export const ROLE_NAMES = {
  viewer: { vi: 'người xem', en: 'viewer' },
  operator: { vi: 'trực ban', en: 'operator' },
  lead: { vi: 'trưởng ca', en: 'shift leader' },
  auditor: { vi: 'kiểm tra độc lập', en: 'auditor' },
} as const satisfies Record<Role, Label>;

export const SUPPRESSION_FAULTS = {
  'empty-scope': {
    vi: 'phạm vi trống sẽ giấu mọi cảnh báo: nêu luật, đơn vị, máy hoặc nhóm',
    en: 'an empty scope would hide every alert: name a rule, a unit, a machine or a group',
  },
  'no-owner': { vi: 'cần người chịu trách nhiệm', en: 'somebody must answer for it' },
  'no-reason': { vi: 'cần lý do', en: 'a reason is needed' },
  'ends-before-start': { vi: 'kết thúc trước khi bắt đầu', en: 'it ends before it starts' },
  'too-long': { vi: 'dài quá 30 ngày', en: 'it is longer than 30 days' },
  'already-over': { vi: 'đã hết hạn', en: 'it is over already' },
} as const satisfies Record<SuppressionFault, Label>;
