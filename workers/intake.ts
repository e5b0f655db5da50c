// The intake worker: stored bytes become registered mail, a batch at a time.
import { senderOf } from '../src/acknowledge/acknowledge.ts';
import { mayAnswer } from '../src/acknowledge/may-answer.ts';
import { currentReader } from '../src/intake/current-reader.ts';
import { currentSecond } from '../src/intake/current-second.ts';
import { intakeBatch } from '../src/intake-batch.ts';
import { codeOf } from '../src/log.ts';
import { acknowledgementId } from '../src/mail/our-marks.ts';
import { consume } from '../src/queue/consume.ts';
import { batchesOf, waitingMessages } from '../src/register/outstanding.ts';
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';

/** One reads while the main thread registers; more threads than cores only wait for each other. */
const READER_THREADS = 1;
/** One batch at a time: a reply that arrives right behind its request finds it registered. */
const CONCURRENCY = 1;

export async function start({ config, config: { authority }, db, log, backend, ring }: Services): Promise<Running> {
  const readers = currentReader(db, config, READER_THREADS, log);
  const ackMessageId = (reference: string): string => acknowledgementId(reference, senderOf(authority).from);
  const desk = { db, authority, mayAnswer, second: currentSecond(db, log), ring, now: () => new Date(), ackMessageId };
  const onFailed = (error: Error): void =>
    log.warn({ worker: 'intake', code: codeOf(error) }, 'a batch failed; its mails still wait');
  consume(
    backend,
    'intake',
    async ({ messageIds }) => {
      const reader = await readers.get();
      for (const batch of await batchesOf(db, messageIds)) await intakeBatch(batch, { ...desk, reader }, log);
    },
    { concurrency: CONCURRENCY, onFailed },
  );
  const caughtUp = async (): Promise<boolean> => (await waitingMessages(db, new Date())).length === 0;
  return { caughtUp, stop: async () => undefined, release: () => readers.stop() };
}

await runAlone(import.meta.main, start);
