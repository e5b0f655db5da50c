// The queue on Redis: one connection that rings, one for all workers, and one more on which each worker waits.
import { type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { EVENTS } from './settings.ts';

/** Never waits for Redis: it may come up, go and come back at any time. */
export function redisStore(url: string, onError: (error: Error) => void) {
  // Producers fail at once while Redis is away, so that intake never waits for a doorbell; workers wait for it as long as it takes.
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  producer.on('error', onError);
  let consumer: Redis | undefined;
  // Not with lazyConnect: BullMQ then gives a Redis that is not up yet one try, and the worker is dead for ever (seen).
  const consuming = () => {
    consumer ??= new Redis(url, { maxRetriesPerRequest: null }).on('error', onError);
    return consumer;
  };
  return {
    kind: 'redis' as const,
    queue: (name: string) => new Queue(name, { connection: producer, ...EVENTS }),
    worker: (name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>) =>
      new Worker(name, processor, { ...options, connection: consuming() }),
    end: async () => {
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}
