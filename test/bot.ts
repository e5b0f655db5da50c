// The bot as an operator runs it: a process of its own, with an authority file of its own, in a folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { stringify } from 'yaml';
import type { MailboxConfig } from '../src/authority.ts';
import { scratchFolder } from './servers/running.ts';

const ROOT = join(import.meta.dirname, '..');
const STOP_WITHIN_MS = 30_000;
/**
 * As package.json starts it: a young generation that grows further only costs memory; and where the old one may grow to 4 GB,
 * it is collected so late that a busy hour takes 150 MB more (npm run bench).
 */
const NODE_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=1024'];

export interface BotOptions {
  readonly mailboxes?: readonly MailboxConfig[];
  readonly smtpPort?: number;
  readonly databaseUrl?: string;
  readonly redisUrl?: string;
  readonly referenceFormat?: string;
  /** Default false: a copy in the Sent folder costs a connection a letter. */
  readonly sentFolder?: boolean;
  /** Laid over `acknowledge:` of the authority file. */
  readonly acknowledge?: object;
  /** Laid over the whole authority file. */
  readonly authority?: object;
}

export interface Bot {
  readonly folder: string;
  readonly env: Record<string, string>;
  /** Starts `clerk ARGS`; several may run at once. */
  spawn(args: readonly string[]): BotProcess;
  /** Runs `clerk ARGS` to its end. */
  clerk(args: readonly string[]): Promise<{ code: number | null; out: string; err: string }>;
  remove(): void;
}

export interface BotProcess {
  readonly pid: number;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Sets up a folder with an authority file; nothing runs yet. */
export function makeBot(options: BotOptions): Bot {
  const { path: folder, remove } = scratchFolder('bot');
  mkdirSync(join(folder, 'var'));
  const authorityFile = join(folder, 'authority.yaml');
  writeFileSync(authorityFile, stringify(authorityOf(options)));
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    FOI_VAR: join(folder, 'var'),
    AUTHORITY_FILE: authorityFile,
    SMTP_PORT: '0',
    REVIEW_PORT: '0',
    TEST_MAILBOX_PASSWORD: options.mailboxes?.[0]?.password ?? '',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...(options.redisUrl ? { REDIS_URL: options.redisUrl } : {}),
  };
  const start = (args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [...NODE_FLAGS, 'src/cli.ts', ...args], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  return {
    folder,
    env,
    spawn: (args) => processOf(start(args)),
    clerk: (args) => toEnd(start(args)),
    remove,
  };
}

function authorityOf({
  mailboxes = [],
  smtpPort,
  referenceFormat,
  sentFolder = false,
  acknowledge,
  authority,
}: BotOptions): object {
  return {
    name: 'Northmere Constabulary',
    sector: 'police',
    addresses: ['foi@northmere.police.example'],
    contact: { team: 'Information Rights Team', email: 'foi@northmere.police.example' },
    reference: { format: referenceFormat ?? 'FOI/{serial:6}/{yy}' },
    acknowledge: { perMinute: null, perAddressPerDay: null, perDomainPerHour: null, ...acknowledge },
    mailboxes: mailboxes.map(({ password, goLiveAt, ...rest }) => ({
      ...rest,
      passwordEnv: 'TEST_MAILBOX_PASSWORD',
      goLiveAt: goLiveAt?.toISOString() ?? null,
    })),
    outgoing:
      smtpPort === undefined
        ? null
        : {
            host: '127.0.0.1',
            port: smtpPort,
            secure: false,
            from: 'foi@northmere.police.example',
            envelopeFrom: 'foi-bounces@northmere.police.example',
            sentFolder,
          },
    ...authority,
  };
}

function processOf(child: ChildProcess): BotProcess {
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (piece: Buffer) => (output += piece.toString()));
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void exited.then(() => process.removeListener('exit', killWithUs));
  return {
    pid: child.pid ?? 0,
    output: () => output,
    exited,
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      const code = await exited;
      clearTimeout(timer);
      return code;
    },
  };
}

async function toEnd(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (piece: Buffer) => (out += piece.toString()));
  child.stderr?.on('data', (piece: Buffer) => (err += piece.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, out, err };
}

/** One query on a database of its own connection. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** The address of the embedded server's database, from what the bot left in its folder. */
export function embeddedUrl(bot: Bot, database = 'foi_clerk'): string | null {
  const file = join(bot.folder, 'var', 'postgres', 'connection.json');
  if (!existsSync(file)) return null;
  const { port, password, user } = JSON.parse(readFileSync(file, 'utf8'));
  return `postgresql://${user ?? 'clerk'}:${password}@127.0.0.1:${port}/${database}`;
}

/** Waits until `done` says so. @throws after `withinMs` with `what` and the last thing known. */
export async function until(what: string, withinMs: number, done: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + withinMs;
  let last: unknown = null;
  while (Date.now() < deadline) {
    try {
      if (await done()) return;
    } catch (error) {
      last = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within ${withinMs} ms${last ? ` (${String(last)})` : ''}`);
}
