// What all queues and workers share, whichever server they live on.
import type { WorkerOptions } from 'bullmq';

const SECOND = 1000;
/** In one process. Judgement: intake and acknowledge, and two to spare; each costs a connection. */
export const MAX_WORKERS = 4;
/** BullMQ keeps a stream of what happened, which nothing of ours reads: as short as it takes. */
export const EVENTS = { streams: { events: { maxLen: 100 } } } as const;

export const WORKER = {
  // The lock is renewed every 5 s; a killed worker's job is back in the queue after 15 s at most. A lock lost because the
  // process stood still only means that a job runs twice, and rows are claimed in the register.
  lockDuration: 10 * SECOND,
  stalledInterval: 5 * SECOND,
  // Stalled twice, it fails and is removed: a mail that ends the process must not come back for ever. The sweeper decides then.
  maxStalledCount: 1,
  runRetryDelay: SECOND,
} as const satisfies Omit<WorkerOptions, 'connection'>;
