// The two places a queue can live, for tests that must hold on both: each starts a real server and can be flushed.
import pg from 'pg';
import { openBackend, type QueueBackend } from '../../src/queue/backend.ts';
import { startPostgres } from '../servers/postgres.ts';
import { startRedis } from '../servers/redis.ts';

export interface TestStore {
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  /** On another port: through a proxy. */
  open(port?: number): Promise<QueueBackend>;
  /** Forgets every job, as FLUSHALL does. */
  flush(): Promise<void>;
  /** The server's port, for a proxy in front of it. */
  readonly port: number;
  stop(): Promise<void>;
}

/** Nothing listens here: a test on Redis that asked PostgreSQL for anything would fail. */
const NOWHERE = 'postgresql://nobody@127.0.0.1:1/nothing';

function at(url: string, port: number): string {
  const moved = new URL(url);
  moved.port = `${port}`;
  return moved.href;
}

async function redisStore(): Promise<TestStore> {
  const server = await startRedis();
  return {
    redisUrl: server.url,
    databaseUrl: NOWHERE,
    open: (port = server.port) => openBackend({ redisUrl: at(server.url, port), databaseUrl: NOWHERE }),
    flush: () => server.flush(),
    port: server.port,
    stop: () => server.stop(),
  };
}

async function postgresStore(): Promise<TestStore> {
  const server = await startPostgres();
  return {
    redisUrl: null,
    databaseUrl: server.url,
    open: (port = server.port) => openBackend({ redisUrl: null, databaseUrl: at(server.url, port) }),
    flush: async () => {
      const client = new pg.Client({ connectionString: server.url });
      await client.connect();
      await client.query('truncate bullmq.job cascade');
      await client.end();
    },
    port: server.port,
    stop: () => server.stop(),
  };
}

export const stores = [
  { kind: 'redis', start: redisStore },
  { kind: 'postgres', start: postgresStore },
] as const;
