// Rules trust `soclite.unit` and its like, so no log may bring them: neither as a key with the dot in it nor as an
// object `soclite` that a path would lead into.

/** The name under which a logged field is kept: `soclite` and `soclite.*`, in any case, get a `_` in front. */
export function safeFieldName(name: string): string {
  const first = name.charCodeAt(0);
  if (first !== 0x73 && first !== 0x53) return name;
  return isReserved(name) ? `_${name}` : name;
}

/** The same for Windows names, whose spaces Sigma strips (`Threat Name` is `ThreatName`). */
export function windowsFieldName(name: string): string {
  return safeFieldName(name.includes(' ') ? name.replaceAll(' ', '') : name);
}

function isReserved(name: string): boolean {
  return /^soclite(?:\.|$)/i.test(name);
}
