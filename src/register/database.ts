// Opens the register: a pool of PostgreSQL connections, the typed tables, and the migrations under an advisory lock.
import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import * as register001 from './migrations/001-register.ts';
import type { Tables } from './tables.ts';

export type Register = Kysely<Tables>;

const DATE_OID = 1082;
/** Connections per process: intake holds one a batch, acknowledgements one a step. Judgement, with BullMQ's own beside it. */
const MAX_CONNECTIONS = 8;

export interface OpenRegister {
  readonly db: Register;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Connects and brings the tables up to date.
 * @param databaseUrl postgresql://user:password@host:port/database
 * @throws when the server cannot be reached or a migration fails; nothing is half migrated.
 */
export async function openRegister(databaseUrl: string): Promise<OpenRegister> {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: MAX_CONNECTIONS,
    // pg turns a DATE into an instant of the local midnight, often the day before: keep it as it is written.
    types: {
      getTypeParser: (oid, format) => (oid === DATE_OID ? (text: string) => text : pg.types.getTypeParser(oid, format)),
    },
  });
  // An idle connection that the server ends would otherwise end the process; the next query opens another.
  pool.on('error', () => undefined);
  // One that ends in the middle of a transaction fails its query; without a listener it would end the process as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ '001-register': register001 }) } });
  const { error } = await migrator.migrateToLatest();
  if (error) {
    await db.destroy();
    throw new Error('the register could not be brought up to date', { cause: error });
  }
  return { db, pool, close: () => db.destroy() };
}
