/** A file that somebody dropped in. */
export interface InboxFile {
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** The folder for archives that are taken once each; those that were taken are in `done` below it. */
export interface InboxFolder {
  /** What waits, by name; folders, hidden files and names that end in `.part` or `.tmp` do not. Makes the folder. @throws InboxError */
  list(): Promise<readonly InboxFile[]>;
  /** Hex SHA-256 of the content, or of a part of it when cancelled. @throws InboxError */
  identify(path: string, isCancelled: () => boolean): Promise<string>;
  /** Moves a file to `done`, under a name that is free there. @throws InboxError */
  setAside(path: string): Promise<void>;
}

/** A fault of the world with the inbox. */
export class InboxError extends Error {
  override readonly name = 'InboxError';
}
