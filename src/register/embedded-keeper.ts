// One connection per process that says "I use this server": the last to let go stops it, a killed process is gone with its connection.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { codeOf } from '../log.ts';
import { password, ROLE } from './embedded-files.ts';
import type { Home } from './embedded-home.ts';
import { locked } from './embedded-lock.ts';
import { joinOrStart, stop } from './embedded-server.ts';

const SECOND = 1000;
/** Key of the advisory lock that each user of the server shares; the last can have it alone. Any number, "foi" in ASCII. */
const USERS = 0x666f69;
/** SQLSTATE "cannot connect now": the server starts up, or recovers after one of its processes died. */
const CANNOT_CONNECT_NOW = '57P03';
const CONNECT_TRIES = 120;

const stateOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

export class Keeper {
  readonly #home: Home;
  readonly #log: (line: string) => void;
  #client: pg.Client | null = null;
  #port = 0;
  #password = '';
  #healing: Promise<void> | null = null;
  #leaving: Promise<void> | null = null;
  readonly #asleep = new AbortController();

  constructor(home: Home, log: (line: string) => void) {
    this.#home = home;
    this.#log = log;
  }

  /** Starts or joins under the lock, so that nobody stops the server between our finding it and our holding it. */
  hold(): Promise<void> {
    return locked(this.#home.dir, async () => {
      const { port } = await joinOrStart(this.#home);
      this.#port = port;
      this.#password = await password(this.#home);
      const client = await this.#connect();
      await client.query('select pg_advisory_lock_shared($1)', [USERS]);
      this.#client = client;
    });
  }

  url(database: string): string {
    return `postgresql://${ROLE}:${this.#password}@127.0.0.1:${this.#port}/${encodeURIComponent(database)}`;
  }

  letGo(): Promise<void> {
    this.#leaving ??= this.#leave();
    return this.#leaving;
  }

  async #leave(): Promise<void> {
    this.#asleep.abort();
    await this.#healing;
    await locked(this.#home.dir, async () => {
      const client = this.#client;
      if (!client) return;
      const last = await isLast(client);
      await client.end();
      if (last) await stop(this.#home);
    });
  }

  async #connect(): Promise<pg.Client> {
    for (let attempt = 1; ; attempt += 1) {
      const client = new pg.Client({ connectionString: this.url('postgres'), keepAlive: true });
      // Without a listener a server that is killed ends this process; 'end' always follows.
      client.on('error', () => undefined);
      client.once('end', () => this.#lost(client));
      try {
        await client.connect();
        return client;
      } catch (error) {
        await client.end().catch(() => undefined);
        if (stateOf(error) !== CANNOT_CONNECT_NOW || attempt === CONNECT_TRIES) throw error;
        await delay(SECOND);
      }
    }
  }

  #lost(client: pg.Client): void {
    if (this.#leaving || this.#client !== client) return;
    this.#client = null;
    this.#log('the connection to the embedded PostgreSQL is lost: joining or starting it again');
    this.#healing = this.#heal();
  }

  async #heal(): Promise<void> {
    while (!this.#leaving) {
      const failed = await this.hold().then(
        () => null,
        (error: unknown) => codeOf(error),
      );
      if (failed === null) return;
      this.#log(`the embedded PostgreSQL does not come back yet (${failed}): see ${this.#home.dir}/server.log`);
      await delay(5 * SECOND, undefined, { signal: this.#asleep.signal }).catch(() => undefined); // letting go wakes it
    }
  }
}

/** False as well when the server has gone away: then there is nothing to stop. */
async function isLast(client: pg.Client): Promise<boolean> {
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [USERS]);
    const { rows } = await client.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USERS]);
    return rows[0]?.last === true;
  } catch {
    return false;
  }
}
