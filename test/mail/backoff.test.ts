// The waiting times between tries, and the arithmetic over UIDs.
import { expect, test } from 'vitest';
import { backoffMs } from '../../src/mail/backoff.ts';
import { batches, gaps, sequenceSet } from '../../src/mail/uids.ts';

test('each wait is at most twice as long as the one before, and never above half a minute', () => {
  expect([0, 1, 2, 3, 6, 7, 50].map((attempt) => backoffMs(attempt, 1))).toEqual([
    500, 1_000, 2_000, 4_000, 30_000, 30_000, 30_000,
  ]);
});

test('half of each wait is left to chance', () => {
  expect([0, 0.5, 1].map((random) => backoffMs(2, random))).toEqual([1_000, 1_500, 2_000]);
});

test('a sequence set names the mails asked for and no other', () => {
  expect(sequenceSet([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
  expect(sequenceSet([4])).toBe('4');
});

test('numbers that the server gave out and no longer has are found, also at the end', () => {
  expect(gaps(10, 20, [9, 11, 12, 15])).toEqual([
    { first: 13, last: 14 },
    { first: 16, last: 20 },
  ]);
  expect(gaps(10, 12, [11, 12])).toEqual([]);
  expect(gaps(10, 10, [])).toEqual([]);
});

test('a batch holds at most 100 mails and 8 MB; a larger mail and a suspect stand alone', () => {
  const small = Array.from({ length: 130 }, (_, index) => ({ uid: index + 1, size: 1_000 }));
  expect(batches(small, () => false).map(({ length }) => length)).toEqual([100, 30]);
  expect(batches(small.slice(0, 4), (uid) => uid === 2).map((batch) => batch.map(({ uid }) => uid))).toEqual([
    [1],
    [2],
    [3, 4],
  ]);
  const large = [3, 4, 4, 20, 1].map((megabytes, index) => ({ uid: index, size: megabytes * 1024 * 1024 }));
  expect(batches(large, () => false).map((batch) => batch.map(({ uid }) => uid))).toEqual([[0, 1], [2], [3], [4]]);
});
