import type { AlertAct, AlertState } from '../../lifecycle/act.ts';
import type { Severity } from '../dashboard-data.ts';
import type { FieldName, FormKind } from '../form.ts';

/** Every word on the screen. Numbers come formatted. */
export interface Strings {
  readonly severity: Readonly<Record<Severity, string>>;
  /** Short units of ages: second, minute, hour, day. */
  readonly age: readonly [string, string, string, string];
  readonly thousands: string;
  /** A length of time in words; the units are those of `age`. */
  readonly duration: (count: string, unit: DurationUnit) => string;
  readonly tabs: { readonly overview: string; readonly queue: string };
  readonly detail: string;
  readonly raw: string;
  readonly help: string;
  readonly live: string;
  readonly paused: string;
  /** Why the list is held though nobody pressed `p`, and how it goes on. */
  readonly heldBySelection: string;
  readonly runAgain: (key: string) => string;
  readonly demo: string;
  readonly demoShort: string;
  readonly asciiOnly: string;
  readonly open: string;
  readonly unmonitored: string;
  readonly province: string;
  readonly unknownUnit: string;
  readonly allUnits: string;
  readonly units: string;
  readonly queueTitle: string;
  readonly preview: string;
  readonly plot: string;
  readonly problems: string;
  readonly noProblems: string;
  readonly unread: (count: string) => string;
  readonly droppedLines: (count: string) => string;
  readonly column: Readonly<
    Record<
      | 'severity'
      | 'age'
      | 'lastAge'
      | 'unit'
      | 'alert'
      | 'subject'
      | 'count'
      | 'state'
      | 'open'
      | 'hours'
      | 'last',
      string
    >
  >;
  readonly series: Readonly<Record<'firewall' | 'endpoint' | 'antivirus', string>>;
  readonly perMinute: string;
  readonly peak: string;
  readonly sort: Readonly<Record<'worst' | 'newest' | 'unit', string>>;
  readonly unitSort: Readonly<Record<'worst' | 'inventory', string>>;
  readonly filter: string;
  readonly search: string;
  readonly none: string;
  readonly contact: string;
  readonly lastLog: string;
  readonly never: string;
  readonly ago: (age: string) => string;
  readonly unitCount: (all: string, ok: string) => string;
  readonly unitShare: (ok: string, all: string) => string;
  readonly silentCount: (count: string) => string;
  readonly alertCount: (shown: string, all: string) => string;
  readonly pending: (count: string) => string;
  readonly position: (row: string, all: string) => string;
  readonly moreUnits: (count: string) => string;
  readonly moreLines: (count: string) => string;
  readonly layer: (layer: number) => string;
  readonly empty: string;
  readonly emptyFiltered: string;
  /** Empty, and the unit sends nothing: never shown as good. */
  readonly emptySilent: (lastLog: string) => string;
  readonly noContact: string;
  readonly tooSmall: (size: string) => string;
  readonly health: Readonly<
    Record<'sources' | 'lag' | 'dropped' | 'unparsed' | 'rate' | 'rules' | 'refused', string>
  >;
  readonly why: string;
  /** Names of the preview's parts when they share a line with their text: at most 8 cells. */
  readonly short: Readonly<Record<'why' | 'nextSteps' | 'rawLines', string>>;
  readonly facts: string;
  readonly nextSteps: string;
  readonly noNextSteps: string;
  readonly rawLines: string;
  readonly rule: string;
  readonly noEvidence: string;
  readonly moreEvidence: (shown: string, all: string) => string;
  readonly moreText: (count: string) => string;
  readonly keyword: string;
  readonly correlation: CorrelationWords;
  /** Said where the times of replayed sample data stand beside its raw lines. */
  readonly shifted: string;
  readonly fact: Readonly<
    Record<
      | 'unit'
      | 'system'
      | 'machines'
      | 'group'
      | 'times'
      | 'count'
      | 'layer'
      | 'author'
      | 'ruleId'
      | 'tags'
      | 'alertId'
      | 'contact'
      | 'state'
      | 'takeBy',
      string
    >
  >;
  readonly line: string;
  readonly copied: string;
  readonly imeHint: string;
  /** Where an alert stands, in a column. */
  readonly state: Readonly<Record<AlertState, string>>;
  readonly overdue: string;
  /** Alerts that nobody has taken, and those of them that are overdue. */
  readonly waiting: (count: string) => string;
  readonly overdueCount: (count: string) => string;
  readonly marked: (count: string) => string;
  readonly history: string;
  readonly untouched: string;
  readonly seenBefore: (inUnit: string, elsewhere: string) => string;
  readonly neverSeen: string;
  readonly form: FormWords;
  readonly keys: Readonly<Record<KeyLabel, string>>;
  readonly helpNote: string;
  readonly plain: PlainWords;
}

export type DurationUnit = 'second' | 'minute' | 'hour' | 'day';

/** Words of the sentence that says why a correlation fired. */
export interface CorrelationWords {
  readonly label: string;
  /** By Sigma's type: what is counted; `threshold` is `≥ 10`, or empty for temporal types without one. */
  readonly types: ReadonlyMap<string, (threshold: string, field: string) => string>;
  /** Between two conditions. */
  readonly and: string;
  readonly within: (duration: string) => string;
  readonly same: (fields: string) => string;
  readonly counted: (count: string) => string;
}

/** Words of the sentences that plain mode writes. */
export interface PlainWords {
  readonly silent: (count: string) => string;
  readonly open: (counts: string) => string;
  readonly times: (count: string) => string;
  readonly rose: (count: string) => string;
  readonly since: (time: string) => string;
  readonly sendsAgain: string;
  readonly dropped: (count: string) => string;
}

/** Words of the forms of acts, and of what became of them. */
export interface FormWords {
  readonly titles: Readonly<Record<FormKind, string>>;
  readonly fields: Readonly<Record<FieldName, string>>;
  /** Choices that have no words elsewhere. */
  readonly choices: Readonly<Record<string, string>>;
  readonly alerts: (count: string) => string;
  readonly counting: string;
  readonly past: (count: string) => string;
  readonly needsText: string;
  readonly needsNumber: (count: string) => string;
  readonly done: Readonly<Record<AlertAct['kind'], (count: string) => string>>;
  readonly refused: (count: string) => string;
  readonly suppressed: (id: string) => string;
  readonly undoHint: string;
}

/** What a key does, in the bar (short) and in the help (long). */
export type KeyLabel =
  | 'overview'
  | 'queue'
  | 'move'
  | 'scroll'
  | 'page'
  | 'ends'
  | 'columns'
  | 'pane'
  | 'ack'
  | 'escalate'
  | 'close'
  | 'reopen'
  | 'release'
  | 'note'
  | 'except'
  | 'undo'
  | 'mark'
  | 'clearMarks'
  | 'send'
  | 'cancelForm'
  | 'field'
  | 'choose'
  | 'openAlert'
  | 'openUnit'
  | 'search'
  | 'severity'
  | 'unit'
  | 'sort'
  | 'takeIn'
  | 'pause'
  | 'raw'
  | 'copy'
  | 'language'
  | 'theme'
  | 'redraw'
  | 'suspend'
  | 'help'
  | 'quit'
  | 'quitNow'
  | 'back'
  | 'clear'
  | 'otherAlert'
  | 'apply'
  | 'cancel'
  | 'erase';
