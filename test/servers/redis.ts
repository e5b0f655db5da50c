// A real Redis for one test file: an own server, or a database of its own on the server of REDIS_URL.
import { Redis } from 'ioredis';
import { readConfig } from '../../src/config.ts';
import { freePort } from './free-port.ts';
import { answers, onFreePort, type Running, run, scratchFolder } from './running.ts';

/** Databases of a Redis as it is shipped; 0 is left to its owner and holds only our claims. */
const DATABASES = 16;
/** A claim that a killed run left behind frees its database after this. */
const CLAIM_SECONDS = 3600;

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** The process, to stop or kill in fault tests; null on the server of REDIS_URL, which is not ours to stop. */
  readonly running: Running | null;
  /** FLUSHDB of our database: what a Redis that lost everything looks like, without touching another's data. */
  flush(): Promise<void>;
  /** Starts the own server again after `running.stop()`, on the same port and folder. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** With REDIS_URL set: claims one of databases 1 to 15 there (a key in database 0 for an hour), emptied at stop. */
export async function startRedis(): Promise<RedisServer> {
  const { redisUrl } = readConfig();
  return redisUrl === null ? ownServer() : databaseOf(redisUrl);
}

async function ownServer(): Promise<RedisServer> {
  const { path: folder, remove } = scratchFolder('redis');
  const start = (port: number) =>
    run({
      command: 'redis-server',
      // noeviction: the only setting that BullMQ's documentation calls correct
      args: `--port ${port} --bind 127.0.0.1 --save  --appendonly yes --dir ${folder} --maxmemory-policy noeviction`.split(
        ' ',
      ),
      cwd: folder,
      port,
    });
  let [running, port] = await onFreePort(freePort, async (free) => [await start(free), free] as const);
  const url = `redis://127.0.0.1:${port}/0`;
  return {
    url,
    port,
    get running() {
      return running;
    },
    flush: () => flush(url),
    restart: async () => {
      running = await start(port);
      await answers(() => ping(url));
    },
    stop: async () => {
      await running.stop();
      remove();
    },
  };
}

async function databaseOf(server: string): Promise<RedisServer> {
  const base = new URL(server);
  base.pathname = '/0';
  const claims = new Redis(base.href);
  for (let database = 1; database < DATABASES; database += 1) {
    const claim = `foi-test-claim:${database}`;
    if ((await claims.set(claim, process.pid, 'EX', CLAIM_SECONDS, 'NX')) === null) continue;
    const url = new URL(base);
    url.pathname = `/${database}`;
    await flush(url.href);
    return {
      url: url.href,
      port: Number(url.port || 6379),
      running: null,
      flush: () => flush(url.href),
      restart: () => Promise.reject(new Error('the Redis of REDIS_URL is not ours to restart')),
      stop: async () => {
        await flush(url.href);
        await claims.del(claim);
        claims.disconnect();
      },
    };
  }
  claims.disconnect();
  throw new Error(
    'REDIS_URL: databases 1 to 15 are all claimed; wait for the other test runs or delete foi-test-claim:*',
  );
}

/** Rejects while Redis still loads its file. */
async function ping(url: string): Promise<void> {
  const client = new Redis(url);
  try {
    await client.exists('any');
  } finally {
    client.disconnect();
  }
}

async function flush(url: string): Promise<void> {
  const client = new Redis(url);
  await client.flushdb();
  client.disconnect();
}
