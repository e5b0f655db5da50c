// The environment, read once and checked: where the register, the queue, the rules and the secrets are.

import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { type Authority, readAuthority } from './authority.ts';
import { PermanentError } from './errors.ts';

const port = z.coerce.number().int().min(0).max(65_535);
const schema = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'write postgresql://user:password@host:5432/database' })
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'write redis://host:6379' }).optional(),
  FOI_VAR: z.string().default('var'),
  FOI_RULES: z.string().default('rules'),
  AUTHORITY_FILE: z.string().optional(),
  FOI_HOST: z.string().default('127.0.0.1'),
  SMTP_PORT: port.default(2525),
  REVIEW_PORT: port.default(8025),
  FOI_SECRET: z.string().min(16, 'write at least 16 characters').optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
});

export interface Config {
  readonly authority: Authority;
  /** Neither a mailbox nor an SMTP server is configured: `npm start` on a bare machine, with samples in a database of their own. */
  readonly demo: boolean;
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  readonly varDir: string;
  readonly rulesDir: string;
  /** Where our own servers listen; 127.0.0.1 unless configured otherwise. */
  readonly host: string;
  readonly smtpPort: number;
  readonly reviewPort: number;
  readonly logLevel: string;
  /** Signs our loop header, so that our own mail is known again. Made on first use and kept in var/secret, 0600. */
  readonly secret: () => string;
}

/** Environment and authority file together. @throws PermanentError that lists every fault and its cure at once. */
export function readConfig(env: Record<string, string | undefined> = environment()): Config {
  const given = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!given.success) {
    throw new PermanentError(
      given.error.issues.map((issue) => `environment: ${issue.path.join('.')}: ${issue.message}`).join('\n'),
    );
  }
  const { data } = given;
  const rulesDir = resolve(data.FOI_RULES);
  const varDir = resolve(data.FOI_VAR);
  const authority = withPasswords(readAuthority(data.AUTHORITY_FILE ?? join(rulesDir, 'authority.yaml')), env);
  return {
    authority,
    demo: authority.mailboxes.length === 0 && authority.outgoing === null,
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    varDir,
    rulesDir,
    host: data.FOI_HOST,
    smtpPort: data.SMTP_PORT,
    reviewPort: data.REVIEW_PORT,
    logLevel: data.LOG_LEVEL,
    secret: () => data.FOI_SECRET ?? keptSecret(varDir),
  };
}

/** The process's environment, with what a file .env adds; a variable that is set wins over the file. */
function environment(): Record<string, string | undefined> {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

function withPasswords(authority: Authority, env: Record<string, string | undefined>): Authority {
  const missing = new Set<string>();
  const read = (name: string): string => {
    const value = env[name];
    if (!value) missing.add(name);
    return value ?? '';
  };
  const { outgoing } = authority;
  const filled = {
    ...authority,
    mailboxes: authority.mailboxes.map((mailbox) => ({ ...mailbox, password: read(mailbox.passwordEnv) })),
    outgoing: outgoing && { ...outgoing, password: outgoing.passwordEnv === null ? null : read(outgoing.passwordEnv) },
  };
  if (missing.size > 0) {
    throw new PermanentError(
      `environment: ${[...missing].join(', ')} not set: the authority file names it as a password`,
    );
  }
  return filled;
}

/** What is ours in var/ is for us alone; the embedded server, which makes its own folder, is another user when we are root. */
const OURS = ['inbox', 'outbox', 'cache'];
/** Where rule sets that have passed their check are remembered by their hash. */
export const cacheOf = ({ varDir }: Pick<Config, 'varDir'>): string => join(varDir, 'cache');
const PRIVATE = 0o700;
/** Root's server runs as another user, who must get through to its own folder, and sees nothing on the way. */
const PASSABLE = 0o711;

/**
 * Makes var/ and the folders in it that are missing; those that are there keep the mode that somebody gave them.
 * @throws PermanentError that names FOI_VAR, the path and the cure.
 */
export function openVar(varDir: string): void {
  try {
    makeFolder(varDir, process.getuid?.() === 0 ? PASSABLE : PRIVATE);
    for (const name of OURS) makeFolder(join(varDir, name), PRIVATE);
    for (const dir of [varDir, ...OURS.map((name) => join(varDir, name))])
      accessSync(dir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new PermanentError(
      `FOI_VAR: nothing can be written in ${varDir} (${code}): set FOI_VAR to a folder that this user may write to`,
      { cause },
    );
  }
}

/**
 * Like `mkdir -p`. Node's own recursive mkdir never comes back from a file system that says ENOENT to every new folder, as
 * /proc does (seen with Node 24).
 * @throws when it cannot be made, or a file is in its place.
 */
export function makeFolder(dir: string, mode: number): void {
  if (existsSync(dir) && statSync(dir).isDirectory()) return;
  const above = dirname(dir);
  if (above !== dir && !existsSync(above)) makeFolder(above, mode);
  try {
    mkdirSync(dir, { mode });
  } catch (error) {
    const madeMeanwhile = existsSync(dir) && statSync(dir).isDirectory();
    if (!madeMeanwhile) throw error;
  }
}

function keptSecret(varDir: string): string {
  const file = join(varDir, 'secret');
  openVar(varDir);
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}
