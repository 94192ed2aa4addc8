import type { Clock, Terminal } from '../ports.ts';
import type { Command } from '../tui/command.ts';
import type { DashboardData } from '../tui/dashboard-data.ts';
import type { Message } from '../tui/message.ts';
import type { Settings } from '../tui/model.ts';
import { createModel, update } from '../tui/update.ts';
import { view } from '../tui/view.ts';
import type { DashboardDesk } from './queue/dashboard-desk.ts';
import { TICK_MS, type Session } from './session.ts';

export interface DashboardEffects {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the process was asked to stop. */
  readonly isStopping: () => boolean;
  /** Where the person acts on alerts; null where there is no store. */
  readonly desk: DashboardDesk | null;
}

/** Snapshots are taken this often when nothing changed, so that ages and silences stay true. */
const REFRESH_MS = 1000;

/** The dashboard: messages in, model through `update`, frames out; ends when the person quits or the terminal goes. */
export async function runDashboard(
  session: Session,
  settings: Settings,
  { terminal, clock, sleep, isStopping, desk }: DashboardEffects,
): Promise<void> {
  const snapshot = (): DashboardData => {
    const data = session.snapshot();
    return desk === null ? data : { ...data, desk: desk.view(data.alerts) };
  };
  let model = createModel(snapshot(), terminal.size, settings);
  // until the backlog is read and unless a key was pressed, each snapshot starts afresh: lists are in their true order
  const state = { isDone: false, isFresh: true, shownMs: 0 };

  const send = (message: Message): void => {
    const next = update(model, message);
    model = next.model;
    terminal.paint(view(model));
    for (const command of next.commands) {
      if (command.kind === 'quit') state.isDone = true;
      const answer = carryOut(command, terminal, desk);
      if (answer === null) continue;
      // what was done shows at the next tick
      if (command.kind === 'act') state.shownMs = 0;
      send(answer);
    }
  };

  const show = (data: DashboardData): void => {
    if (state.isFresh) model = createModel(data, terminal.size, settings);
    state.isFresh = state.isFresh && !session.isReady();
    send({ kind: 'data', data });
  };

  try {
    terminal.onInput((input) => {
      state.isFresh = false;
      send(input);
    });
    terminal.onResize((size) => send({ kind: 'resize', ...size }));
    terminal.paint(view(model));
    await session.start();
    for (; !state.isDone && !isStopping(); await sleep(TICK_MS)) {
      const changed = session.tick();
      const nowMs = clock.nowMs();
      if (changed.length === 0 && nowMs - state.shownMs < REFRESH_MS) continue;
      state.shownMs = nowMs;
      show(snapshot());
    }
    terminal.close();
    await session.stop();
  } finally {
    terminal.close();
    await session.end();
  }
}

/** Does what the dashboard asks of the world; the answer is a message to it, null = there is none. */
function carryOut(
  command: Command,
  terminal: Terminal,
  desk: DashboardDesk | null,
): Message | null {
  switch (command.kind) {
    case 'quit':
      return null;
    case 'suspend':
      terminal.suspend();
      return null;
    case 'redraw':
      terminal.redraw();
      return null;
    case 'copy':
      terminal.copy(command.text);
      return null;
    case 'act':
    case 'suppress':
    case 'count-past':
    case 'tell-story':
      return desk?.perform(command) ?? null;
  }
}
