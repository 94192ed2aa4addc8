// Sends one message to one channel and says what happened. Faults are values here, without secrets and with an end in time.
import { toDisplayText, truncate } from '../../util/display-text.ts';
import type { ChannelPlan, OpenSender, Outgoing, SendResult } from '../../ports/send.ts';
import type { Attempt, SendEffects } from './attempt.ts';
import { runCommand } from './command.ts';
import { sendMail } from './mail.ts';
import { redact } from './secret.ts';
import { sendSyslog } from './syslog.ts';
import { postWebhook } from './webhook.ts';

const MAX_ERROR_CELLS = 300;

export function createSenderOpener(effects: SendEffects): OpenSender {
  return () => {
    const stop = new AbortController();
    return {
      send: (channel, message) => sendInTime(channel, message, effects, stop.signal),
      close: () => stop.abort(),
    };
  };
}

async function sendInTime(
  channel: ChannelPlan,
  message: Outgoing,
  effects: SendEffects,
  stop: AbortSignal,
): Promise<SendResult> {
  const secrets: string[] = [];
  const timeout = AbortSignal.timeout(channel.timeoutMs);
  const attempt: Attempt = {
    ...effects,
    signal: AbortSignal.any([stop, timeout]),
    keepSecret: (secret) => secrets.push(secret),
  };
  const said = (text: string): string =>
    truncate(toDisplayText(redact(text, secrets)), MAX_ERROR_CELLS);
  try {
    const result = await sendOn(channel, message, attempt);
    return result.ok
      ? { ok: true, detail: said(result.detail) }
      : { ...result, error: said(result.error) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const text = timeout.aborted
      ? `no answer within ${channel.timeoutMs / 1000} s`
      : stop.aborted
        ? 'soclite stops'
        : describe(error);
    return { ok: false, isRefused: false, error: said(text) };
  }
}

function sendOn(channel: ChannelPlan, message: Outgoing, attempt: Attempt): Promise<SendResult> {
  switch (channel.kind) {
    case 'webhook':
      return postWebhook(channel, message, attempt);
    case 'syslog':
      return sendSyslog(channel, message, attempt);
    case 'email':
      return sendMail(channel, message, attempt);
    case 'command':
      return runCommand(channel, message, attempt);
  }
}

/** An error without words, as of several addresses that all refused, has some in what it holds. */
function describe(error: Error): string {
  if (error instanceof AggregateError) {
    const inner: unknown = error.errors[0];
    return inner instanceof Error ? inner.message : error.message;
  }
  return error.message === '' ? error.name : error.message;
}
