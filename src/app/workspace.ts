import { parseConfig, type Config } from '../config/config.ts';
import type { Mapping } from '../decode/mapping.ts';
import { parseTimeZone, type TimeZone } from '../decode/timestamp.ts';
import { parsePathPattern, type PathPattern } from '../ingest/path-pattern.ts';
import { baseNames } from '../ingest/rotated-name.ts';
import { createAttributor } from '../layers/attribution.ts';
import { createIndicatorMatcher, type IndicatorList } from '../layers/indicators.ts';
import type { Inventory, Unit } from '../layers/inventory.ts';
import type { TextFiles } from '../ports.ts';
import type { ListenPlan } from '../ports/listen.ts';
import { invariant } from '../util/invariant.ts';
import type { Checked, Problem } from '../util/problem.ts';
import type { Enrichment } from './event-stream.ts';
import { planListening } from './listen-plan.ts';
import { loadIndicators, loadMappings, readConfigFiles } from './load-config.ts';
import { loadPipelines } from './load-pipelines.ts';
import { loadRules, type LoadedRules } from './load-rules.ts';
import { planNotify, type NotifyPlan } from './notify-plan.ts';

/** What a command needs from the configuration, loaded and checked. */
export interface Workspace {
  /** Files and folders that it was loaded from. */
  readonly loadedFrom: readonly string[];
  /** The soclite.yml in use; null when there is none and defaults hold. */
  readonly configPath: string | null;
  readonly language: 'vi' | 'en';
  /** Zone of display, and of log times that name none. */
  readonly zone: TimeZone;
  readonly inventory: Inventory;
  readonly rules: LoadedRules;
  readonly mappings: readonly Mapping[];
  readonly enrichment: Enrichment;
  readonly alerts: Config['alerts'];
  readonly people: Config['people'];
  readonly acknowledge: Config['acknowledge'];
  readonly notify: NotifyPlan;
  readonly limits: Config['limits'];
  readonly metrics: Config['metrics'];
  /** Folder of the store. */
  readonly dataFolder: string;
  /** Folder of archives to take; null = there is none. */
  readonly inboxFolder: string | null;
  /** Those of the configuration, and of the spool where something listens. */
  readonly sources: readonly Source[];
  /** Null when nothing listens. */
  readonly listening: ListenPlan | null;
  /** The source that a path belongs to; a path outside all of them is a source of its own. */
  readonly sourceOf: (path: string) => StreamSource;
}

/** A configured source with its path made absolute. */
export interface Source {
  readonly id: string;
  readonly pattern: string;
  readonly unit: string | null;
  readonly zone: TimeZone;
  readonly from: 'start' | 'end';
  readonly cadenceMs: number | null;
  /** False: what comes there comes unasked, and silence means nothing. */
  readonly isExpected: boolean;
}

/** What one stream takes from its source. */
export interface StreamSource {
  readonly id: string;
  /** The unit whose stream it is (`{unit}` of the path, or the source's unit); null for central streams. */
  readonly unit: string | null;
  readonly zone: TimeZone;
  /** The path names a unit that the inventory does not have. */
  readonly problem: Problem | null;
}

export interface WorkspaceOptions {
  /** The configuration file; null = there is none, defaults hold. */
  readonly configPath: string | null;
  /** Replaces all other rules when not empty. */
  readonly rulePaths: readonly string[];
  /** Pipelines after those of the configuration. */
  readonly pipelinePaths?: readonly string[];
  /** Indicator lists beside those of the configuration. */
  readonly indicatorPaths: readonly string[];
  /** Folders of the package itself. */
  readonly bundled: { readonly rules: string; readonly mappings: string };
}

/**
 * Loads the configuration and all it names. Refused rules do not fail the workspace: they stand in `rules.refused`.
 * @throws FileError for a file or folder that cannot be read
 */
export async function openWorkspace(
  options: WorkspaceOptions,
  files: TextFiles,
): Promise<Checked<Workspace>> {
  const configFiles = await readConfigFiles(options.configPath, files);
  const config = parseConfig(configFiles);
  if (!config.ok) return config;
  const problems: Problem[] = [...config.problems];
  const at = (path: string): string => files.resolve(options.configPath, path);

  const ownRules =
    config.value.rules.length > 0 ? config.value.rules.map(at) : [options.bundled.rules];
  const { placeholders } = config.value;
  const rulePaths = options.rulePaths.length > 0 ? options.rulePaths : ownRules;
  const pipelinePaths = [...config.value.pipelines.map(at), ...(options.pipelinePaths ?? [])];
  const pipelines = await loadPipelines(pipelinePaths, files, problems);
  const rules = await loadRules(files, rulePaths, { placeholders, pipelines });
  const mappingPaths = [options.bundled.mappings, ...config.value.mappings.map(at)];
  const mappings = await loadMappings(mappingPaths, files, problems);
  const indicatorPaths = [...config.value.indicators.map(at), ...options.indicatorPaths];
  const indicators = await loadIndicators(indicatorPaths, files, problems);
  if (problems.some(({ severity }) => severity === 'error')) return { ok: false, problems };
  return {
    ok: true,
    problems,
    value: {
      ...assemble(options.configPath, config.value, files, { rules, mappings, indicators }),
      loadedFrom: [
        ...configFiles.map(({ file }) => file),
        ...rulePaths,
        ...pipelinePaths,
        ...mappingPaths,
        ...indicatorPaths,
      ],
    },
  };
}

