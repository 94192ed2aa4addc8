import { detach } from '../../util/detach.ts';
import { createEpisodes, type Episodes } from './episodes.ts';

/** What one antivirus record says about one machine. */
export interface Report {
  readonly timeMs: number;
  readonly address: string | null;
  /** Null when the record names no malware: a clean scan. */
  readonly family: string | null;
  readonly file: string;
  /** As normalised: cleaned, deleted, quarantined, blocked, failed, ignored, needs-reboot, none. */
  readonly result: string | null;
  readonly isSuccess: boolean;
  /** A verdict that the file is clean: nothing was detected. */
  readonly isAllClear: boolean;
}

/** One infected file (family and path): open from its first detection after it was last dealt with. */
interface Item {
  readonly family: string;
  openSinceMs: number | null;
  detectedMs: number;
  handledMs: number;
}

export interface MachineSummary {
  readonly openInfections: number;
  /** Time of the oldest open detection; null when none is open. */
  readonly openSinceMs: number | null;
  readonly hasInfections: boolean;
  readonly isReinfected: boolean;
  readonly families: readonly string[];
  readonly recurringFamilies: readonly string[];
}

const MAX_ITEMS = 256;
const MAX_FAMILIES = 64;
/** Longer paths are told apart by their beginning and length. */
const MAX_PATH_CHARS = 400;

/** Everything remembered of one machine; bounded. */
export class MachineRecord {
  readonly unit: string | null;
  readonly machine: string;
  address: string | null = null;
  firstMs = Number.POSITIVE_INFINITY;
  lastMs = Number.NEGATIVE_INFINITY;
  lastResult: string | null = null;
  readonly #items = new Map<string, Item>();
  readonly #families = new Map<string, { readonly name: string; readonly episodes: Episodes }>();

  constructor(unit: string | null, machine: string) {
    this.unit = unit;
    this.machine = detach(machine);
  }

  get itemCount(): number {
    return this.#items.size;
  }

  /** Returns how many infections had to be forgotten or could not be remembered. */
  add(report: Report): number {
    const { timeMs, address, result } = report;
    this.firstMs = Math.min(this.firstMs, timeMs);
    if (timeMs >= this.lastMs) {
      this.lastMs = timeMs;
      if (address !== null) this.address = detach(address);
      if (result !== null) this.lastResult = detach(result);
    }
    return report.family === null ? 0 : this.#addInfection(report, report.family);
  }

  #addInfection(report: Report, family: string): number {
    const { timeMs, file, isSuccess, isAllClear } = report;
    const familyKey = family.toLowerCase();
    const key = `${familyKey}\0${pathKey(file)}`;
    const known = this.#items.get(key);
    if (known === undefined && isAllClear) return 0;
    const forgotten = known === undefined ? this.#makeRoom() : 0;
    if (known === undefined && this.#items.size >= MAX_ITEMS) return forgotten;
    const item: Item = known ?? {
      family: familyKey,
      openSinceMs: null,
      detectedMs: Number.NEGATIVE_INFINITY,
      handledMs: Number.NEGATIVE_INFINITY,
    };
    this.#items.set(key, item);

    const closesKnown = isSuccess && item.openSinceMs !== null && item.openSinceMs <= timeMs;
    const episodes = this.#episodesOf(familyKey, family);
    if (!closesKnown && !isAllClear) {
      detect(item, timeMs);
      episodes?.seen(timeMs);
    }
    if (!isSuccess) return forgotten;
    handle(item, timeMs);
    episodes?.handled(timeMs);
    // a product that names no file speaks of all it knows of this family
    if (file === '')
      for (const other of this.#items.values())
        if (other.family === familyKey) handle(other, timeMs);
    return forgotten;
  }

  summarise(nowMs: number): MachineSummary {
    let openInfections = 0;
    let openSinceMs: number | null = null;
    for (const item of this.#items.values()) {
      if (item.openSinceMs === null) continue;
      openInfections += 1;
      openSinceMs = Math.min(openSinceMs ?? item.openSinceMs, item.openSinceMs);
    }
    const families = [...this.#families.values()];
    const names = (of: typeof families): readonly string[] =>
      of.map(({ name }) => name).toSorted(compare);
    return {
      openInfections,
      openSinceMs,
      hasInfections: this.#items.size > 0,
      isReinfected: families.some(({ episodes }) => episodes.isReinfection(nowMs)),
      families: names(families),
      recurringFamilies: names(families.filter(({ episodes }) => episodes.isRecurring(nowMs))),
    };
  }

  #episodesOf(key: string, name: string): Episodes | null {
    const known = this.#families.get(key);
    if (known !== undefined) return known.episodes;
    if (this.#families.size >= MAX_FAMILIES) return null;
    const episodes = createEpisodes();
    this.#families.set(detach(key), { name: detach(name), episodes });
    return episodes;
  }

  /** Forgets the oldest infection that was dealt with; open ones are kept. Returns 1 when something is lost. */
  #makeRoom(): number {
    if (this.#items.size < MAX_ITEMS) return 0;
    for (const [key, { openSinceMs }] of this.#items)
      if (openSinceMs === null) {
        this.#items.delete(key);
        break;
      }
    return 1;
  }
}

function detect(item: Item, timeMs: number): void {
  item.detectedMs = Math.max(item.detectedMs, timeMs);
  if (timeMs > item.handledMs) item.openSinceMs = Math.min(item.openSinceMs ?? timeMs, timeMs);
}

function handle(item: Item, timeMs: number): void {
  item.handledMs = Math.max(item.handledMs, timeMs);
  if (item.openSinceMs === null || item.openSinceMs > item.handledMs) return;
  // a detection after the handling may have come before it
  item.openSinceMs = item.detectedMs > item.handledMs ? item.detectedMs : null;
}

function pathKey(file: string): string {
  const path = file.toLowerCase();
  return path.length > MAX_PATH_CHARS ? `${path.slice(0, MAX_PATH_CHARS)}#${path.length}` : path;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
