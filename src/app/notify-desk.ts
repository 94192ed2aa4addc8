// What `soclite notify` does: looks at the queue of notifications, tries a channel, asks the service to send again.
import { parseConfig } from '../config/config.ts';
import { parseTimeZone } from '../decode/timestamp.ts';
import { identify, type Person } from '../lifecycle/role.ts';
import { testNotice } from '../notify/notice.ts';
import type { TextFiles } from '../ports.ts';
import type { ChannelPlan, OpenSender, SendResult } from '../ports/send.ts';
import type { QueueStore } from '../ports/store.ts';
import { invariant } from '../util/invariant.ts';
import type { Checked } from '../util/problem.ts';
import { readConfigFiles } from './load-config.ts';
import { readNotes, RETRY_KEY, type SavedNotes } from './notify/note-keys.ts';
import { toOutgoing } from './notify/to-outgoing.ts';
import { planNotify, type NotifyPlan } from './notify-plan.ts';

export interface NotifyDesk {
  readonly plan: NotifyPlan;
  readonly dataFolder: string;
  readonly person: Person;
}

/** @throws FileError */
export async function openNotifyDesk(
  at: { readonly configPath: string | null; readonly user: string },
  files: TextFiles,
): Promise<Checked<NotifyDesk>> {
  const config = parseConfig(await readConfigFiles(at.configPath, files));
  if (!config.ok) return config;
  const { value, problems } = config;
  const zone = parseTimeZone(value.zone);
  invariant(zone !== null, 'the configuration was checked to hold a time zone');
  const resolve = (path: string): string => files.resolve(at.configPath, path);
  return {
    ok: true,
    problems,
    value: {
      plan: planNotify(value, zone, resolve),
      dataFolder: resolve(value.data),
      person: identify(at.user, value.people),
    },
  };
}

/** Sends a message that says that it is a test. */
export function testChannel(
  channel: ChannelPlan,
  { inventory, language, zone }: NotifyPlan,
  effects: {
    readonly openSender: OpenSender;
    readonly nowMs: number;
    readonly host: string;
    readonly program: string;
  },
): Promise<SendResult> {
  const { openSender, nowMs, host, program } = effects;
  const zoneOffsetMinutes = zone.offsetMinutes(nowMs);
  const look = { inventory, language, zoneOffsetMinutes, host, program };
  return openSender().send(channel, toOutgoing(channel, testNotice(nowMs), look));
}

/** @throws StoreError */
export function readNotifications(store: QueueStore): SavedNotes {
  return readNotes(store);
}

/** Asks the service; it does so at its next tick, or when it runs again. @throws StoreError */
export function requestRetry(store: QueueStore, channels: readonly string[]): void {
  store.writeNote(RETRY_KEY, channels.join('\n'));
}
