// Property tests take new cases each run. With SOCLITE_SEED (an integer; .ci/run derives it from the commit) they take
// the same ones again, so that a commit that passed passes again.
import process from 'node:process';
import fc from 'fast-check';

const seed = process.env['SOCLITE_SEED'];
if (seed !== undefined) {
  if (!/^\d{1,9}$/.test(seed))
    throw new Error(`SOCLITE_SEED is no integer of 1 to 9 digits: ${seed}`);
  fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
}
