import type { Draft } from '../modifier/draft.ts';
import type { Location } from '../../util/problem.ts';
import type { YamlPath } from '../yaml/yaml-value.ts';

/** The document that a value was read from; places are looked up only where there is something to report. */
export interface ValueOrigin {
  readonly locate: (path: YamlPath) => Location;
}

/**
 * A rule value after its modifiers and before it is compiled to patterns: what pipelines change. It is in no rule that
 * is ready for evaluation.
 */
export interface OpenValue {
  /** One, or the variants that a modifier made of one value (`base64offset`): any of them may match. */
  readonly variants: readonly Draft[];
  /** Made by a modifier that makes variants, though it may have made one only: no text for a pipeline. */
  readonly isExpansion: boolean;
  /** Where it stands in its document; a value that a pipeline made stands where the one before it stood. */
  readonly path: YamlPath;
  readonly origin: ValueOrigin;
}