interface LoadedParts {
  readonly rules: LoadedRules;
  readonly mappings: readonly Mapping[];
  readonly indicators: readonly IndicatorList[];
}

function assemble(
  configPath: string | null,
  config: Config,
  files: TextFiles,
  parts: LoadedParts,
): Omit<Workspace, 'loadedFrom'> {
  const zone = zoneOf(config.zone);
  const at = (path: string): string => files.resolve(configPath, path);
  const zoneOr = (name: string | null): TimeZone => (name === null ? zone : zoneOf(name));
  const listening = planListening(config, at);
  const sources = [
    ...config.sources.map((source): Source => ({
      id: source.id,
      pattern: at(source.path),
      unit: source.unit,
      zone: zoneOr(source.zone),
      from: source.from,
      cadenceMs: source.cadenceMs,
      isExpected: true,
    })),
    ...(listening?.sources ?? []).map((source): Source => ({
      ...source,
      zone: zoneOr(source.zone),
      from: 'start',
      cadenceMs: null,
    })),
  ];
  return {
    configPath,
    language: config.language,
    zone,
    inventory: config.inventory,
    rules: parts.rules,
    mappings: parts.mappings,
    enrichment: {
      attributor: createAttributor(config.inventory),
      indicators: createIndicatorMatcher(parts.indicators),
      decodedFields: parts.rules.decodedFields,
    },
    alerts: config.alerts,
    people: config.people,
    acknowledge: config.acknowledge,
    notify: planNotify(config, zone, at),
    limits: config.limits,
    metrics: config.metrics,
    dataFolder: at(config.data),
    inboxFolder: config.inbox === null ? null : at(config.inbox),
    sources,
    listening: listening?.plan ?? null,
    sourceOf: createSourceFinder(sources, files, { zone, units: config.inventory.units }),
  };
}

function createSourceFinder(
  sources: readonly Source[],
  files: TextFiles,
  { zone, units }: { readonly zone: TimeZone; readonly units: readonly Unit[] },
): (path: string) => StreamSource {
  const known = new Set(units.map(({ id }) => id));
  const patterns = sources.flatMap((source) => {
    const parsed = parsePathPattern(source.pattern);
    return parsed.ok ? [{ source, pattern: parsed.pattern }] : [];
  });
  return (path) => {
    const absolute = files.resolve(null, path);
    for (const { source, pattern } of patterns) {
      const captures = matchRotated(pattern, absolute);
      if (captures === null) continue;
      const unit = captures.get('unit') ?? source.unit;
      const isKnown = unit === null || known.has(unit);
      return {
        id: source.id,
        unit: isKnown ? unit : null,
        zone: source.zone,
        problem: isKnown ? null : unknownUnit(unit, path),
      };
    }
    return { id: path, unit: null, zone, problem: null };
  };
}

/** Nothing is guessed: the events stay without a unit, and a person is told why. */
function unknownUnit(unit: string, path: string): Problem {
  return {
    code: 'unknown-unit-folder',
    severity: 'warning',
    message: `the path names the unit "${unit}", which is not in the inventory`,
    hint: 'add the unit to soclite.yml or rename the folder; see soclite units',
    at: { file: path, line: 0, column: 0 },
  };
}

/** `fw.log.1`, `fw.log.2.gz`, `fw-20261120.log`: also the live file that a rotated one came from decides. */
function matchRotated(pattern: PathPattern, path: string): ReadonlyMap<string, string> | null {
  const captures = pattern.match(path);
  if (captures !== null) return captures;
  const slash = path.lastIndexOf('/');
  const name = path.slice(slash + 1);
  for (const base of [name.replace(/\.gz$/, ''), ...baseNames(name)]) {
    const ofBase = pattern.match(path.slice(0, slash + 1) + base);
    if (ofBase !== null) return ofBase;
  }
  return null;
}

function zoneOf(name: string): TimeZone {
  const zone = parseTimeZone(name);
  invariant(zone !== null, `the configuration was checked to hold a time zone, not "${name}"`);
  return zone;
}
