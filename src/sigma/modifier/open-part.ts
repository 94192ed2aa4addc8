import type { StringPart } from '../pattern.ts';

/** `%name%` under `expand`, before it is known what stands for it. */
export interface PlaceholderPart {
  readonly kind: 'placeholder';
  readonly name: string;
}

/** A part of a string that is not ready for evaluation yet. */
export type OpenPart = StringPart | PlaceholderPart;
