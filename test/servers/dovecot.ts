// A real Dovecot (IMAP, LMTP on request) for one test file: any user, one password, mail delivered as Maildir files.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { MailboxConfig } from '../../src/authority.ts';
import { dovecotConf } from './dovecot-conf.ts';
import { freePort } from './free-port.ts';
import { account, onFreePort, type Running, run, scratchFolder } from './running.ts';

const PASSWORD = 'northmere-test';

export interface Dovecot {
  readonly port: number;
  readonly lmtpPort: number | null;
  readonly password: string;
  /** The folder of the mail store; `maildirOf` gives a user's folder in it. */
  readonly folder: string;
  /** A mailbox of this server as the authority file would name it; `change` overrides any field. */
  mailbox(user: string, change?: Partial<MailboxConfig>): MailboxConfig;
  /**
   * Writes one mail into `new/` as a mail server does; returns its file. INTERNALDATE is `receivedAt` (default: now).
   * Bytes with CRLF line ends are served unchanged; bare LF is served as CRLF.
   */
  deliver(user: string, bytes: Buffer | string, options?: { folder?: string; receivedAt?: Date }): string;
  maildirOf(user: string, folder?: string): string;
  /** Refuses (true) or allows (false) the log-in of a user; in force when it resolves. */
  refuse(user: string, refused: boolean): Promise<void>;
  /** Runs doveadm on this server, for example `doveadm('mailbox', 'update', '--uid-validity', '77', '-u', 'foi', 'INBOX')`. */
  doveadm(...args: string[]): Promise<string>;
  log(): string;
  stop(): Promise<void>;
}

/** @param options.lmtp also listen for LMTP. */
export async function startDovecot(options: { lmtp?: boolean } = {}): Promise<Dovecot> {
  const owner = account('mail');
  const { path: folder, remove } = scratchFolder('dovecot');
  const conf = join(folder, 'dovecot.conf');
  const own = (path: string) => process.getuid?.() === 0 && chownSync(path, owner.uid, owner.gid);
  for (const name of ['run', 'state', 'mail', 'home']) mkdirSync(join(folder, name));
  for (const name of ['mail', 'home']) own(join(folder, name));
  writeFileSync(join(folder, 'denied'), '');
  const lmtpPort = options.lmtp ? await freePort() : null;
  const start = async (port: number): Promise<[Running, number]> => {
    writeFileSync(conf, dovecotConf({ folder, imapPort: port, lmtpPort, password: PASSWORD, owner }));
    try {
      return [await run({ command: 'dovecot', args: ['-F', '-c', conf], cwd: folder, port }), port];
    } catch (error) {
      throw new Error(`${error}\n${logOf(folder)}`, { cause: error });
    }
  };
  const [running, port] = await onFreePort(freePort, start);
  const maildirOf = (user: string, name = 'INBOX') =>
    join(folder, 'mail', user, name === 'INBOX' ? '' : `.${name.replaceAll('/', '.')}`);
  return {
    port,
    lmtpPort,
    password: PASSWORD,
    folder,
    maildirOf,
    mailbox: (user, change) => ({ ...mailboxOn(port, user), ...change }),
    deliver: (user, bytes, { folder: name, receivedAt } = {}) =>
      deliver([maildirOf(user), maildirOf(user, name)], bytes, receivedAt, own),
    refuse: (user, refused) => refuse(folder, conf, user, refused),
    doveadm: (...args) => doveadm(conf, args),
    log: () => logOf(folder),
    stop: async () => {
      await running.stop();
      remove();
    },
  };
}

const doveadm = async (conf: string, args: readonly string[]) =>
  (await promisify(execFile)('doveadm', ['-c', conf, ...args])).stdout;

/** Dovecot looks at the file once a second at most, so we ask it until it has seen the change. */
async function refuse(folder: string, conf: string, user: string, refused: boolean): Promise<void> {
  writeFileSync(join(folder, 'denied'), refused ? `${user}:::::::\n` : '\n');
  const isRefused = () =>
    doveadm(conf, ['auth', 'test', user, PASSWORD]).then(
      () => false,
      () => true,
    );
  while ((await isRefused()) !== refused) await sleep(100);
}

const logOf = (folder: string) =>
  existsSync(join(folder, 'dovecot.log')) ? readFileSync(join(folder, 'dovecot.log'), 'utf8') : '';

function mailboxOn(port: number, user: string): MailboxConfig {
  return {
    name: user,
    host: '127.0.0.1',
    port,
    secure: false,
    startTls: false,
    user,
    passwordEnv: 'FOI_TEST_PASSWORD',
    password: PASSWORD,
    folders: ['INBOX'],
    junkFolders: [],
    moveTo: null,
    goLiveAt: null,
    pollSeconds: 60,
  };
}

let delivered = 0;

/** Maildir's own way: whole in tmp/, then renamed into new/ (cr.yp.to/proto/maildir.html). The name orders the UIDs. */
function deliver(
  [root, maildir]: [string, string],
  bytes: Buffer | string,
  receivedAt: Date | undefined,
  own: (path: string) => unknown,
): string {
  for (const path of [
    root,
    ...[root, maildir].flatMap((dir) => ['tmp', 'new', 'cur'].map((name) => join(dir, name))),
  ]) {
    if (existsSync(path)) continue;
    mkdirSync(path, { recursive: true });
    own(join(path, '..'));
    own(path);
  }
  delivered += 1;
  const second = Math.floor((receivedAt ?? new Date()).getTime() / 1000);
  const order = String(delivered).padStart(9, '0');
  const name = `${second}.M${order}P${process.pid}R${randomBytes(4).toString('hex')}.northmere`;
  const draft = join(maildir, 'tmp', name);
  writeFileSync(draft, bytes);
  own(draft);
  if (receivedAt !== undefined) utimesSync(draft, receivedAt, receivedAt);
  const file = join(maildir, 'new', name);
  renameSync(draft, file);
  return file;
}
