// `npm run faults`: twenty kills with -9 on each store, at seeded moments, in runs of 200 mails; prints what each left behind.
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { startDovecot } from '../servers/dovecot.ts';
import { killRound, type Round } from './kill-run.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    mails: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    store: { type: 'string', default: 'embedded,real' },
  },
});
const [rounds, mails] = [Number(values.rounds), Number(values.mails)];
/** A run of 200 mails takes two to four seconds from its first stored mail on two cores. */
const LATEST_KILL_MS = 3000;

/** Every third kill waits for letters on the wire; the others come at seeded moments. */
function moments(): Round['kill'][] {
  let state = Number(values.seed);
  const random = (): number => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
  return Array.from({ length: rounds }, (_, i) =>
    i % 3 === 2 ? 'while sending' : { afterMs: Math.round(random() * LATEST_KILL_MS) },
  );
}

let wrong = 0;
for (const store of values.store
  .split(',')
  .filter((name): name is Round['store'] => name === 'embedded' || name === 'real')) {
  const dovecot = await startDovecot();
  const quiet = await killRound(dovecot, 'quiet', { store, mails, kill: 'never' });
  let inSending = 0;
  for (const [i, kill] of moments().entries()) {
    const killed = await killRound(dovecot, `killed-${i}`, { store, mails, kill });
    const holds =
      killed.messages === mails &&
      isDeepStrictEqual(killed.requests, quiet.requests) &&
      killed.referencesWithoutGap &&
      killed.unknown <= killed.inFlightAtKill &&
      killed.sent + killed.unknown === quiet.sent &&
      killed.doubled === 0 &&
      killed.missing === 0;
    if (killed.inFlightAtKill > 0) inSending += 1;
    if (!holds) wrong += 1;
    const { requests, ...figures } = killed;
    process.stdout.write(`${JSON.stringify({ store, kill, holds, requests: requests.length, ...figures })}\n`);
  }
  process.stdout.write(`${store}: ${rounds} kills, ${inSending} of them while letters were on the wire\n`);
  await dovecot.stop();
}
process.stdout.write(wrong === 0 ? 'nothing lost, nothing doubled\n' : `${wrong} rounds do not hold\n`);
process.exitCode = wrong === 0 ? 0 : 1;
