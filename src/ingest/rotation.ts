// What to do with a tailed file, from what was observed of it. Pure, so that every order of writes, renames, copies and
// deletions can be tried without a disk; io/tail observes and performs.
//
// A descriptor is kept open for each file, and the path it came from is looked at again and again. The kept descriptor
// is always read to its end first: whatever a rotation did, what it points to is still there.

/** What the kept descriptor shows. */
export interface KeptView {
  /** Bytes read so far. */
  readonly offset: number;
  readonly sizeBytes: number;
  /** Whether the bytes that were read are still there, as far as the mark remembers them. */
  readonly isIntact: boolean;
  /** Names the file has left; 0 when it is deleted. */
  readonly links: number;
}

/** What the path names now, compared with the kept descriptor. */
export type PathView = 'same' | 'other' | 'absent';

/** A file that its path names no longer. */
export interface AwayView {
  /** Time since its last new byte, or since it went away. */
  readonly quietMs: number;
  /** Whether a later file of the same path went away too: its writer has surely moved on. */
  readonly isSuperseded: boolean;
}

export interface AwayLimits {
  /** A writer may go on for a moment in the renamed file, until it is told to open the new one. */
  readonly lingerMs: number;
  /** A writer that was never told may go on for long: until then the descriptor is kept, but the file is told closed. */
  readonly keepMs: number;
}

export type Action =
  /** At the end; look again later. */
  | 'wait'
  /** There is more to read. */
  | 'read'
  /** Cut in place (copytruncate): read the rest from the copy, then start again at 0. */
  | 'drain-copy'
  /** Another file has the path: this one is read to its end and goes away; the other is opened. */
  | 'switch'
  /** The path names nothing: the file was renamed or deleted and goes away. */
  | 'leave';

/** For a file that its path named when last seen. */
export function nextAction(kept: KeptView, path: PathView): Action {
  if (!kept.isIntact || kept.sizeBytes < kept.offset) return 'drain-copy';
  if (kept.sizeBytes > kept.offset) return 'read';
  return path === 'same' ? 'wait' : path === 'other' ? 'switch' : 'leave';
}

export type AwayAction =
  | 'wait'
  | 'read'
  /** Tell that no more is expected, but keep the descriptor: bytes that still come open it anew. */
  | 'tell-closed'
  /** Close the descriptor. */
  | 'forget';

/** For a file that went away. */
export function nextAwayAction(kept: KeptView, away: AwayView, limits: AwayLimits): AwayAction {
  // a renamed file that is cut has been read to its end before; whoever cuts it does not log to it
  if (!kept.isIntact || kept.sizeBytes < kept.offset) return 'forget';
  if (kept.sizeBytes > kept.offset) return 'read';
  if (away.quietMs < limits.lingerMs) return 'wait';
  const isOver = kept.links === 0 || away.isSuperseded || away.quietMs >= limits.keepMs;
  return isOver ? 'forget' : 'tell-closed';
}

/** Why a file that went away is told closed. */
export function closeReason(kept: KeptView): 'rotated' | 'removed' {
  return kept.links === 0 ? 'removed' : 'rotated';
}
