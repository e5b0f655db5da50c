// When a mail came in, by its own trace headers, and what the receiving server found out about its sender.
import { expect, test } from 'vitest';
import { authResults } from '../../src/mail/authentication.ts';
import { mailDate } from '../../src/mail/mail-date.ts';
import { receivedAtOf } from '../../src/mail/received.ts';

test.each([
  ['Wed, 29 Jun 2022 23:30:00 +0000', '2022-06-29T23:30:00.000Z'],
  ['29 Jun 2022 23:30 +0000', '2022-06-29T23:30:00.000Z'],
  ['Thu, 30 Jun 2022 00:30:00 +0100 (BST)', '2022-06-29T23:30:00.000Z'],
  ['Thu, 30 Jun 2022 00:30:00 BST', '2022-06-29T23:30:00.000Z'],
  ['Wed, 29 Jun 22 18:30:00 EST', '2022-06-29T23:30:00.000Z'],
  ['Wed,29 Jun 2022 (summer) 23:30:00 GMT', '2022-06-29T23:30:00.000Z'],
  ['29-Jun-2022 23:30:00 -0000', '2022-06-29T23:30:00.000Z'],
])('%s is %s, whatever the time zone of this machine', (value, instant) => {
  expect(mailDate(value)?.toISOString()).toBe(instant);
});

test.each([
  '',
  'yesterday',
  '32 Jun 2022 10:00:00 +0000',
  '1 Foo 2022 10:00:00 +0000',
  '1 Jan 1970 00:00:00 +0000',
  '9'.repeat(5000),
])('%j is no date', (value) => {
  expect(mailDate(value)).toBeNull();
});

const FALLBACK = new Date('2024-01-01T00:00:00Z');
const at = (...lines: string[]): string =>
  receivedAtOf(Buffer.from([...lines, '', 'Date: in the body'].join('\r\n')), FALLBACK).toISOString();

test('a file was received when its topmost readable Received line says, else at its Date, else at the file’s time', () => {
  const received = 'Received: from a (by; c) by b\r\n\tfor <x>;\r\n\tWed, 29 Jun 2022 23:30:00 +0000';
  expect(at('Received: from x by y; soon', received, 'Date: Wed, 29 Jun 2022 10:00:00 +0000')).toBe(
    '2022-06-29T23:30:00.000Z',
  );
  expect(at('Subject: x', 'Date: Wed, 29 Jun 2022 10:00:00 +0000')).toBe('2022-06-29T10:00:00.000Z');
  expect(at('Subject: x')).toBe(FALLBACK.toISOString());
});

const read = (...values: string[]): ReturnType<typeof authResults> =>
  authResults(new Map([['authentication-results', values]]));

test('the server’s verdicts are read with what they are about', () => {
  const value =
    'mx.northmere.example 1; dkim=pass (2048-bit; ok) header.d=Sender.example header.i=@sender.example; spf=fail smtp.mailfrom=a@sender.example; dmarc=none (p=none; dis=none) header.from=sender.example';
  expect(read(value)).toEqual([
    {
      authservId: 'mx.northmere.example',
      dkim: [{ result: 'pass', domain: 'sender.example' }],
      spf: [{ result: 'fail', domain: 'sender.example' }],
      dmarc: [{ result: 'none', domain: 'sender.example' }],
    },
  ]);
});

test('a verdict in a comment or a quoted word is none', () => {
  expect(read('mx.example; spf=fail (dmarc=pass; dkim=pass) smtp.mailfrom="x; dmarc=pass"')).toMatchObject([
    { spf: [{ result: 'fail' }], dmarc: [], dkim: [] },
  ]);
  expect(read('mx.example (; dmarc=pass', 'mx.example; none')).toMatchObject([{ dmarc: [] }, { dmarc: [] }]);
});

test('Microsoft leaves its name out, and every header is kept apart', () => {
  const microsoft =
    'spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; dmarc=fail action=none header.from=a.example;compauth=fail';
  expect(read(microsoft, 'mx.example; dmarc=pass header.from=a.example')).toMatchObject([
    { authservId: '', spf: [{ result: 'pass', domain: 'a.example' }], dmarc: [{ result: 'fail' }] },
    { authservId: 'mx.example', dmarc: [{ result: 'pass' }] },
  ]);
});
