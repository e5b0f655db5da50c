// The clock worker: master of the rule files, sweeper of the register, learner at night. One process at a time, whoever holds the lock.
import { every } from '../src/every.ts';
import { codeOf } from '../src/log.ts';
import { CLOCK_LOCK, onlyOne } from '../src/register/only-one.ts';
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';
import { learnNightly } from '../src/sweep/learn-nightly.ts';
import { masterRules } from '../src/sweep/rules-master.ts';
import { SWEEP_EVERY_MS, sweep } from '../src/sweep/sweep.ts';

export async function start({ config, db, pool, log, ring }: Services): Promise<Running> {
  const onError = (error: unknown): void =>
    log.warn({ worker: 'clock', code: codeOf(error) }, 'the register is out of reach');
  const clock = onlyOne(
    pool,
    [CLOCK_LOCK, 0],
    async () => {
      const rules = await masterRules(db, config, log);
      const sweeping = every(
        SWEEP_EVERY_MS,
        async () => void (await sweep({ db, config, ring, now: () => new Date() })),
        onError,
      );
      const learning = learnNightly({ db, authority: config.authority, now: () => new Date() }, log);
      return { stop: async () => void (await Promise.all([rules.stop(), sweeping.stop(), learning.stop()])) };
    },
    onError,
  );
  // What starts after us in this process finds rules in force.
  await clock.first;
  return { caughtUp: () => true, stop: () => clock.stop(), release: async () => undefined };
}

await runAlone(import.meta.main, start);
