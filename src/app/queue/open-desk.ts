import { parseConfig } from '../../config/config.ts';
import { parseTimeZone, type TimeZone } from '../../decode/timestamp.ts';
import type { Inventory } from '../../layers/inventory.ts';
import type { AckLimits } from '../../lifecycle/ack-clock.ts';
import { identify, type Person } from '../../lifecycle/role.ts';
import type { TextFiles } from '../../ports.ts';
import type { QueueStore, StoreOpener } from '../../ports/store.ts';
import { invariant } from '../../util/invariant.ts';
import type { Language } from '../../util/language.ts';
import type { Checked } from '../../util/problem.ts';
import { readConfigFiles } from '../load-config.ts';

/** What a person needs to work the queue: the store, who they are, and the names of things. No rules are loaded. */
export interface Desk {
  readonly store: QueueStore;
  readonly person: Person;
  readonly inventory: Inventory;
  readonly language: Language;
  readonly zone: TimeZone;
  readonly acknowledge: AckLimits;
}

/** Opens the queue of a configuration's data folder, beside a running service or without one. @throws FileError, StoreError */
export async function openDesk(
  at: { readonly configPath: string | null; readonly user: string },
  files: TextFiles,
  stores: StoreOpener,
): Promise<Checked<Desk>> {
  const config = parseConfig(await readConfigFiles(at.configPath, files));
  if (!config.ok) return config;
  const { inventory, language, data, people, acknowledge } = config.value;
  const zone = parseTimeZone(config.value.zone);
  invariant(zone !== null, 'the configuration was checked to hold a time zone');
  const store = stores.openQueue(files.resolve(at.configPath, data));
  const person = identify(at.user, people);
  return {
    ok: true,
    problems: config.problems,
    value: { store, person, inventory, language, zone, acknowledge },
  };
}
