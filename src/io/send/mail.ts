import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';
import type { EmailConfig } from '../../config/channel-settings.ts';
import type { Outgoing, SendResult } from '../../ports/send.ts';
import type { Attempt } from './attempt.ts';
import { readSecretValue } from './secret.ts';
import { readTlsOptions } from './tls-options.ts';

/** One connection a message, plain text only. */
export async function sendMail(
  channel: EmailConfig,
  { id, subject, bodies }: Outgoing,
  { env, signal, keepSecret }: Attempt,
): Promise<SendResult> {
  const { host, port, security, user, password, from, to, timeoutMs, tls } = channel;
  const secret = password === null ? null : await readSecretValue(password, env);
  if (secret !== null) {
    keepSecret(secret);
    keepSecret(`\0${user ?? ''}\0${secret}`);
  }
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(user === null || secret === null ? {} : { auth: { user, pass: secret } }),
    tls: await readTlsOptions(tls),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const aborted = new Promise<never>((_resolve, reject) => {
    const end = (): void => {
      transport.close();
      reject(new Error('aborted'));
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
  try {
    const sent = transport.sendMail({
      from,
      to: [...to],
      subject,
      text: bodies.join('\n'),
      messageId: messageId(id, from),
      // RFC 3834: no answers by holiday machines
      headers: { 'Auto-Submitted': 'auto-generated', 'X-Soclite-Notification': headerText(id) },
    });
    // a late end after the time is up has nobody left to tell
    sent.catch(() => undefined);
    const { response, rejected } = await Promise.race([sent, aborted]);
    if (rejected.length > 0) {
      // the others have it: to send it again is for a person to decide
      const error = `${host} port ${port}: taken, but not for ${rejected.map(String).join(', ')}`;
      return { ok: false, isRefused: true, error };
    }
    return { ok: true, detail: `${host} port ${port}: ${response}` };
  } catch (error) {
    if (!(error instanceof Error) || signal.aborted) throw error;
    return {
      ok: false,
      isRefused: isRefused(error),
      error: `${host} port ${port}: ${error.message}`,
    };
  } finally {
    transport.close();
  }
}

/** The same for a repeated message, so that mail programs know it again. */
function messageId(id: string, from: string): string {
  const digest = createHash('sha256').update(id).digest('hex').slice(0, 32);
  return `<${digest}.soclite@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

function headerText(id: string): string {
  return id.replace(/[^!-~]/g, '-').slice(0, 200);
}

/** 5xx to the receivers or the text is final (RFC 5321, 4.2.1); to the login it may be mended any minute. */
function isRefused(error: Error): boolean {
  const code: unknown = 'code' in error ? error.code : null;
  const response: unknown = 'responseCode' in error ? error.responseCode : null;
  const isFinal = typeof response === 'number' && response >= 500;
  return isFinal && (code === 'EENVELOPE' || code === 'EMESSAGE');
}
