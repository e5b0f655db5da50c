// The queue on the register's PostgreSQL, in BullMQ's own schema there: no Redis to install, and a few connections for a whole process.
import {
  createPostgresBackend,
  DEFAULT_SCHEMA,
  type Processor,
  Queue,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import pg from 'pg';
import { EVENTS, MAX_WORKERS } from './settings.ts';

/** Each worker listens on a connection of its own; these do all the rest. Measured: eight of them are no faster. */
const SHARED_CONNECTIONS = 4;

/** @throws when PostgreSQL cannot be reached or the tables cannot be made. */
export async function postgresStore(url: string) {
  await migrate(url);
  const connectionString = new URL(url);
  const given = connectionString.searchParams.get('options');
  // Not waiting for the disk makes it faster, and only a doorbell can be lost: the register commits on connections of its own.
  const ours = `-c search_path=${DEFAULT_SCHEMA} -c synchronous_commit=off`;
  connectionString.searchParams.set('options', given === null ? ours : `${given} ${ours}`);
  const pool = new pg.Pool({
    connectionString: connectionString.href,
    max: SHARED_CONNECTIONS + MAX_WORKERS,
    keepAlive: true,
  });
  pool.setMaxListeners(0); // each queue and worker adds one
  pool.on('error', () => undefined); // each tells its own; after the close nobody is left to
  return {
    kind: 'postgres' as const,
    queue: (name: string) => new Queue(name, { connection: pool, ...EVENTS }, createPostgresBackend),
    worker: (name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>) =>
      new Worker(name, processor, { ...options, connection: pool }, createPostgresBackend),
    end: () => pool.end(),
  };
}

/** On a connection that waits for the disk: tables that a crash of the server loses would not come back by themselves (seen). */
async function migrate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await runMigrations(client, DEFAULT_SCHEMA);
  } finally {
    await client.end();
  }
}
