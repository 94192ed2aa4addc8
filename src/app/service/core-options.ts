import type { ServiceStore } from '../../ports/store.ts';
import { toGrouperOptions } from '../alert-options.ts';
import type { MonitorCoreOptions } from '../monitor-core.ts';
import type { Workspace } from '../workspace.ts';
import { createStoreRecall } from './store-recall.ts';

/** How a core of a service works, by its configuration. */
export function toCoreOptions(workspace: Workspace, store: ServiceStore): MonitorCoreOptions {
  return {
    ...toGrouperOptions(workspace),
    latenessMs: workspace.alerts.latenessMs,
    recall: createStoreRecall(store),
  };
}
