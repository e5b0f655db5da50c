// How often a receipt may go to one address and one domain, and when a loop is cut.
import { expect, test } from 'vitest';
import { alertsWithinLimit, DAY_MS, givesAddresses, HOUR_MS, withinLimits } from '../../src/acknowledge/limits.ts';
import type { Counts } from '../../src/register/lately.ts';
import { NORTHMERE, northmere } from './northmere.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const none = { letters: 0, oldestAt: null };
const decide = (counts: Partial<Counts>, to = 'jo@alder.example', settings = NORTHMERE.acknowledge) =>
  withinLimits(to, { address: none, domain: none, mailsSinceReceipt: 0, mailsInTurn: 0, ...counts }, settings, NOW);

test('the tenth receipt of a day goes to an address, the eleventh waits until the first is a day old', () => {
  expect(decide({ address: { letters: 9, oldestAt: ago(HOUR_MS) } })).toEqual({ action: 'send' });
  expect(decide({ address: { letters: 10, oldestAt: ago(HOUR_MS) } })).toEqual({
    action: 'hold',
    because: expect.stringContaining('the limit is 10'),
    retryAt: new Date(ago(HOUR_MS).getTime() + DAY_MS),
  });
});

test('fifty receipts an hour go to a domain, but a request platform has no such limit', () => {
  const domain = { letters: 50, oldestAt: ago(1000) };
  expect(decide({ domain })).toMatchObject({ action: 'hold', retryAt: new Date(ago(1000).getTime() + HOUR_MS) });
  expect(decide({ domain }, 'request-1-ab12@whatdotheyknow.com')).toEqual({ action: 'send' });
  expect(decide({ domain }, 'x@notwhatdotheyknow.com')).toMatchObject({ action: 'hold' });
  expect(decide({ domain: { ...domain, letters: 49 } })).toEqual({ action: 'send' });
});

test('the third mail within ten minutes after a receipt is held for a person, whatever the limits', () => {
  const open = northmere({ perAddressPerDay: null, perDomainPerHour: null }).acknowledge;
  expect(decide({ mailsSinceReceipt: 2 }, undefined, open)).toEqual({ action: 'send' });
  expect(decide({ mailsSinceReceipt: 3 }, undefined, open)).toMatchObject({ action: 'hold', retryAt: null });
});

test('a limit of null is no limit', () => {
  const open = northmere({ perAddressPerDay: null, perDomainPerHour: null }).acknowledge;
  const many = { letters: 1000, oldestAt: ago(1000) };
  expect(decide({ address: many, domain: many }, undefined, open)).toEqual({ action: 'send' });
});

test('the fifth mail of a domain that follows our letters in turn is held for a person', () => {
  expect(decide({ mailsInTurn: 4 })).toEqual({ action: 'send' });
  expect(decide({ mailsInTurn: 5 })).toMatchObject({ action: 'hold', retryAt: null });
});

test('a number in the address makes another requester at a mail provider and at a platform, and nowhere else', () => {
  const { acknowledge } = NORTHMERE;
  expect(givesAddresses('jo85@gmail.com', acknowledge)).toBe(true);
  expect(givesAddresses('request-1-ab12@whatdotheyknow.com', acknowledge)).toBe(true);
  expect(givesAddresses('ticket-456@council.example', acknowledge)).toBe(false);
});

test('the alert above the limit of an hour waits until the oldest of them is an hour old', () => {
  const sent = { letters: 20, oldestAt: ago(10 * 60_000) };
  expect(alertsWithinLimit({ ...sent, letters: 19 }, 20, NOW)).toEqual({ action: 'send' });
  expect(alertsWithinLimit(sent, null, NOW)).toEqual({ action: 'send' });
  expect(alertsWithinLimit(sent, 20, NOW)).toEqual({
    action: 'hold',
    because: expect.stringContaining('the limit is 20'),
    retryAt: new Date(ago(10 * 60_000).getTime() + HOUR_MS),
  });
});
