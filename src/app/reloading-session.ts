// Hot reload: what soclite.yml names is watched, loaded anew a moment after it changed, checked, and put in place of the
// old all at once. What cannot be used leaves the old in place, and is told until it is mended.
import type { Matcher } from '../detect/match.ts';
import { FileError, type Clock, type FileWatcher } from '../ports.ts';
import type { SigmaRule } from '../sigma/rule.ts';
import { formatProblem, type Checked } from '../util/problem.ts';
import type { ReloadableSession, Session } from './session.ts';
import type { Workspace } from './workspace.ts';

export interface ReloadEffects {
  readonly clock: Clock;
  readonly watcher: FileWatcher;
  /** Loads it all again. @throws FileError */
  readonly load: () => Promise<Checked<Workspace>>;
  readonly compile: (rules: readonly SigmaRule[]) => Matcher;
  /** Calls back when somebody asks for a reload (SIGHUP). */
  readonly onAsked: (callback: () => void) => void;
}

/** Editors and copies write in several steps: nothing is read until it was quiet for so long. */
const QUIET_MS = 1000;

type Watching = Awaited<ReturnType<FileWatcher['watch']>>;

/** The session, which from now on takes what changes on disk. */
// oxlint-disable-next-line max-lines-per-function -- one state, shared by what happens to it
export function createReloadingSession(
  session: ReloadableSession,
  workspace: Workspace,
  effects: ReloadEffects,
): Session {
  const { clock } = effects;
  const news: string[] = [];
  let current = workspace;
  let watching: Watching | null = null;
  let dueMs: number | null = null;
  let loading: Promise<void> | null = null;
  let isEnding = false;

  const request = (): void => {
    dueMs = clock.nowMs() + QUIET_MS;
  };
  const watch = async (): Promise<void> => {
    const before = watching;
    watching = await effects.watcher.watch(current.loadedFrom, request);
    await before?.close();
  };
  const reload = async (): Promise<void> => {
    const loaded = await loadChecked(current, effects);
    if (isEnding) return;
    if (typeof loaded === 'string') {
      const reason = `the configuration was not reloaded, the one before stays in use: ${loaded}`;
      session.refused(reason);
      news.push(reason);
      return;
    }
    const matcher = effects.compile(loaded.rules.ruleSet.rules);
    if (!(await session.reload({ workspace: loaded, matcher }))) {
      request();
      return;
    }
    session.refused(null);
    news.push(describe(loaded));
    const isElsewhere = loaded.loadedFrom.join('\n') !== current.loadedFrom.join('\n');
    current = loaded;
    if (isElsewhere) await watch();
  };

  return {
    ...delegate(session),
    async start() {
      await session.start();
      await watch();
      effects.onAsked(request);
    },
    tick() {
      if (dueMs !== null && clock.nowMs() >= dueMs && loading === null) {
        dueMs = null;
        loading = reload().finally(() => {
          loading = null;
        });
      }
      // a clock that was set back must not put it off
      if (dueMs !== null) dueMs = Math.min(dueMs, clock.nowMs() + QUIET_MS);
      return session.tick();
    },
    takeProblems: () => [...news.splice(0), ...session.takeProblems()],
    async stop() {
      isEnding = true;
      await watching?.close();
      await loading;
      return session.stop();
    },
  };
}

function describe({ rules, sources, inventory }: Workspace): string {
  const count = rules.ruleSet.rules.length + rules.ruleSet.correlations.length;
  return `the configuration was reloaded: ${count} rules, ${sources.length} sources, ${inventory.units.length} units`;
}

function delegate(session: Session): Omit<Session, 'start' | 'tick' | 'takeProblems' | 'stop'> {
  return {
    isReady: () => session.isReady(),
    snapshot: () => session.snapshot(),
    bySource: () => session.bySource(),
    listening: () => session.listening(),
    end: () => session.end(),
  };
}

/** What is to be used from now on, or why it cannot be. */
async function loadChecked(
  current: Workspace,
  { load }: ReloadEffects,
): Promise<Workspace | string> {
  let loaded: Checked<Workspace>;
  try {
    loaded = await load();
  } catch (error) {
    if (error instanceof FileError) return error.message;
    throw error;
  }
  if (!loaded.ok) return firstError(loaded.problems);
  const { value } = loaded;
  if (value.dataFolder !== current.dataFolder)
    return `another data folder (${value.dataFolder}) needs a restart`;
  return findLostRules(current, value) ?? value;
}

function firstError(problems: Checked<Workspace>['problems']): string {
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const rest = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return first === undefined ? 'it cannot be used' : `${formatProblem(first)}${rest}`;
}

/** A rule that is being edited, or a folder that is away for a moment, must not end what it detected until then. */
function findLostRules(current: Workspace, next: Workspace): string | null {
  const known = new Set(current.rules.refused.map(({ id, at }) => `${id} ${at.file}`));
  const broken = next.rules.refused.find(({ id, at }) => !known.has(`${id} ${at.file}`));
  if (broken !== undefined) return firstError(broken.problems);
  const count = ({ rules: { ruleSet } }: Workspace): number =>
    ruleSet.rules.length + ruleSet.correlations.length;
  return count(next) === 0 && count(current) > 0 ? 'there is no rule any more' : null;
}
