// The queue on Redis: one connection that rings, one for all workers, and one more on which each worker waits.
import { type Processor, Queue, Worker, type WorkerOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { EVENTS } from './settings.ts';

/** Who is told that Redis went away and came back, once each; `server` is host and port, never the password. */
interface Outage {
  onAway(server: string, error: Error): void;
  onBack(server: string): void;
}

/** What ioredis and sockets say of a server that is not there: a socket's code, or words without one. */
const isLost = (error: Error): boolean =>
  'code' in error
    ? /^E[A-Z_]+$/.test(String(error.code))
    : /connection is closed|stream isn't writeable/i.test(error.message);

/** Never waits for Redis: it may come up, go and come back at any time. */
export function redisStore(url: string, onOther: (error: Error) => void, outage: Outage) {
  // Producers fail at once while Redis is away, so that intake never waits for a doorbell; workers wait for it as long as it takes.
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  watch(producer, outage);
  // Each connection notices an outage several times a second: the producer's word is enough.
  const onError = (error: Error): void => (isLost(error) ? undefined : onOther(error));
  let consumer: Redis | undefined;
  // Not with lazyConnect: BullMQ then gives a Redis that is not up yet one try, and the worker is dead for ever (seen).
  const consuming = () => {
    consumer ??= new Redis(url, { maxRetriesPerRequest: null }).on('error', onError);
    return consumer;
  };
  return {
    kind: 'redis' as const,
    onError,
    queue: (name: string) => new Queue(name, { connection: producer, ...EVENTS }),
    worker: (name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>) =>
      new Worker(name, processor, { ...options, connection: consuming() }),
    end: async () => {
      producer.disconnect();
      consumer?.disconnect();
    },
  };
}

/** A connection that tries for ever: its first fault after it worked, or before it ever did, begins an outage. */
function watch(connection: Redis, { onAway, onBack }: Outage): void {
  const { host = 'localhost', port = 6379 } = connection.options;
  const server = `${host}:${port}`;
  let away = false;
  const lost = (error: Error): void => {
    if (away) return;
    away = true;
    onAway(server, error);
  };
  connection.on('error', lost);
  connection.on('close', () => lost(Object.assign(new Error('the connection was closed'), { code: 'ECLOSED' })));
  connection.on('ready', () => {
    if (away) onBack(server);
    away = false;
  });
}
