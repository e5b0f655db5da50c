// Reads a real Dovecot: exact bytes, nothing by \Seen, IDLE, moves, folders, a new UIDVALIDITY.
import { rmSync } from 'node:fs';
import { ImapFlow } from 'imapflow';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { MailboxConfig } from '../../src/authority.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { type Watching, watching } from './watching.ts';

let dovecot: Dovecot;
let running: Watching[] = [];
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterEach(async () => {
  await Promise.all(running.map((one) => one.stop()));
  running = [];
});
afterAll(() => dovecot.stop());

const mail = (subject: string, body = 'Please send me the policy.') =>
  `From: a.requester@example.org\r\nTo: foi@northmere.police.example\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;

function watch(store: MemoryStore, config: MailboxConfig): Watching {
  const one = watching(config, store);
  running.push(one);
  return one;
}

async function asAnotherClient<Result>(user: string, work: (client: ImapFlow) => Promise<Result>): Promise<Result> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    doSTARTTLS: false,
    logger: false,
    auth: { user, pass: dovecot.password },
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.logout();
  }
}

test('a mail is stored with the very bytes the server has, its time and its place', async () => {
  const bytes = Buffer.concat([
    Buffer.from(mail('bytes', 'caf\u00e9 ')),
    Buffer.from([0x80, 0xff, 0x09]),
    Buffer.from('\r\n.\r\n'),
  ]);
  const receivedAt = new Date('2022-06-29T23:30:00Z');
  dovecot.deliver('bytes', bytes, { receivedAt });
  const store = memoryStore();
  watch(store, dovecot.mailbox('bytes'));
  await store.until(() => store.arrivals.length === 1);
  const [arrival] = store.arrivals;
  expect(arrival?.bytes.equals(bytes)).toBe(true);
  expect(arrival).toMatchObject({ source: 'imap:bytes', receivedAt, junk: false, envelopeFrom: null });
  expect(arrival?.place).toMatchObject({ mailbox: 'bytes', folder: 'INBOX', uid: 1 });
});

test('a backlog is read in order and in batches, each mail once', async () => {
  for (let n = 1; n <= 230; n += 1) dovecot.deliver('backlog', mail(`backlog ${n}`));
  const store = memoryStore();
  await watch(store, dovecot.mailbox('backlog')).caughtUp();
  expect(store.uids()).toEqual(Array.from({ length: 230 }, (_, index) => index + 1));
  expect(store.batches).toEqual([100, 100, 30]);
});

test('a mail that arrives while the mailbox is watched is announced by the server, without waiting for the poll', async () => {
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('idle', { pollSeconds: 3600 }));
  await one.caughtUp();
  dovecot.deliver('idle', mail('pushed'));
  await store.until(() => store.arrivals.length === 1);
  expect(store.subjects()).toEqual(['pushed']);
});

test('a mail that someone has already opened is read all the same, and reading marks nothing as seen', async () => {
  dovecot.deliver('seen', mail('opened by a colleague'));
  dovecot.deliver('seen', mail('not opened'));
  await asAnotherClient('seen', async (client) => {
    await client.mailboxOpen('INBOX');
    await client.messageFlagsAdd('1', ['\\Seen'], { uid: true });
  });
  const store = memoryStore();
  await watch(store, dovecot.mailbox('seen')).caughtUp();
  expect(store.subjects()).toEqual(['opened by a colleague', 'not opened']);
  const unseen = await asAnotherClient('seen', async (client) => {
    await client.mailboxOpen('INBOX');
    return client.search({ seen: false }, { uid: true });
  });
  expect(unseen).toEqual([2]);
});

test('a mail that came and went between two looks is put before a person', async () => {
  dovecot.deliver('vanished', mail('stays'));
  const store = memoryStore();
  const before = watch(store, dovecot.mailbox('vanished'));
  await before.caughtUp();
  await before.stop();
  dovecot.deliver('vanished', mail('goes'));
  await asAnotherClient('vanished', async (client) => {
    await client.mailboxOpen('INBOX');
    await client.messageMove('2', 'Sent', { uid: true });
  });
  dovecot.deliver('vanished', mail('stays too'));
  await watch(store, dovecot.mailbox('vanished')).caughtUp();
  expect(store.uids()).toEqual([1, 3]);
  expect(store.incidents).toMatchObject([{ folder: 'INBOX', uid: 2, what: 'vanished' }]);
});

test('what was deleted before the mailbox was first read is no incident, even when the first reading was interrupted', async () => {
  for (let n = 1; n <= 6; n += 1) dovecot.deliver('holes', mail(`hole ${n}`));
  await asAnotherClient('holes', async (client) => {
    await client.mailboxOpen('INBOX');
    await client.messageDelete('2,5', { uid: true });
  });
  const store = memoryStore();
  store.before = (arrivals) => {
    if (arrivals.length > 0) throw new Error('the register is down');
  };
  const first = watch(store, dovecot.mailbox('holes'));
  await store.until(() => store.incidents.length > 0); // it has begun, and stored nothing
  await first.stop();
  store.before = () => undefined;
  await watch(store, dovecot.mailbox('holes')).caughtUp();
  expect(store.uids()).toEqual([1, 3, 4, 6]);
  expect(store.incidents.filter(({ what }) => what === 'vanished')).toEqual([]);
});

test('a new UIDVALIDITY is told to a person, and everything in the folder is read again', async () => {
  dovecot.deliver('epoch', mail('one'));
  dovecot.deliver('epoch', mail('two'));
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('epoch', { pollSeconds: 0.05 }));
  await one.caughtUp();
  const [before] = store.arrivals;
  await dovecot.doveadm('mailbox', 'update', '--uid-validity', '77', '-u', 'epoch', 'INBOX');
  await store.until(() => store.arrivals.length === 4);
  expect(store.arrivals.slice(2).map(({ place }) => place?.uidValidity)).toEqual([77n, 77n]);
  expect(store.arrivals[2]?.bytes.equals(before?.bytes ?? Buffer.alloc(0))).toBe(true);
  expect(store.incidents).toMatchObject([{ what: 'new-epoch', uid: null, uidValidity: 77n }]);
});

test('mail in Junk is read and marked as junk; a folder that the server lacks is reported once and holds up nothing', async () => {
  dovecot.deliver('folders', mail('in the inbox'));
  dovecot.deliver('folders', mail('in junk'), { folder: 'Junk' });
  const store = memoryStore();
  const config = dovecot.mailbox('folders', {
    folders: ['INBOX', 'Junk', 'Old requests'],
    junkFolders: ['Junk'],
    pollSeconds: 0.05,
  });
  const one = watch(store, config);
  await one.caughtUp();
  await one.caughtUp();
  expect(store.arrivals.map(({ place, junk }) => [place?.folder, junk])).toEqual([
    ['INBOX', false],
    ['Junk', true],
  ]);
  expect(one.log.lines.filter((line) => line.includes('no such folder'))).toHaveLength(1);
});

test('stored mail is moved where the authority wants it, and is not read again there', async () => {
  dovecot.deliver('moved', mail('to be moved'));
  await asAnotherClient('moved', (client) => client.mailboxCreate('Done'));
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('moved', { moveTo: 'Done', pollSeconds: 0.05 }));
  await one.caughtUp();
  await one.caughtUp();
  expect(store.subjects()).toEqual(['to be moved']);
  expect(store.incidents).toEqual([]);
  const done = await asAnotherClient('moved', (client) => client.status('Done', { messages: true }));
  expect(done).toMatchObject({ messages: 1 });
});

test('when the move is refused the mail stays where it is, registered once', async () => {
  dovecot.deliver('immovable', mail('stays'));
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('immovable', { moveTo: 'No such folder', pollSeconds: 0.05 }));
  await one.caughtUp();
  await one.caughtUp();
  expect(store.uids()).toEqual([1]);
  expect(one.log.lines.filter((line) => line.includes('move'))).toHaveLength(1);
});

test('a mail above 50 MB is put before a person, and the mails after it are read', async () => {
  dovecot.deliver('large', mail('before'));
  const file = dovecot.deliver('large', mail('large', `${'x'.repeat(998)}\r\n`.repeat(52_500)));
  dovecot.deliver('large', mail('after'));
  const store = memoryStore();
  await watch(store, dovecot.mailbox('large')).caughtUp();
  rmSync(file, { force: true });
  expect(store.uids()).toEqual([1, 3]);
  expect(store.incidents).toMatchObject([{ uid: 2, what: 'too-large' }]);
});

test('no log line of a mailbox holds an address, a subject or the password', async () => {
  dovecot.deliver('quiet', mail('secret subject'));
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('quiet', { moveTo: 'Nowhere', folders: ['INBOX', 'Absent'] }));
  await one.caughtUp();
  expect(one.log.lines.length).toBeGreaterThan(0);
  expect(one.log.lines.join('\n')).not.toMatch(/example|secret|northmere/);
});
