// Rings for rows of the register. The queue is a doorbell: a ring that fails is told, never thrown, and the sweeper rings again.
import { reasonOf } from '../errors.ts';
import type { QueueBackend } from './backend.ts';
import { type JobName, jobIdOf, type Payload } from './jobs.ts';
import { settleWithin } from './settle.ts';

const SECOND = 1000;
/** Intake goes on after this whatever the queue does. Judgement: a ring takes milliseconds, the sweeper comes every 30 s. */
const RING_WITHIN_MS = 2 * SECOND;

/** How many jobs were handed over; those that wait already under the same id are counted and do nothing. */
export type Rung = { readonly rung: number } | { readonly rung: 0; readonly because: string };

/**
 * A row keeps the time of its own next try, so a handler that knows what failed writes it there and returns. What it throws
 * is a register out of reach, or a fault: two more tries, 1 s and 2 s later, see a server restart through; then the job is
 * removed (a kept one would swallow every later ring) and the sweeper rings when the row is due.
 */
const JOB = {
  attempts: 3,
  backoff: { type: 'exponential', delay: SECOND },
  removeOnComplete: true,
  removeOnFail: true,
  stackTraceLimit: 0,
} as const;

/** Never throws, never waits more than 2 s. */
export async function ring<Name extends JobName>(
  backend: QueueBackend,
  name: Name,
  payloads: readonly Payload<Name>[],
): Promise<Rung> {
  if (payloads.length === 0) return { rung: 0, because: 'nothing to ring for' };
  const added = await settleWithin(RING_WITHIN_MS, add(backend, name, payloads));
  if (added === 'done') return { rung: payloads.length };
  if (added === 'late') return { rung: 0, because: `the queue did not answer within ${RING_WITHIN_MS} ms` };
  return { rung: 0, because: reasonOf(added.failed) };
}

async function add<Name extends JobName>(
  backend: QueueBackend,
  name: Name,
  payloads: readonly Payload<Name>[],
): Promise<void> {
  await backend
    .queue(name)
    .addBulk(payloads.map((data) => ({ name, data, opts: { ...JOB, jobId: jobIdOf(name, data) } })));
}
