import { expect, test } from 'vitest';
import { judgePhase, type ServicePhase } from '../../src/app/service-state.ts';
import type { ServiceStatus } from '../../src/app/service/status.ts';
import { fakeMachine } from '../support/fake-machine.ts';

const NOW = 1_000_000_000;

const STATUS: ServiceStatus = {
  version: 1,
  pid: 7,
  host: 'h',
  program: '0',
  startedMs: 0,
  nowMs: NOW - 1000,
  isReady: true,
  isStopped: false,
  memoryBytes: 1,
  sources: [],
  losses: [],
  listening: null,
  events: 0,
  eventsPerSecond: 0,
  eventsPerMinute: { firewall: [], endpoint: [], antivirus: [] },
  units: {},
  reading: {
    droppedLines: 0,
    unparsedLines: 0,
    sourcesUp: 0,
    sourcesTotal: 0,
    lagMs: 0,
    problems: [],
  },
  rules: { rulesLoaded: 0, rulesRefused: 0 },
};

interface Case {
  readonly name: string;
  readonly phase: ServicePhase;
  readonly status: ServiceStatus | null;
  readonly hasProcess?: boolean;
}

const CASES: readonly Case[] = [
  { name: 'never ran', phase: 'never', status: null },
  { name: 'writes', phase: 'running', status: STATUS },
  { name: 'was told to stop', phase: 'stopped', status: { ...STATUS, isStopped: true } },
  { name: 'killed', phase: 'died', status: STATUS, hasProcess: false },
  {
    name: 'writes on another machine, where the number of the process says nothing',
    phase: 'running',
    status: { ...STATUS, host: 'other' },
    hasProcess: false,
  },
  { name: 'cannot write', phase: 'late', status: { ...STATUS, nowMs: NOW - 60_000 } },
  { name: 'the clock was set back', phase: 'late', status: { ...STATUS, nowMs: NOW + 60_000 } },
];

test.each(CASES)('$name: $phase', ({ phase, status, hasProcess = true }) => {
  const machine = fakeMachine({ hasProcess: () => hasProcess });
  expect(judgePhase(status, NOW, { machine, host: 'h' })).toBe(phase);
});
