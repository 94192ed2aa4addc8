// Takes the terminal over with the built driver, paints, then ends in the way that its argument names.
import { openTerminal } from '../../dist/io/terminal/terminal.js';
import { createModel } from '../../dist/tui/update.js';
import { view } from '../../dist/tui/view.js';

const none = { critical: 0, high: 0, medium: 0, low: 0, informational: 0 };
const data = {
  name: 'Acceptance',
  mode: 'live',
  nowMs: Date.now(),
  zoneOffsetMinutes: 420,
  units: [],
  alerts: [],
  totals: { events: 0, open: none },
  health: {
    eventsPerSecond: 0,
    lagMs: 0,
    droppedLines: 0,
    unparsedLines: 0,
    sourcesUp: 0,
    sourcesTotal: 0,
    rulesLoaded: 1,
    rulesRefused: 0,
    problems: [],
  },
  eventsPerMinute: { firewall: [], endpoint: [], antivirus: [] },
};

const terminal = await openTerminal();
if (terminal === null) {
  console.log('no terminal');
} else {
  const settings = { language: 'en', theme: 'default', isAsciiSigns: false, isAsciiText: false };
  const paint = () => terminal.paint(view(createModel(data, terminal.size, settings)));
  terminal.onInput(({ key }) => {
    if (key === 'ctrl-z') terminal.suspend();
    if (key === 'q') end();
  });
  terminal.onResize(paint);
  paint();
  const alive = setInterval(paint, 1000);
  const end = () => {
    clearInterval(alive);
    terminal.close();
  };
  const way = process.argv[2] ?? 'stay';
  setTimeout(() => {
    if (way.startsWith('SIG')) process.kill(process.pid, way);
    else if (way === 'throw') throw new Error('thrown on purpose');
    else if (way === 'reject') void Promise.reject(new Error('rejected on purpose'));
    else if (way === 'exit') process.exit(3);
    else if (way === 'close') end();
  }, 300);
}
