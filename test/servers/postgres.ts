// A real PostgreSQL for one test file: an own throw-away cluster, or a database of its own on the server of DATABASE_URL.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { readConfig } from '../../src/config.ts';
import { freePort } from './free-port.ts';
import { account, answers, onFreePort, type Running, run, scratchFolder } from './running.ts';

const DEBIAN_HOME = '/usr/lib/postgresql';

export interface PostgresServer {
  /** A fresh, empty database. */
  readonly url: string;
  readonly port: number;
  /** The process, to stop or kill in fault tests; null on the server of DATABASE_URL, which is not ours to stop. */
  readonly running: Running | null;
  /** Another fresh database on the same server. */
  database(): Promise<string>;
  /** Starts the own server again after `running.stop('SIGQUIT')` (SIGQUIT is a crash: no checkpoint). */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** Default false: a test's data need not survive the machine. A crash of the server alone loses nothing either way. */
  readonly fsync?: boolean;
}

/** With DATABASE_URL set: `CREATE DATABASE foi_test_…` there, dropped at stop; its user must be allowed to create one. */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { databaseUrl } = readConfig();
  return databaseUrl === null ? ownCluster(options.fsync ?? false) : databasesOf(databaseUrl);
}

/** The newest PostgreSQL of the system's packages. */
function binaries(): string {
  const [newest] = readdirSync(DEBIAN_HOME).sort((a, b) => Number(b) - Number(a));
  return join(DEBIAN_HOME, newest ?? '', 'bin');
}

async function ownCluster(fsync: boolean): Promise<PostgresServer> {
  const owner = account('postgres');
  const { path: folder, remove } = scratchFolder('postgres', owner);
  const data = join(folder, 'data');
  const init = ['-D', data, '-U', 'foi', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  await promisify(execFile)(join(binaries(), 'initdb'), init, { cwd: folder, ...owner });
  const start = (port: number) =>
    run({
      command: join(binaries(), 'postgres'),
      args: [
        '-D',
        data,
        '-p',
        `${port}`,
        '-k',
        '',
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        `fsync=${fsync ? 'on' : 'off'}`,
        '-c',
        'max_connections=200',
      ],
      cwd: folder,
      account: owner,
      port,
    });
  const ready = (url: string) => answers(() => query(url, 'SELECT 1'));
  let [running, port] = await onFreePort(freePort, async (free) => [await start(free), free] as const);
  const server = `postgresql://foi@127.0.0.1:${port}/postgres`;
  await ready(server);
  const databases = await databasesOf(server);
  return {
    ...databases,
    get running() {
      return running;
    },
    restart: async () => {
      running = await start(port);
      await ready(server);
    },
    stop: async () => {
      await running.stop('SIGINT'); // fast shutdown: ends open connections
      remove();
    },
  };
}

async function databasesOf(server: string): Promise<PostgresServer> {
  const made: string[] = [];
  const database = async () => {
    const name = `foi_test_${randomBytes(6).toString('hex')}`;
    await query(server, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8'`);
    made.push(name);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  };
  const url = await database();
  return {
    url,
    port: Number(new URL(server).port || 5432),
    running: null,
    database,
    restart: () => Promise.reject(new Error('the PostgreSQL of DATABASE_URL is not ours to restart')),
    stop: async () => {
      for (const name of made) await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
