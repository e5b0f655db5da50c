// Builds everything a process needs, once: the register (embedded or given), the queue, the log. Its type is derived.
import { join } from 'node:path';
import { type Config, openVar } from './config.ts';
import { PermanentError } from './errors.ts';
import { codeOf, type Log, openLog } from './log.ts';
import { openBackend, type QueueBackend } from './queue/backend.ts';
import { MAX_MESSAGES_PER_JOB, type Payload } from './queue/jobs.ts';
import { ring } from './queue/ring.ts';
import { openRegister } from './register/database.ts';
import { embeddedPostgres } from './register/embedded.ts';
import { ensureDatabase } from './register/ensure-database.ts';

/** Samples never share a database with real mail. */
const DATABASE = 'foi_clerk';
const DEMO_SUFFIX = '_demo';

export type Services = Awaited<ReturnType<typeof services>>;

/** @throws PermanentError when the database cannot be reached or made, with the cure. */
export async function services(config: Config) {
  const log = openLog(config.logLevel);
  const store = await openStore(config);
  const register = await openRegister(store.url).catch(async (cause) => {
    await store.release();
    throw (
      (config.databaseUrl === null ? null : whyAway(cause, store.url)) ??
      new PermanentError(
        `the register's database cannot be used (${codeOf(cause)}): check DATABASE_URL and that PostgreSQL 15 or newer runs`,
        { cause },
      )
    );
  });
  const backend = await openQueue(config, store.url, log).catch(async (error: unknown) => {
    await register.close();
    await store.release();
    throw error;
  });
  return {
    config,
    log,
    db: register.db,
    pool: register.pool,
    backend,
    ring: ringer(backend),
    close: async (): Promise<void> => {
      await backend.close();
      await register.close();
      await store.release();
    },
  };
}

/** A socket's own words for a server that is not there; the SQLSTATEs of one that starts up or goes down. */
const AWAY = /^(E[A-Z_]+|57P0[123])$/;
/** SQLSTATE class 28: the user or the password is wrong. */
const REFUSED = /^28/;

/** What to tell of a PostgreSQL that cannot be asked at all, without its password; null when something else is wrong. */
function whyAway(thrown: unknown, url: string): PermanentError | null {
  if (!(thrown instanceof Error)) return null;
  const { hostname, port } = new URL(url);
  const server = `PostgreSQL at ${hostname}:${port || 5432}`;
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  const options = { cause: thrown };
  if (AWAY.test(code))
    return new PermanentError(
      `${server} does not answer (DATABASE_URL): ${code}; start it, or correct the address`,
      options,
    );
  if (REFUSED.test(code))
    return new PermanentError(`${server} refuses the user or the password of DATABASE_URL: ${code}`, options);
  return whyAway(thrown.cause, url);
}

function openQueue({ redisUrl }: Config, databaseUrl: string, log: Log): Promise<QueueBackend> {
  const told = {
    onError: (error: Error): void =>
      log.warn({ code: codeOf(error) }, 'the queue is out of reach; the sweeper rings again'),
    onAway: (server: string, error: Error): void =>
      log.warn(
        { code: codeOf(error) },
        `Redis at ${server} cannot be used (REDIS_URL): mail is stored and waits for it`,
      ),
    onBack: (server: string): void => log.info({}, `Redis at ${server} is back (REDIS_URL): waiting mail is worked`),
  };
  return openBackend({ redisUrl, databaseUrl, ...told }).catch((cause) => {
    const cure = 'check REDIS_URL or DATABASE_URL';
    throw new PermanentError(`the queue cannot be opened (${codeOf(cause)}): ${cure}`, { cause });
  });
}

/** Ids of rows to ring for. */
interface Bell {
  readonly intake?: readonly string[];
  readonly acknowledge?: readonly string[];
}

const ringer =
  (backend: QueueBackend) =>
  async ({ intake = [], acknowledge = [] }: Bell): Promise<void> => {
    const batches: Payload<'intake'>[] = [];
    for (let i = 0; i < intake.length; i += MAX_MESSAGES_PER_JOB) {
      batches.push({ messageIds: intake.slice(i, i + MAX_MESSAGES_PER_JOB) });
    }
    await ring(backend, 'intake', batches);
    const letters = acknowledge.map((acknowledgementId) => ({ acknowledgementId }));
    await ring(backend, 'acknowledge', letters);
  };

interface Store {
  readonly url: string;
  release(): Promise<void>;
}

async function openStore(config: Config): Promise<Store> {
  if (config.databaseUrl === null) {
    openVar(config.varDir);
    const name = config.demo ? `${DATABASE}${DEMO_SUFFIX}` : DATABASE;
    const embedded = await embeddedPostgres({
      dataDir: join(config.varDir, 'postgres'),
      log: (line) => process.stderr.write(`${line}\n`),
    });
    return { url: await embedded.ensureDatabase(name), release: embedded.release };
  }
  const url = new URL(config.databaseUrl);
  if (config.demo && !url.pathname.endsWith(DEMO_SUFFIX)) {
    const name = `${url.pathname.slice(1) || DATABASE}${DEMO_SUFFIX}`;
    await ensureDatabase(url.href, name).catch((error: unknown) => {
      throw whyAway(error, url.href) ?? error;
    });
    url.pathname = `/${name}`;
  }
  return { url: url.href, release: async () => undefined };
}
