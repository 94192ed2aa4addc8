// The import walls of docs/architecture.md. Each rule's comment tells the author of a violation what to do.
const may = {
  util: [],
  event: ['util'],
  ingest: ['util'],
  decode: ['ingest', 'event', 'util'],
  normalise: ['decode', 'event', 'util'],
  sigma: ['util'],
  detect: ['sigma', 'event', 'util'],
  correlate: ['detect', 'sigma', 'event', 'util'],
  alert: ['correlate', 'detect', 'sigma', 'event', 'util'],
  lifecycle: ['alert', 'sigma', 'event', 'util'],
  layers: ['lifecycle', 'alert', 'sigma', 'event', 'util'],
  config: ['layers', 'lifecycle', 'alert', 'decode', 'util'],
  notify: ['layers', 'lifecycle', 'alert', 'event', 'util'],
  report: [
    'layers',
    'lifecycle',
    'alert',
    'correlate',
    'detect',
    'decode',
    'sigma',
    'event',
    'util',
  ],
  tui: ['layers', 'lifecycle', 'alert', 'event', 'util'],
};
const pure = Object.keys(may).join('|');

const roomRules = Object.entries(may).map(([room, targets]) => ({
  name: `${room}-imports`,
  comment: `${room}/ may import only ${[room, ...targets].join(', ')} (docs/architecture.md). Move the code to the room that owns the idea, or pass the value in.`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${[room, ...targets].join('|')})/` },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...roomRules,
    {
      name: 'ports-imports',
      comment: 'ports.ts and ports/ hold types only and know the pure rooms, never io, app or cli',
      severity: 'error',
      from: { path: '^src/ports(\\.ts$|/)' },
      to: { path: '^src/(io|app|cli|main)' },
    },
    {
      name: 'app-not-io',
      comment: 'app and io meet only in main.ts: take the effect as a port (src/ports.ts)',
      severity: 'error',
      from: { path: '^src/app/' },
      to: { path: '^src/(io|cli|main)' },
    },
    {
      name: 'io-not-app',
      comment:
        'io performs effects behind ports.ts and knows nothing of app, cli, detection or alerts',
      severity: 'error',
      from: { path: '^src/io/', pathNot: '^src/io/store/' },
      to: {
        path: '^src/(app|cli|main|detect|correlate|alert|layers|sigma|normalise|decode|report)',
      },
    },
    {
      name: 'store-not-app',
      comment: 'io/store maps alerts and their life cycle to rows; it decides nothing',
      severity: 'error',
      from: { path: '^src/io/store/' },
      to: { path: '^src/(app|cli|main|detect|correlate|layers|sigma|normalise|decode|report)' },
    },
    {
      name: 'cli-not-io',
      comment: 'commands get their effects as arguments from main.ts',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: { path: '^src/(io|main)' },
    },
    {
      name: 'private-sub-rooms',
      comment: 'files directly in a room are its surface; a sub-room is private to its room',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/([^/]+)/[^/]+/', pathNot: '^src/$1/' },
    },
    {
      name: 'private-sub-rooms-from-top',
      comment: 'main.ts, index.ts and ports.ts import the surface of a room, not its sub-rooms',
      severity: 'error',
      from: { path: '^src/(index|ports)\\.ts$' },
      to: { path: '^src/[^/]+/[^/]+/' },
    },
    {
      name: 'pure-no-node',
      comment:
        'pure rooms use no Node module: take the value as an argument or put the effect in io/',
      severity: 'error',
      from: { path: `^src/(${pure})/` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'terminal-packages',
      comment: 'blessed and blessed-contrib are used only by io/terminal',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/io/terminal/' },
      to: { path: 'node_modules/blessed' },
    },
    {
      name: 'no-cycles',
      comment: 'break the cycle by moving the shared idea to the room left of both',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'a file that nothing reaches is dead: delete it or use it',
      severity: 'error',
      from: { orphan: true, pathNot: ['\\.d\\.ts$', '^src/(main|index)\\.ts$'] },
      to: {},
    },
    {
      name: 'not-to-test',
      comment: 'product code never imports tests, benches or generators',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|sample-logs)/' },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'add the package to dependencies, with the reason in docs/decisions',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
