import { join } from 'node:path';
import type { World } from './world.ts';

/** What the package brings along. */
export const bundledRules = (world: World): string => join(world.packageFolder, 'rules');
export const mappingsFolder = (world: World): string =>
  join(world.packageFolder, 'seeds', 'mappings');
export const seedsFolder = (world: World): string => join(world.packageFolder, 'seeds');
export const sampleLogs = (world: World): string => join(world.packageFolder, 'sample-logs');
