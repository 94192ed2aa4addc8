// The machine that soclite runs on, as far as its operators ask: is a process there, how much room has the disk.

/** Of the file system that holds a folder. */
export interface DiskSpace {
  /** Free for this user. */
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** What this user may do with a path. */
export type PathAccess = 'missing' | 'forbidden' | 'readable' | 'writable';

export interface PathState {
  readonly access: PathAccess;
  readonly isFolder: boolean;
  /** 0 where nothing is. */
  readonly sizeBytes: number;
  /** Null where nothing is. */
  readonly modifiedMs: number | null;
  /** Others than the owner and the group may read it. */
  readonly isOpenToOthers: boolean;
}

export interface Machine {
  /** `20.19.4`. */
  readonly nodeVersion: string;
  /** Resident memory of this process. */
  memoryBytes(): number;
  /** From now on memory is freed early, at some cost in time: for a process that runs for years. */
  spareMemory(): void;
  /** Whether a process of that number runs on this machine, whoever's it is. */
  hasProcess(pid: number): boolean;
  /** Null when the folder cannot be asked (missing, permission). */
  disk(folder: string): DiskSpace | null;
  pathState(path: string): PathState;
  /** The last bytes of a file, from the start of a line where there is one. @throws FileError */
  readTail(path: string, maxBytes: number): Promise<Uint8Array>;
  /** Whether a port can be opened: null, or why not. It is closed again at once. */
  tryPort(place: {
    readonly protocol: 'udp' | 'tcp';
    readonly address: string;
    readonly port: number;
  }): Promise<string | null>;
}
