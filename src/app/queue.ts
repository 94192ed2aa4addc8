// Working the queue of alerts: what commands and screens use of it.
export {
  actOnAlerts,
  findTargets,
  selectTargets,
  type Outcome,
  type Target,
  type WantedAct,
} from './queue/act-on-alerts.ts';
export { createDashboardDesk, type DashboardDesk } from './queue/dashboard-desk.ts';
export { dryRun, type DryRun } from './queue/dry-run.ts';
export { exportQueue, type ExportItem } from './queue/export-queue.ts';
export { openDesk, type Desk } from './queue/open-desk.ts';
export { findSeenBefore } from './queue/seen-before.ts';
export { verifyQueue, type QueueReport } from './queue/verify-queue.ts';
