// The acknowledge worker: sends what is ready, one job a letter, no faster than the authority allows.
import { acknowledge } from '../src/acknowledge/acknowledge.ts';
import { openDesk } from '../src/acknowledge/open-desk.ts';
import { codeOf } from '../src/log.ts';
import { consume } from '../src/queue/consume.ts';
import { sendingBy, waitingAcknowledgements } from '../src/register/outstanding.ts';
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';

const MINUTE_MS = 60_000;
/** Letters in hand at once: their commits share the disk's flushes. */
const CONCURRENCY = 12;

export async function start(shared: Services): Promise<Running> {
  const { config, db, log, backend } = shared;
  const onFailed = (error: unknown): void =>
    log.warn({ worker: 'acknowledge', code: codeOf(error) }, 'not worked now; the sweeper rings again');
  const desk = await openDesk(shared, onFailed);
  const { perMinute } = config.authority.acknowledge;
  const limiter = perMinute === null ? {} : { limiter: { max: perMinute, duration: MINUTE_MS } };
  consume(backend, 'acknowledge', ({ acknowledgementId }) => acknowledge(acknowledgementId, desk), {
    concurrency: CONCURRENCY,
    ...limiter,
    onFailed,
  });
  const caughtUp = async (): Promise<boolean> =>
    (await waitingAcknowledgements(db, new Date())).length === 0 && (await sendingBy(db, desk.worker)) === 0;
  return { caughtUp, stop: async () => undefined, release: () => desk.close() };
}

await runAlone(import.meta.main, start);
