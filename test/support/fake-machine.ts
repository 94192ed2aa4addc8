import type { Machine } from '../../src/ports/machine.ts';

/** A machine on which all is well; a test changes what it is about. */
export function fakeMachine(over: Partial<Machine> = {}): Machine {
  return {
    nodeVersion: '20.19.0',
    memoryBytes: () => 100 * 2 ** 20,
    spareMemory: () => undefined,
    hasProcess: () => true,
    disk: () => ({ freeBytes: 50 * 2 ** 30, totalBytes: 100 * 2 ** 30 }),
    pathState: () => ({
      access: 'writable',
      isFolder: true,
      sizeBytes: 0,
      modifiedMs: 0,
      isOpenToOthers: false,
    }),
    readTail: () => Promise.resolve(new Uint8Array()),
    tryPort: () => Promise.resolve(null),
    ...over,
  };
}
