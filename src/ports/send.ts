// Sending notifications: what leaves the machine on purpose.
import type { ChannelConfig } from '../config/channel-settings.ts';

/** A channel of the configuration with its paths made absolute. */
export type ChannelPlan = ChannelConfig;

/** One message, in the form that its channel takes. */
export interface Outgoing {
  /** The same when it is sent again. */
  readonly id: string;
  /** Of a mail; others do without. */
  readonly subject: string;
  /** Lines of syslog; one text for the others. No line of syslog holds a line break. */
  readonly bodies: readonly string[];
}

export type SendResult =
  /** `detail`: what the receiver said, for `notify test`. */
  | { readonly ok: true; readonly detail: string }
  /** `error` holds no secret. `isRefused`: this message will never be taken, others may. */
  | { readonly ok: false; readonly isRefused: boolean; readonly error: string };

export interface Sender {
  /** Sends one message within the channel's time. Never throws for faults of the world; secrets are read anew each time. */
  send(channel: ChannelPlan, message: Outgoing): Promise<SendResult>;
  /** Ends what is on its way, which is then soon given back as not sent. */
  close(): void;
}

export type OpenSender = () => Sender;
