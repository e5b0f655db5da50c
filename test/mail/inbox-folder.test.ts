// Drops files into the inbox folder as a person would: whole, in halves, twice, unreadable.
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { watchInboxFolder } from '../../src/mail/inbox-folder.ts';
import { type MemoryStore, memoryStore } from './memory-store.ts';
import { keptLog } from './watching.ts';

let dir: string;
let stop: () => Promise<void> = async () => undefined;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'foi-inbox-'));
});
afterEach(async () => {
  await stop();
  rmSync(dir, { recursive: true, force: true });
});

function watch(store: MemoryStore) {
  const end = new AbortController();
  const log = keptLog();
  const idle = new Set<() => void>();
  const caughtUp = () => {
    for (const resolve of idle) resolve();
    idle.clear();
  };
  const watching = watchInboxFolder(dir, store, { log, signal: end.signal, random: () => 0, caughtUp });
  stop = async () => {
    end.abort();
    await watching;
  };
  return { log, caughtUp: () => new Promise<void>((resolve) => idle.add(resolve)) };
}

const mail = (subject: string) => `Date: Wed, 29 Jun 2022 23:30:00 +0000\r\nSubject: ${subject}\r\n\r\nHello\r\n`;

test('a file dropped into the folder is stored with its bytes and its own date, and moved to done', async () => {
  const store = memoryStore();
  const { caughtUp } = watch(store);
  writeFileSync(join(dir, 'one.eml'), mail('one'));
  writeFileSync(join(dir, 'notes.txt'), 'not a mail');
  await store.until(() => store.arrivals.length === 1);
  await caughtUp();
  expect(store.arrivals[0]?.bytes.toString()).toBe(mail('one'));
  expect(store.arrivals[0]).toMatchObject({
    source: 'folder',
    place: null,
    receivedAt: new Date('2022-06-29T23:30:00Z'),
  });
  expect(readdirSync(dir).sort()).toEqual(['done', 'notes.txt']);
  expect(readdirSync(join(dir, 'done'))).toEqual(['one.eml']);
  expect((statSync(join(dir, 'done')).mode & 0o777).toString(8)).toBe('700');
});

test('a mail without any date counts as received at the time of its file', async () => {
  const file = join(dir, 'undated.eml');
  const at = new Date('2024-02-01T09:00:00Z');
  writeFileSync(file, 'Subject: undated\r\n\r\nHello\r\n');
  utimesSync(file, at, at);
  const store = memoryStore();
  watch(store);
  await store.until(() => store.arrivals.length === 1);
  expect(store.arrivals[0]?.receivedAt).toEqual(at);
});

test('a file that is still being written is not read before it is whole', async () => {
  const store = memoryStore();
  watch(store);
  const file = join(dir, 'slow.eml');
  const whole = mail('slow');
  for (let end = 10; end < whole.length; end += 15) {
    writeFileSync(file, whole.slice(0, end));
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  writeFileSync(file, whole);
  await store.until(() => store.arrivals.length > 0);
  expect(store.arrivals.map(({ bytes }) => bytes.toString())).toEqual([whole]);
});

test('a second file of the same name is stored too and replaces nothing in done', async () => {
  const store = memoryStore();
  watch(store);
  for (const n of [1, 2]) {
    writeFileSync(join(dir, 'same.eml'), mail(`same ${n}`));
    await store.until(() => store.arrivals.length === n);
    await expect.poll(() => existsSync(join(dir, 'same.eml'))).toBe(false);
  }
  expect(readdirSync(join(dir, 'done')).sort()).toEqual(['same.2.eml', 'same.eml']);
});

test('a file that cannot be stored stays, holds up no other, is shown after three tries and stored when it can be', async () => {
  const store = memoryStore();
  store.before = ([arrival]) => {
    if (arrival?.bytes.includes('Subject: bad')) throw new Error('the register refuses it');
  };
  const { log } = watch(store);
  writeFileSync(join(dir, 'bad.eml'), mail('bad'));
  writeFileSync(join(dir, 'good.eml'), mail('good'));
  await store.until(() => store.incidents.length === 1);
  expect(store.subjects()).toEqual(['good']);
  expect(store.incidents).toMatchObject([
    { folder: 'bad.eml', what: 'unreadable', because: 'the register refuses it' },
  ]);
  expect(existsSync(join(dir, 'bad.eml'))).toBe(true);
  expect(log.lines.join('\n')).not.toMatch(/bad\.eml/);
  store.before = () => undefined;
  await store.until(() => store.arrivals.length === 2);
});

test('a stored file that cannot be moved is stored once all the same', async () => {
  const store = memoryStore();
  const { log } = watch(store);
  await expect.poll(() => existsSync(join(dir, 'done'))).toBe(true);
  rmSync(join(dir, 'done'), { recursive: true });
  writeFileSync(join(dir, 'done'), 'a file in the way');
  writeFileSync(join(dir, 'stuck.eml'), mail('stuck'));
  await expect.poll(() => log.lines.length, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect.poll(() => store.batches.length).toBe(1);
  expect(log.lines[0]).toContain('could not be moved');
  expect(existsSync(join(dir, 'stuck.eml'))).toBe(true);
});
