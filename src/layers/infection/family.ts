/** Platform words of malware names (CARO scheme and its dialects): what follows one is the family, however short. */
const PLATFORM =
  /^(?:win|win16|win32|win64|w16|w32|w64|w97m|x97m|o97m|dos|linux|unix|elf|osx|macos|android|androidos|js|jscript|vbs|vbscript|powershell|ps|msil|html|php|python|java|pdf|msoffice|msword|msexcel|script|bat|script\.\w+|multi|any)$/i;
const VARIANT = /^(?:gen\d*|[a-z]{1,2}|[a-z]{0,4}\d[a-z\d]*|[\da-f]{6,})$/i;
const LONG_VARIANT = /^[a-z]{1,4}$/i;

/**
 * The family of a malware name as a scanner writes it: the name without its variant, so that `Trojan.Win32.Agent.abc`
 * and `.xyz`, or `Trojan:Win32/Emotet.A!ml` and `.B`, count as one. A rough art, names follow no standard: when in
 * doubt more of the name is kept, which counts too few of a kind rather than too many.
 */
export function familyOf(signature: string): string {
  const name = signature
    .trim()
    .replace(/[!(@].*$/u, '')
    .replace(/-\d+(?:-\d+)?$/, '')
    .trim();
  if (name === '') return signature.trim();
  const slash = name.lastIndexOf('/') + 1;
  const head = name.slice(0, slash);
  const parts = name.slice(slash).split('.');
  // `Emotet.A` after `Win32/`: one name, then variants. Else at least type and family stay.
  const least = head === '' ? 2 : 1;
  while (parts.length > least && isVariant(parts)) parts.pop();
  return head + parts.join('.');
}

function isVariant(parts: readonly string[]): boolean {
  const last = parts.at(-1) ?? '';
  const before = parts.at(-2) ?? '';
  const platform = before.slice(before.lastIndexOf(':') + 1);
  if (PLATFORM.test(platform)) return false;
  return VARIANT.test(last) || (parts.length >= 4 && LONG_VARIANT.test(last));
}
