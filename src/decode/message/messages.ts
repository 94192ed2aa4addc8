import type { MessageFormat } from '../format.ts';
import { cef } from '../format/cef.ts';
import { fortigate } from '../format/fortigate.ts';
import { leef } from '../format/leef.ts';

/** What may travel in syslog or stand on lines of its own, the surest first. Adding a format touches its file and this list. */
export const MESSAGE_FORMATS: readonly MessageFormat[] = [cef, leef, fortigate];
