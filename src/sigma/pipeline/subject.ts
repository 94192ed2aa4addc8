// A rule or correlation on its way through pipelines, as an immutable value: every transformation gives a new one.
import type { OpenValue } from '../detection/open-value.ts';
import type { Detection } from '../detection.ts';
import type { RuleLogSource, SigmaCorrelation, SigmaRule } from '../rule.ts';

/** A detection item, with the ids of the processing items that changed it. */
export interface ItemNode {
  readonly kind: 'item';
  /** Null = a keyword search. */
  readonly field: string | null;
  readonly link: 'any' | 'all';
  readonly isNegated: boolean;
  readonly values: readonly OpenValue[];
  readonly text: string;
  /** A pipeline gave it its field. */
  readonly isOfPipeline: boolean;
  readonly applied: ReadonlySet<string>;
}

export interface GroupNode {
  readonly kind: 'all' | 'any';
  /** Empty after `drop_detection_item` took everything. */
  readonly parts: readonly DetectionNode[];
}

export type DetectionNode = ItemNode | GroupNode;

export interface RuleSubject {
  readonly kind: 'rule';
  readonly rule: SigmaRule<OpenValue>;
  readonly detections: ReadonlyMap<string, DetectionNode>;
  readonly fields: readonly string[];
}

export interface CorrelationSubject {
  readonly kind: 'correlation';
  readonly rule: SigmaCorrelation;
  readonly fields: readonly string[];
  /** Log sources of the rules that it counts, of other correlations' too. */
  readonly logSources: readonly RuleLogSource[];
}

export type Subject = RuleSubject | CorrelationSubject;

export const NONE: ReadonlySet<string> = new Set();

export function toNode(detection: Detection<OpenValue>, isOfPipeline: boolean): DetectionNode {
  if (detection.kind === 'all' || detection.kind === 'any')
    return {
      kind: detection.kind,
      parts: detection.parts.map((part) => toNode(part, isOfPipeline)),
    };
  const { link, patterns: values, text } = detection;
  const isField = detection.kind === 'field';
  return {
    kind: 'item',
    field: isField ? detection.field : null,
    link,
    isNegated: isField && detection.isNegated,
    values,
    text,
    isOfPipeline,
    applied: NONE,
  };
}

/** Null = nothing is left of it. */
export function toDetection(node: DetectionNode): Detection<OpenValue> | null {
  if (node.kind === 'item') {
    const { field, link, isNegated, values: patterns, text } = node;
    if (field === null) return { kind: 'keyword', link, patterns, text };
    const item = { kind: 'field', field, link, isNegated, patterns, text } as const;
    return node.isOfPipeline ? { ...item, isOfPipeline: true } : item;
  }
  const parts = node.parts.map(toDetection).filter((part) => part !== null);
  const [only] = parts;
  if (only === undefined) return null;
  return parts.length === 1 ? only : { kind: node.kind, parts };
}

/** Each item replaced, or dropped by null; a node that the change gave is not changed again. */
function mapItems(
  node: DetectionNode,
  change: (item: ItemNode) => DetectionNode | null,
): DetectionNode {
  if (node.kind === 'item') return change(node) ?? { kind: 'all', parts: [] };
  const parts: DetectionNode[] = [];
  for (const part of node.parts) {
    const changed = part.kind === 'item' ? change(part) : mapItems(part, change);
    if (changed !== null) parts.push(changed);
  }
  return { kind: node.kind, parts };
}

export function listItems(node: DetectionNode): readonly ItemNode[] {
  return node.kind === 'item' ? [node] : node.parts.flatMap(listItems);
}

/** The node and all in it as changed by the processing item. */
export function markApplied(node: DetectionNode, id: string | null): DetectionNode {
  if (id === null) return node;
  if (node.kind === 'item') return { ...node, applied: new Set([...node.applied, id]) };
  return { kind: node.kind, parts: node.parts.map((part) => markApplied(part, id)) };
}

/** The subject with every detection item changed; correlations have none. */
export function mapSubjectItems(
  subject: Subject,
  change: (item: ItemNode) => DetectionNode | null,
): Subject {
  if (subject.kind === 'correlation') return subject;
  const detections = new Map(
    [...subject.detections].map(([name, node]) => [name, mapItems(node, change)]),
  );
  return { ...subject, detections };
}
