import type { Clock, Terminal } from '../ports.ts';
import type { Command } from '../tui/command.ts';
import type { DashboardData } from '../tui/dashboard-data.ts';
import type { Message } from '../tui/message.ts';
import type { Settings } from '../tui/model.ts';
import { createModel, update } from '../tui/update.ts';
import { view } from '../tui/view.ts';
import { TICK_MS, type Session } from './session.ts';

export interface DashboardEffects {
  readonly terminal: Terminal;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
  /** Whether the process was asked to stop. */
  readonly isStopping: () => boolean;
}

/** Snapshots are taken this often when nothing changed, so that ages and silences stay true. */
const REFRESH_MS = 1000;

/** The dashboard: messages in, model through `update`, frames out; ends when the person quits or the terminal goes. */
export async function runDashboard(
  session: Session,
  settings: Settings,
  { terminal, clock, sleep, isStopping }: DashboardEffects,
): Promise<void> {
  let model = createModel(session.snapshot(), terminal.size, settings);
  // until the backlog is read and unless a key was pressed, each snapshot starts afresh: lists are in their true order
  const state = { isDone: false, isFresh: true };

  const carryOut = (command: Command): void => {
    switch (command.kind) {
      case 'quit':
        state.isDone = true;
        break;
      case 'suspend':
        terminal.suspend();
        break;
      case 'redraw':
        terminal.redraw();
        break;
      case 'copy':
        terminal.copy(command.text);
        break;
    }
  };
  const send = (message: Message): void => {
    const next = update(model, message);
    model = next.model;
    terminal.paint(view(model));
    next.commands.forEach(carryOut);
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
    for (let shownMs = 0; !state.isDone && !isStopping(); await sleep(TICK_MS)) {
      const changed = session.tick();
      const nowMs = clock.nowMs();
      if (changed.length === 0 && nowMs - shownMs < REFRESH_MS) continue;
      shownMs = nowMs;
      show(session.snapshot());
    }
    terminal.close();
    await session.stop();
  } finally {
    terminal.close();
    await session.end();
  }
}
