import type { Problem } from '../util/problem.ts';
import { readMap, readString, report, type YamlNode } from '../util/yaml-reader.ts';

/** Where a secret is kept; the configuration itself never holds one. */
export type SecretPlace =
  | { readonly kind: 'env'; readonly name: string }
  /** As written; its first line counts. */
  | { readonly kind: 'file'; readonly path: string };

/** `{ env: NAME }` or `{ file: path }`. Problems: `plain-secret`, `bad-name`, `missing-key`. */
export function readSecret(node: YamlNode, what: string, problems: Problem[]): SecretPlace | null {
  const hint = `write ${what}: { env: NAME } for an environment variable, or { file: path }`;
  if (node.kind === 'scalar') {
    // the value itself is not repeated
    const message = `${what} must not stand in the configuration`;
    report(problems, node.at, { code: 'plain-secret', message, hint });
    return null;
  }
  const map = readMap(node, { what, optional: ['env', 'file'] }, problems);
  if (map === null) return null;
  const [env, file] = [map.get('env'), map.get('file')];
  if ((env === undefined) === (file === undefined)) {
    const message = `${what} needs either "env" or "file"`;
    report(problems, map.at, { code: 'missing-key', message, hint });
    return null;
  }
  if (file !== undefined) {
    const path = readString(file, `the file of ${what}`, problems);
    return path === null ? null : { kind: 'file', path };
  }
  if (env === undefined) return null;
  const name = readString(env, `the variable of ${what}`, problems);
  if (name === null || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
    return name === null ? null : { kind: 'env', name };
  report(problems, env.at, {
    code: 'bad-name',
    message: `${what} does not name an environment variable`,
    hint: 'write its name without $, for example SOC_TOKEN',
  });
  return null;
}
