// The bench's mails are what the bench says they are.
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { corpus } from '../bench/corpus.ts';

const COUNT = 2000;
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const mails = [...corpus({ count: COUNT, seed: 7 })];
const holding = (text: string) => mails.filter((bytes) => bytes.includes(text));

test('the same seed gives the same mails, another seed others', () => {
  expect([...corpus({ count: 50, seed: 7 })].map(sha256)).toEqual(mails.slice(0, 50).map(sha256));
  const others = new Set([...corpus({ count: 50, seed: 8 })].map(sha256));
  expect(mails.slice(0, 50).filter((bytes) => others.has(sha256(bytes)))).toEqual([]);
});

test('a mail has 8 kB on average, one in three has HTML, one in twenty an attachment of 60 kB', () => {
  const mean = mails.reduce((sum, bytes) => sum + bytes.length, 0) / COUNT;
  expect(mean).toBeGreaterThan(7500);
  expect(mean).toBeLessThan(8500);
  expect(holding('Content-Type: text/html').length).toBe(Math.floor((COUNT + 1) / 3));
  expect(holding('Content-Disposition: attachment').length).toBe(COUNT / 20);
});

test('no two mails share a sender, a Message-ID or their bytes', () => {
  const distinct = (pattern: RegExp) => new Set(mails.map((bytes) => pattern.exec(bytes.toString('latin1'))?.[1])).size;
  expect(distinct(/^From: .*<(.*)>/m)).toBe(COUNT);
  expect(distinct(/^Message-ID: (.*)\r$/m)).toBe(COUNT);
  expect(new Set(mails.map(sha256)).size).toBe(COUNT);
});
