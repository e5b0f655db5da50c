// Makes a database where it is missing, so that a first start needs no hand.
import pg from 'pg';
import { PermanentError } from '../errors.ts';
import { codeOf } from '../log.ts';

const DUPLICATE_DATABASE = '42P04';
const UNIQUE_VIOLATION = '23505';

/**
 * @param url any database of the server, by a role that may create others.
 * @throws PermanentError with the statement to run by hand.
 */
export async function ensureDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0)
      await client.query(`create database ${client.escapeIdentifier(name)} encoding 'UTF8' template template0`);
  } catch (error) {
    const made =
      error instanceof Error &&
      'code' in error &&
      (error.code === DUPLICATE_DATABASE || error.code === UNIQUE_VIOLATION);
    if (made) return; // another process was quicker
    throw new PermanentError(
      `the database "${name}" cannot be made (${codeOf(error)}): run CREATE DATABASE "${name}" by hand, or check DATABASE_URL`,
      {
        cause: error,
      },
    );
  } finally {
    await client.end().catch(() => undefined);
  }
}
