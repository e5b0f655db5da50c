// The acknowledge worker: sends what is ready, one job a letter, no faster than the authority allows.
import { acknowledge } from '../src/acknowledge/acknowledge.ts';
import { currentLetters } from '../src/acknowledge/current-letters.ts';
import { openTransport } from '../src/acknowledge/open-transport.ts';
import { holdSenderLock } from '../src/acknowledge/sender-lock.ts';
import { copyToSent } from '../src/acknowledge/sent-copy.ts';
import { codeOf } from '../src/log.ts';
import { consume } from '../src/queue/consume.ts';
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';

const MINUTE_MS = 60_000;
/** Letters in hand at once: their commits share the disk's flushes. */
const CONCURRENCY = 12;

export async function start({ config, db, pool, log, backend }: Services): Promise<Running> {
  const { authority } = config;
  const warn = (error: unknown): void =>
    log.warn({ worker: 'acknowledge', code: codeOf(error) }, 'not worked now; the sweeper rings again');
  const lock = await holdSenderLock(pool, warn);
  const transport = openTransport(config);
  const letters = currentLetters(db);
  const afterSent = copyToSent(db, authority, log);
  const desk = {
    db,
    authority,
    transport,
    letters,
    worker: lock.worker,
    secret: config.secret(),
    now: () => new Date(),
    afterSent,
  };
  const { perMinute } = authority.acknowledge;
  const limiter = perMinute === null ? {} : { limiter: { max: perMinute, duration: MINUTE_MS } };
  const options = { concurrency: CONCURRENCY, ...limiter, onFailed: warn };
  await consume(backend, 'acknowledge', ({ acknowledgementId }) => acknowledge(acknowledgementId, desk), options);
  const release = async (): Promise<void> => void (await Promise.all([transport.close(), lock.stop()]));
  return { caughtUp: () => true, stop: async () => undefined, release };
}

await runAlone(import.meta.main, start);
