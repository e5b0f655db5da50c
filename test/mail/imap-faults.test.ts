// Reads a real Dovecot through faults: cut connections, refused log-ins, a register that fails, a mail that cannot be read.
import { chmodSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { MailboxConfig } from '../../src/authority.ts';
import { PermanentError } from '../../src/errors.ts';
import { startCutter } from '../servers/cutter.ts';
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

function watch(store: MemoryStore, config: MailboxConfig): Watching {
  const one = watching(config, store);
  running.push(one);
  return one;
}

const mail = (subject: string, body = 'How many drones do you own?') => `Subject: ${subject}\r\n\r\n${body}\r\n`;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const down = () => {
  throw new Error('the register is down');
};

test('a connection cut in the middle of a mail, again and again, loses nothing and doubles nothing', async () => {
  for (const n of upTo(120)) dovecot.deliver('cut', mail(`cut ${n}`, `${'y'.repeat(70)}\r\n`.repeat(100)));
  const cutter = await startCutter(dovecot.port, { cutAfterServerBytes: 300_000 });
  const store = memoryStore();
  const one = watch(store, { ...dovecot.mailbox('cut'), port: cutter.port });
  await store.until(() => one.log.lines.length >= 2); // two connections were lost
  cutter.faults.cutAfterServerBytes = null;
  await one.caughtUp();
  await cutter.stop();
  expect(store.uids().toSorted((a, b) => a - b)).toEqual(upTo(120));
  expect(store.arrivals.every(({ bytes }) => bytes.length > 7_200)).toBe(true);
  expect(store.incidents).toEqual([]);
});

test('a connection cut while it waits for news is made again, and what came meanwhile is read', async () => {
  const cutter = await startCutter(dovecot.port);
  const store = memoryStore();
  const one = watch(store, { ...dovecot.mailbox('idlecut', { pollSeconds: 3600 }), port: cutter.port });
  await one.caughtUp();
  cutter.cut();
  dovecot.deliver('idlecut', mail('while away'));
  await store.until(() => store.arrivals.length === 1);
  await cutter.stop();
  expect(cutter.connections()).toBeGreaterThan(1);
  expect(store.subjects()).toEqual(['while away']);
});

test('a log-in that is refused is tried again until it is allowed', async () => {
  dovecot.deliver('locked', mail('behind the lock'));
  await dovecot.refuse('locked', true);
  const store = memoryStore();
  const one = watch(store, dovecot.mailbox('locked'));
  await expect.poll(() => one.log.lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await dovecot.refuse('locked', false);
  await store.until(() => store.arrivals.length === 1);
  expect(one.log.lines.join('\n')).not.toContain(dovecot.password);
});

test('a batch that the register refuses is stored mail by mail, and the one that cannot be is put before a person', async () => {
  for (const n of upTo(5)) dovecot.deliver('poison', mail(n === 3 ? 'poison' : `fine ${n}`));
  const store = memoryStore();
  let tries = 0;
  store.before = (arrivals) => {
    if (!arrivals.some(({ bytes }) => bytes.includes('Subject: poison'))) return;
    tries += 1;
    throw new Error('this mail cannot be stored');
  };
  await watch(store, dovecot.mailbox('poison')).caughtUp();
  expect(store.uids()).toEqual([1, 2, 4, 5]);
  expect(tries).toBe(4); // once in company, three times alone
  expect(store.incidents).toMatchObject([{ uid: 3, what: 'unreadable' }]);
  expect(await store.position('poison', 'INBOX')).toMatchObject({ lastUid: 5 });
});

test('a mail that can never be stored is tried once, and stored after all when the register can take it', async () => {
  dovecot.deliver('never', mail('never'));
  const store = memoryStore();
  store.before = (arrivals) => {
    if (arrivals.length > 0) throw new PermanentError('no place for it');
  };
  const one = watch(store, dovecot.mailbox('never'));
  await one.caughtUp();
  expect(store.incidents).toMatchObject([{ uid: 1, because: expect.stringContaining('no place for it') }]);
  store.before = () => undefined;
  await one.stop();
  await watch(store, dovecot.mailbox('never')).caughtUp();
  expect(store.uids()).toEqual([1]);
});

test('while the register is down nothing is skipped, and everything is stored when it is back', async () => {
  for (const n of upTo(3)) dovecot.deliver('down', mail(`down ${n}`));
  const store = memoryStore();
  const works = { incident: store.incident, position: store.position };
  store.before = down;
  store.incident = down;
  const one = watch(store, dovecot.mailbox('down'));
  await expect
    .poll(() => one.log.lines.filter((line) => line.startsWith('mailbox lost')).length, { timeout: 20_000 })
    .toBeGreaterThan(0);
  Object.assign(store, works, { before: () => undefined });
  await store.until(() => store.arrivals.length === 3);
  expect(store.uids().toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
});

test('a mail that the server itself cannot read does not hold up the others', async () => {
  for (const n of upTo(4)) {
    const file = dovecot.deliver('broken', mail(`broken ${n}`));
    if (n === 2) chmodSync(file, 0);
  }
  const store = memoryStore();
  await watch(store, dovecot.mailbox('broken')).caughtUp();
  expect(store.uids()).toEqual([1, 3, 4]);
  expect(store.incidents).toMatchObject([{ uid: 2 }]);
});

test('ending the watch lets the batch in hand be stored first', async () => {
  dovecot.deliver('ending', mail('in hand'));
  const store = memoryStore();
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let entered: () => void = () => undefined;
  const storing = new Promise<void>((resolve) => {
    entered = resolve;
  });
  store.before = async (arrivals) => {
    if (arrivals.length === 0) return;
    entered();
    await held;
  };
  const one = watching(dovecot.mailbox('ending'), store);
  await storing;
  const stopped = one.stop();
  release();
  await stopped;
  expect(store.subjects()).toEqual(['in hand']);
});
