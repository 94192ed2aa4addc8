// Hints from the operating system where to look first. chokidar finds new folders by itself; everything it says, and
// everything it fails to say, is checked by the rounds of tail-loop.
import { watch } from 'chokidar';
import { errorReason } from '../input/input-fault.ts';
import type { SourceSet } from './source-set.ts';

export interface WatcherEvents {
  /** Something happened to a path that a source matches. */
  readonly onPath: (path: string) => void;
  /** A folder came or went: new paths may match. */
  readonly onFolder: () => void;
  /** Hints fail (too many watches, a share without events); the slow poll goes on alone. */
  readonly onFault: (reason: string) => void;
}

export interface Watcher {
  /** Watches a folder that exists; again after it was removed. */
  add(folder: string): void;
  close(): Promise<void>;
}

export function createWatcher(sources: SourceSet, events: WatcherEvents): Watcher {
  const watched = new Set<string>();
  const watcher = watch([], {
    ignoreInitial: true,
    atomic: false,
    // rotated and other files need no watch of their own
    ignored: (path) =>
      !watched.has(path) && sources.match(path) === null && !sources.canContain(path),
  });
  watcher.on('all', (event, path) => {
    if (event === 'unlinkDir') watched.delete(path);
    if (event === 'addDir' || event === 'unlinkDir') events.onFolder();
    else events.onPath(path);
  });
  watcher.on('error', (error) => {
    events.onFault(errorReason(error));
  });
  return {
    add: (folder) => {
      if (watched.has(folder)) return;
      watched.add(folder);
      watcher.add(folder);
    },
    close: () => watcher.close(),
  };
}
