// Receiving syslog: listeners write every message to the spool, and the tailer reads that.
import type { Problem } from '../util/problem.ts';

/** Where to listen, whose messages are whose, and where they are kept. Plain data: it crosses to another thread. */
export interface ListenPlan {
  readonly listeners: readonly ListenerPlan[];
  /** The longest network that holds a sender's address decides; of two equal ones the first. */
  readonly senders: readonly SenderPlan[];
  /** What the inventory says of senders that are not in `senders`. */
  readonly inventory: readonly SenderPlan[];
  readonly spool: SpoolPlan;
}

export interface ListenerPlan {
  readonly id: string;
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly address: string;
  /** 0 = any that is free (tests). */
  readonly port: number;
  readonly tls: TlsPlan | null;
  readonly maxConnections: number;
}

/** Absolute paths of PEM files. */
export interface TlsPlan {
  readonly certPath: string;
  readonly keyPath: string;
  /** Clients must show a certificate of these authorities; null = they need none. */
  readonly caPath: string | null;
}

export interface SenderPlan {
  /** CIDR or a single address. */
  readonly network: string;
  /** Null = a relay for several units. */
  readonly unit: string | null;
  /** Null = the id of the listener. */
  readonly source: string | null;
}

export interface SpoolPlan {
  /** Absolute. */
  readonly folder: string;
  readonly maxBytes: number;
  readonly keepMs: number;
  readonly minFreeBytes: number;
}

export interface ListenSink {
  /** A fault of the world or of a sender, told once until it changes. */
  problem(problem: Problem): void;
  /** Whether all of a file of the spool was read and that is safe in the store: it may be deleted when space is short. */
  mayDelete(path: string): Promise<boolean>;
}

/** Since the start of listening. */
export interface ListenStats {
  readonly listeners: readonly ListenerStats[];
  /** The busiest first, at most some hundreds. */
  readonly senders: readonly SenderStats[];
  readonly spool: SpoolStats;
}

/** Messages received, and what did not become a line of the spool. */
export interface MessageCounts {
  readonly messages: number;
  readonly bytes: number;
  /** Messages given up because the disk was slower than they came, and their bytes. */
  readonly dropped: number;
  readonly droppedBytes: number;
  /** Messages that were too long or broke off, and the bytes missing. */
  readonly cut: number;
  readonly cutBytes: number;
  /** Without any content; not kept. */
  readonly empty: number;
}

export interface ListenerStats extends MessageCounts {
  readonly id: string;
  readonly protocol: 'udp' | 'tcp' | 'tls';
  readonly address: string;
  /** The port in use. */
  readonly port: number;
  readonly isListening: boolean;
  /** Datagrams that the kernel dropped because they were not fetched in time; null where it does not tell. */
  readonly kernelDropped: number | null;
  readonly connections: number;
  /** Connections refused or closed for want of room, or because they sent what is no syslog. */
  readonly refused: number;
  /** TLS handshakes that failed. */
  readonly badHandshakes: number;
}

export interface SenderStats extends MessageCounts {
  readonly listener: string;
  /** Null = all that had no room of their own. */
  readonly address: string | null;
  /** False = neither in the table of senders nor in the inventory. */
  readonly isKnown: boolean;
  readonly unit: string | null;
  readonly source: string;
  readonly lastMs: number;
  readonly queuedBytes: number;
}

export interface SpoolStats {
  readonly bytes: number;
  readonly queuedBytes: number;
  /** Files deleted because the spool had its size. */
  readonly deletedFiles: number;
  readonly deletedBytes: number;
  /** Why nothing can be written at the moment; null in the normal case. */
  readonly fault: string | null;
}

export interface Listening {
  stats(): ListenStats;
  /** Stops receiving, writes what was received, then resolves; within about a second also when the disk is at fault. */
  stop(): Promise<void>;
}

/** Resolves when every listener is open or its fault was told; those are tried again. */
export type StartListening = (plan: ListenPlan, sink: ListenSink) => Promise<Listening>;
