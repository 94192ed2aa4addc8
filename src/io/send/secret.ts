import { readFile } from 'node:fs/promises';
import type { SecretPlace } from '../../config/secret-setting.ts';

const MAX_CHARS = 8192;

/** What may be said of it: where it should be. */
class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** @throws SecretError when it is not there */
export async function readSecretValue(
  place: SecretPlace,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  if (place.kind === 'env') {
    const value = env[place.name] ?? '';
    if (value !== '') return checked(value, `the environment variable ${place.name}`);
    throw new SecretError(`the environment variable ${place.name} is not set`);
  }
  try {
    const [line = ''] = (await readFile(place.path, 'utf8')).split(/\r?\n/, 1);
    return checked(line.trim(), `the file ${place.path}`);
  } catch (error) {
    if (error instanceof SecretError || !(error instanceof Error)) throw error;
    throw new SecretError(`cannot read the secret in ${place.path}: ${error.message}`);
  }
}

/** What could end a header, or is no secret at all. */
function checked(value: string, where: string): string {
  // oxlint-disable-next-line no-control-regex -- that is what is looked for
  if (value === '' || value.length > MAX_CHARS || /[\u0000-\u001f\u007f]/.test(value))
    throw new SecretError(`${where} is empty or no line of text`);
  return value;
}

/** Libraries and receivers repeat what they were given: a secret in their words is taken out. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
  ]);
  return forms
    .filter((form) => form.length >= 3)
    .reduce((said, form) => said.replaceAll(form, '***'), text);
}
