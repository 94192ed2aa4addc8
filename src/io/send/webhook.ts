import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { urlFault } from '../../config/receiver-address.ts';
import type { WebhookConfig } from '../../config/channel-settings.ts';
import type { Outgoing, SendResult } from '../../ports/send.ts';
import type { Attempt } from './attempt.ts';
import { readSecretValue } from './secret.ts';
import { readTlsOptions } from './tls-options.ts';

/** Of an answer; what comes after is not read. */
const MAX_ANSWER_BYTES = 16 * 1024;
const SHOWN_CHARS = 120;
/** The receiver judged the message itself; the same one will not do better. */
const REFUSED: readonly number[] = [400, 406, 409, 410, 413, 415, 422];

/** Posts JSON. Redirects are not followed: a message goes where the configuration says and nowhere else. */
export async function postWebhook(
  channel: WebhookConfig,
  { id, bodies }: Outgoing,
  { env, signal, keepSecret }: Attempt,
): Promise<SendResult> {
  const url = await readTarget(channel, env, keepSecret);
  const token = channel.token === null ? null : await readSecretValue(channel.token, env);
  if (token !== null) keepSecret(token);
  const body = Buffer.from(bodies.join('\n'), 'utf8');
  const { tokenHeader } = channel;
  const isBearer = tokenHeader.toLowerCase() === 'authorization';
  const options = {
    method: 'POST',
    signal,
    // a connection of its own: nothing lives longer than the message
    agent: false,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': body.length,
      'user-agent': 'soclite',
      'idempotency-key': id,
      ...(token === null ? {} : { [tokenHeader]: isBearer ? `Bearer ${token}` : token }),
    },
  } as const;
  const request =
    url.protocol === 'https:'
      ? httpsRequest(url, { ...options, ...(await readTlsOptions(channel.tls)) })
      : httpRequest(url, options);
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject).end(body);
  });
  return judge(answer, await readStart(answer), url.host);
}

async function readTarget(
  { url }: WebhookConfig,
  env: Attempt['env'],
  keepSecret: Attempt['keepSecret'],
): Promise<URL> {
  if (url.kind === 'plain') return new URL(url.text);
  const text = await readSecretValue(url, env);
  keepSecret(text);
  const fault = urlFault(text);
  if (fault !== null) throw new Error(`the secret url cannot be used: ${fault.hint}`);
  const target = new URL(text);
  keepSecret(target.pathname + target.search);
  return target;
}

async function readStart(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer) {
    if (!Buffer.isBuffer(part)) break;
    parts.push(part);
    size += part.length;
    if (size >= MAX_ANSWER_BYTES) break;
  }
  answer.destroy();
  return Buffer.concat(parts).toString('utf8').trim().slice(0, SHOWN_CHARS);
}

function judge(answer: IncomingMessage, said: string, host: string): SendResult {
  const status = answer.statusCode ?? 0;
  const words = said === '' ? '' : `: ${said}`;
  if (status >= 200 && status < 300) return { ok: true, detail: `HTTP ${status} from ${host}` };
  if (status >= 300 && status < 400) {
    const error = `HTTP ${status} from ${host}: it points elsewhere, which is not followed; write the final url`;
    return { ok: false, isRefused: false, error };
  }
  const error = `HTTP ${status} from ${host}${words}`;
  return { ok: false, isRefused: REFUSED.includes(status), error };
}
