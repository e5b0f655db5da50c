// Decides where the queue lives: in Redis when there is one, else in the register's own PostgreSQL. Nothing else asks which.
import type { BulkJobOptions, JobType, Processor, WorkerOptions } from 'bullmq';
import { postgresStore } from './postgres.ts';
import { redisStore } from './redis.ts';
import { MAX_WORKERS, WORKER } from './settings.ts';
import { settleWithin } from './settle.ts';

const SECOND = 1000;
/** After the last job has ended, how long a store that does not answer may hold up the close. */
const CLOSE_WITHIN_MS = 5 * SECOND;

/** What we use of BullMQ's Queue; its own type names the backend. */
export interface BackedQueue {
  addBulk(jobs: { name: string; data: unknown; opts: BulkJobOptions }[]): Promise<unknown>;
  getJobCounts(...states: JobType[]): Promise<Record<string, number>>;
  waitUntilReady(): Promise<unknown>;
}

/** What we use of BullMQ's Worker. */
export interface BackedWorker {
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'failed', listener: (job: { id?: string } | undefined, error: Error) => void): unknown;
  waitUntilReady(): Promise<unknown>;
}

interface Closable {
  on(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

/** What a worker may choose; locks, stalls and connections are the same for all. */
export type BackedOptions = Pick<WorkerOptions, 'concurrency' | 'limiter'>;

export interface QueueBackend {
  readonly kind: 'redis' | 'postgres';
  queue(name: string): BackedQueue;
  /** Starts working at once. At most four in one process. */
  worker(name: string, processor: Processor, options: BackedOptions): BackedWorker;
  /** Takes no new job, waits for those in hand, closes every connection. May be called twice. */
  close(): Promise<void>;
}

export interface QueueConfig {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** Told of a lost connection and the like; all of it passes by itself, so it is for the log only. */
  readonly onError?: (error: Error) => void;
  /** Told once when Redis goes away, or was not there; `server` is its host and port. */
  readonly onAway?: (server: string, error: Error) => void;
  /** Told once when it is back. */
  readonly onBack?: (server: string) => void;
}

interface Store {
  readonly kind: QueueBackend['kind'];
  queue(name: string): BackedQueue & Closable;
  worker(name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>): BackedWorker & Closable;
  /** What its queues and workers report to, where that is not for everybody's ears. */
  readonly onError?: (error: Error) => void;
  /** Ends what the queues and workers share; commands without an answer are given up. */
  end(): Promise<void>;
}

/**
 * Opens the queue. A Redis that is down now or later is waited for in the background: ringing fails meanwhile, the sweeper rings again.
 * @throws when there is no Redis configured and PostgreSQL cannot be reached.
 */
export async function openBackend(config: QueueConfig): Promise<QueueBackend> {
  const { redisUrl, databaseUrl } = config;
  let closed: Promise<void> | undefined;
  const { onError, outage } = news(config, () => closed !== undefined);
  const store: Store = redisUrl === null ? await postgresStore(databaseUrl) : redisStore(redisUrl, onError, outage);
  const queues = new Map<string, ReturnType<Store['queue']>>();
  const workers: ReturnType<Store['worker']>[] = [];
  const inHand = new Set<Promise<unknown>>();
  const close = async () => {
    const closing = Promise.all(workers.map((worker) => worker.close()));
    while (inHand.size > 0) await Promise.all(inHand);
    await settleWithin(CLOSE_WITHIN_MS, closing);
    await settleWithin(CLOSE_WITHIN_MS, Promise.all([...queues.values()].map((queue) => queue.close())));
    await store.end();
    // A worker whose Redis is away waits for it for ever; nothing is in hand, so it need not be waited for.
    await settleWithin(CLOSE_WITHIN_MS, closing);
  };
  return {
    kind: store.kind,
    queue: (name) => {
      const queue = queues.get(name) ?? store.queue(name);
      if (!queues.has(name)) queue.on('error', store.onError ?? onError);
      queues.set(name, queue);
      return queue;
    },
    worker: (name, processor, options) => {
      if (workers.length === MAX_WORKERS) throw new Error(`more than ${MAX_WORKERS} queue workers in one process`);
      const worker = store.worker(name, tracked(processor, inHand), { ...options, ...WORKER });
      worker.on('error', store.onError ?? onError); // without a listener a lost connection ends the process
      workers.push(worker);
      return worker;
    },
    close: () => {
      closed ??= close();
      return closed;
    },
  };
}

/** What is told of errors and outages; what a connection says while it is being closed is no news. */
function news(config: QueueConfig, isClosing: () => boolean) {
  const told = oncePerMinute(config.onError ?? (() => undefined));
  return {
    onError: (error: Error) => (isClosing() ? undefined : told(error)),
    outage: {
      onAway: (server: string, error: Error) => (isClosing() ? undefined : config.onAway?.(server, error)),
      onBack: (server: string) => (isClosing() ? undefined : config.onBack?.(server)),
    },
  };
}

/** Keeps the jobs in hand in a set, so that the close can wait for them and not for a store that is gone. */
function tracked(processor: Processor, inHand: Set<Promise<unknown>>): Processor {
  return (job, token) => {
    const done = processor(job, token);
    const settled = done.catch(() => undefined).finally(() => inHand.delete(settled));
    inHand.add(settled);
    return done;
  };
}

/** A Redis that is down over night fails several times a second on each connection. */
function oncePerMinute(onError: (error: Error) => void): (error: Error) => void {
  const lastAtMs = new Map<string, number>();
  return (error) => {
    const nowMs = performance.now();
    if (nowMs - (lastAtMs.get(error.message) ?? Number.NEGATIVE_INFINITY) < 60 * SECOND) return;
    if (lastAtMs.size > 100) lastAtMs.clear();
    lastAtMs.set(error.message, nowMs);
    onError(error);
  };
}
