import type { ObjectFormat } from '../format.ts';
import { fortigateJson } from '../format/fortigate.ts';
import { json } from '../format/json.ts';
import { windowsJson } from '../format/windows-json.ts';

/**
 * Kinds of JSON objects, the surest first; the last one takes every object. Adding a kind touches its file and this
 * list.
 */
export const OBJECT_FORMATS: readonly ObjectFormat[] = [windowsJson, fortigateJson, json];
