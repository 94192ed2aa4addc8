import { once } from 'node:events';
import { watch } from 'chokidar';
import type { FileWatcher } from '../ports.ts';

/** Files of rule authors, watched by the operating system's events; an editor's temporary files count as changes too. */
export const fileWatcher: FileWatcher = {
  async watch(paths, onChange) {
    const watcher = watch([...paths], { ignoreInitial: true, ignored: isForeign });
    watcher.on('all', onChange);
    // too many watches, or a share without events: what can be watched still is
    watcher.on('error', () => undefined);
    await once(watcher, 'ready');
    return { close: () => watcher.close() };
  },
};

/** Folders that no rule stands in, and that change all the time. */
function isForeign(path: string): boolean {
  return /[\\/](?:\.git|node_modules)$/.test(path);
}
