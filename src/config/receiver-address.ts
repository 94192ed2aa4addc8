// Where receivers are: checked before the service starts, for nobody looks at a log when an alert does not come.
import type { Problem } from '../util/problem.ts';
import { readString, report, type YamlNode } from '../util/yaml-reader.ts';

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_.-]*[a-z0-9])?$/i;
const URL_PARTS = /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/?#:@[\]\s]+)(:\d{1,5})?([/?][!-~]*)?$/i;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i;
/** The common core of RFC 5321: no quotes, no lists, nothing that could end a header. */
const MAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/i;

/** Why a text is no URL for a webhook; null = it is one. Also for URLs that are read from a secret. */
export function urlFault(text: string): { readonly code: string; readonly hint: string } | null {
  const [, scheme = '', host = ''] = URL_PARTS.exec(text) ?? [];
  if (host === '')
    return { code: 'bad-url', hint: 'write https://host/path, without user and password' };
  if (scheme.toLowerCase() === 'http' && !LOOPBACK.test(host))
    return {
      code: 'plain-http',
      hint: 'use https; plain http is for this machine only (127.0.0.1, localhost)',
    };
  return null;
}

/** Problems: `bad-url`, `plain-http`. The URL is not repeated: its path may hold a token. */
export function readUrl(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the url', problems);
  const fault = text === null ? null : urlFault(text);
  if (fault === null) return text;
  report(problems, node.at, { ...fault, message: 'the url of a webhook cannot be used' });
  return null;
}

/** A name or an IP address. Problem: `bad-host`. */
export function readHost(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'the host', problems);
  if (text === null || HOST.test(text) || /^[0-9a-f:.]*:[0-9a-f:.]*$/i.test(text)) return text;
  report(problems, node.at, {
    code: 'bad-host',
    message: `${JSON.stringify(text)} is no name of a host`,
    hint: 'write a name or an IP address; the port has a key of its own',
  });
  return null;
}

/** Problem: `bad-mail-address`. */
export function readMailAddress(node: YamlNode, problems: Problem[]): string | null {
  const text = readString(node, 'an address', problems);
  if (text === null || MAIL.test(text)) return text;
  report(problems, node.at, {
    code: 'bad-mail-address',
    message: `${JSON.stringify(text)} is no e-mail address`,
    hint: 'write one address such as soc@example.gov.vn, without a name; several are a list',
  });
  return null;
}
