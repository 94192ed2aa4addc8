import type { Alert } from '../alert/alert.ts';
import type { Workspace } from '../app/workspace.ts';
import { scanReport } from '../report/scan-report.ts';
import type { Language } from '../util/language.ts';
import type { CommandContext } from './context.ts';
import { writeAll } from './write-all.ts';

/** The alerts as a table with their sums, in the workspace's zone. */
export async function printAlerts(
  { world }: CommandContext,
  workspace: Workspace,
  alerts: readonly Alert[],
  language: Language,
): Promise<void> {
  const report = scanReport({
    alerts,
    inventory: workspace.inventory,
    language,
    zoneOffsetMinutes: workspace.zone.offsetMinutes(world.clock.nowMs()),
    columns: world.stdout.isTty ? world.stdout.columns : WIDE,
  });
  await writeAll(world.stdout, report);
}

/** Columns for a pipe or file, where no line wraps. */
const WIDE = 160;
