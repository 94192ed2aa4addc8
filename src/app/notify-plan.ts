import type { Config } from '../config/config.ts';
import type { ChannelConfig } from '../config/channel-settings.ts';
import type { TimeZone } from '../decode/timestamp.ts';
import type { Inventory } from '../layers/inventory.ts';
import type { Route } from '../notify/route.ts';
import type { ChannelPlan } from '../ports/send.ts';
import type { Language } from '../util/language.ts';

/** Who is told, how, and in which words. */
export interface NotifyPlan {
  readonly channels: readonly ChannelPlan[];
  readonly routes: readonly Route[];
  readonly giveUpMs: number;
  readonly inventory: Inventory;
  readonly language: Language;
  readonly zone: TimeZone;
}

/** @param at makes a path of the configuration absolute */
export function planNotify(
  { notify, inventory, language }: Config,
  zone: TimeZone,
  at: (path: string) => string,
): NotifyPlan {
  return {
    channels: notify.channels.map((channel) => resolveChannel(channel, at)),
    routes: notify.routes.map((route) => ({
      ...route,
      units: route.units === null ? null : withUnitsBelow(route.units, inventory),
    })),
    giveUpMs: notify.giveUpMs,
    inventory,
    language,
    zone,
  };
}

/** Communes belong to the unit above them. */
function withUnitsBelow(
  units: readonly (string | null)[],
  inventory: Inventory,
): readonly (string | null)[] {
  const all = new Set(units);
  // a parent may stand after its children, and there are more generations than one
  for (let before = -1; before !== all.size;) {
    before = all.size;
    for (const { id, parent } of inventory.units)
      if (parent !== null && all.has(parent)) all.add(id);
  }
  return [...all];
}

function resolveChannel(channel: ChannelConfig, at: (path: string) => string): ChannelPlan {
  const path = (name: string | null): string | null => (name === null ? null : at(name));
  const place = <T extends { readonly kind: string }>(secret: T): T =>
    'path' in secret && typeof secret.path === 'string'
      ? { ...secret, path: at(secret.path) }
      : secret;
  if (channel.kind === 'command') {
    const [program, ...rest] = channel.run;
    // a name without a folder is looked for in PATH
    return { ...channel, run: [program.includes('/') ? at(program) : program, ...rest] };
  }
  const { ca, cert, key } = channel.tls;
  const tls = { ca: path(ca), cert: path(cert), key: path(key) };
  if (channel.kind === 'syslog') return { ...channel, tls };
  if (channel.kind === 'webhook') {
    const token = channel.token === null ? null : place(channel.token);
    return { ...channel, url: place(channel.url), token, tls };
  }
  const password = channel.password === null ? null : place(channel.password);
  return { ...channel, password, tls };
}
