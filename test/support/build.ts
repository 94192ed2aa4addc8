// Tests of the command line run the real program: built first, so that a stale dist never hides a breakage.
import { execFileSync } from 'node:child_process';

export function setup(): void {
  execFileSync('npx', ['tsc', '-p', 'tsconfig.json'], { stdio: 'inherit' });
}
