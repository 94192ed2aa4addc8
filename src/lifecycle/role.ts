// Who may do what with alerts. Roles bind everything that soclite offers; against somebody with the database file in
// hand only file permissions help, and the chain of steps shows what they did.

/** `auditor` is independent (layer 3): sees and proves everything, changes nothing. */
export const ROLES = ['viewer', 'operator', 'lead', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

export type Verb =
  | 'list'
  | 'show'
  | 'verify'
  | 'export'
  | 'ack'
  | 'escalate'
  | 'close'
  | 'reopen'
  | 'release'
  | 'note'
  | 'undo'
  | 'suppress'
  | 'lift'
  /** Try a channel of notifications, send again what was given up. */
  | 'notify';

const EVERYONE: readonly Role[] = ROLES;
const DUTY: readonly Role[] = ['operator', 'lead'];
/** Hiding alerts from everybody else is the shift leader's to answer for. */
const LEAD: readonly Role[] = ['lead'];

const MAY: Readonly<Record<Verb, readonly Role[]>> = {
  list: EVERYONE,
  show: EVERYONE,
  verify: EVERYONE,
  export: ['operator', 'lead', 'auditor'],
  ack: DUTY,
  escalate: DUTY,
  close: DUTY,
  reopen: DUTY,
  release: DUTY,
  note: DUTY,
  undo: DUTY,
  suppress: LEAD,
  lift: LEAD,
  notify: DUTY,
};

export function mayDo(role: Role, verb: Verb): boolean {
  return MAY[verb].includes(role);
}

/** The roles that may, for a refusal that says whom to ask. */
export function rolesThatMay(verb: Verb): readonly Role[] {
  return MAY[verb];
}

/** Somebody whom soclite.yml knows. */
export interface Person {
  /** The name that the operating system has for them. */
  readonly user: string;
  /** As steps record them and others read it. */
  readonly name: string;
  readonly role: Role;
}

/**
 * Who acts. Without any `people` nothing is divided and whoever can open the store may do everything; once there are
 * some, a user who is not among them only looks.
 */
export function identify(user: string, people: readonly Person[]): Person {
  const known = people.find((person) => person.user === user);
  return known ?? { user, name: user, role: people.length === 0 ? 'lead' : 'viewer' };
}
