import { mailText } from '../../notify/mail-text.ts';
import type { Notice, NoticeLook } from '../../notify/notice.ts';
import { toNotificationRecord } from '../../notify/notification-record.ts';
import { syslogLines } from '../../notify/syslog-line.ts';
import type { ChannelPlan, Outgoing } from '../../ports/send.ts';

/** A message in the form that the channel takes. */
export function toOutgoing(channel: ChannelPlan, notice: Notice, look: NoticeLook): Outgoing {
  const { id } = notice;
  if (channel.kind === 'syslog')
    return { id, subject: '', bodies: syslogLines(notice, look, channel) };
  if (channel.kind === 'email') {
    const { subject, text } = mailText(notice, {
      ...look,
      language: channel.language ?? look.language,
    });
    return { id, subject, bodies: [text] };
  }
  return { id, subject: '', bodies: [JSON.stringify(toNotificationRecord(notice, look))] };
}
