import type { Alert } from '../alert/alert.ts';
import type { StreamStats } from '../decode/stream-reader.ts';
import type { Matcher } from '../detect/match.ts';
import type { ListenStats } from '../ports/listen.ts';
import type { DashboardData } from '../tui/dashboard-data.ts';
import type { Workspace } from './workspace.ts';

/** How often a face calls `tick`. */
export const TICK_MS = 250;

/** A running watch, whatever feeds it: live files or the demo's replay. The faces (dashboard, plain, headless) drive it. */
export interface Session {
  start(): Promise<void>;
  /** Raises what is due; returns the alerts that are new or have changed since the last call. */
  tick(): readonly Alert[];
  /** The backlog has been read: silence and counts are true from now on. */
  isReady(): boolean;
  snapshot(): DashboardData;
  /** What was read, by source id. */
  bySource(): ReadonlyMap<string, StreamStats>;
  /** What was received since the start; null when nothing listens here. */
  listening(): ListenStats | null;
  /** Faults of the world since the last call, oldest first. */
  takeProblems(): readonly string[];
  /** Reads no further; returns the last changes. */
  stop(): Promise<readonly Alert[]>;
  /** What `tick` and `stop` gave was shown, or nobody will: closes everything. */
  end(): Promise<void>;
}

/** Configuration, rules and lists as they are on disk now, checked. */
export interface Reloaded {
  readonly workspace: Workspace;
  readonly matcher: Matcher;
}

/** A session that takes other rules and another configuration while it runs. */
export interface ReloadableSession extends Session {
  /** All of it at one moment. Resolves to false when it cannot be done now (the store is at fault): try again. */
  reload(next: Reloaded): Promise<boolean>;
  /** What is on disk cannot be used, and why: shown until it can. Null = it is in use. */
  refused(reason: string | null): void;
}
