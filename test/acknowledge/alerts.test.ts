// The mail to the duty officer: for danger and for a regulator, at once, few enough to be read, and none that is lost.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { smtpTransport } from '../../src/mail/send.ts';
import { waitingAcknowledgements, waitingForLater } from '../../src/register/outstanding.ts';
import { ruleOf } from '../classify/rule-bench.ts';
import { mailOf, plainRules, readerOf } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { outgoingTo, startSmtpSink } from '../servers/smtp-sink.ts';
import { NORTHMERE } from './northmere.ts';
import { openSending, type Sending } from './sending.ts';

const HOUR_MS = 60 * 60_000;
const DUTY = 'duty@northmere.police.example';
const DANGER = 'I am going to kill myself tonight at the quay.\r\n';
const REGULATOR = 'The Commissioner has received a complaint about your handling of a request.\r\n';
let postgres: PostgresServer;
let rules: RuleFiles;
let reader: Reader;
let sending: Sending;
beforeAll(async () => {
  postgres = await startPostgres();
  const plain = await plainRules();
  const words = 'commissioner has received a complaint';
  const regulator = ruleOf('kind.regulator', words, {
    suggests: { kind: 'regulator' },
    weight: 'decisive',
    examples: { match: [`The ${words}.`, `Our ${words} from them.`], miss: ['Good morning.', 'Thank you.'] },
  });
  const more = { path: 'uk/regulator.yaml', content: stringify({ rules: [regulator] }) };
  rules = { ...plain, files: [...plain.files, more] };
  reader = readerOf(rules);
});
beforeEach(async () => {
  const authority = { ...NORTHMERE, alertAddress: DUTY, alertsPerHour: 3 };
  sending = await openSending(await postgres.database(), reader, rules, authority);
});
afterEach(() => sending.close());
afterAll(async () => {
  await reader.close();
  await postgres.stop();
});

const dangers = (count: number): Buffer[] => Array.from({ length: count }, () => mailOf({ body: DANGER }));

test('an alert of danger says by which command the mail is read', async () => {
  const [id] = await sending.letters(mailOf({ body: DANGER }));
  const { state, message_id } = await sending.send(id);
  expect(state).toBe('sent');
  expect(sending.written()[0]).toContain(`npm run -s clerk -- register message ${message_id}`);
  expect(sending.written()[0]).toContain('Subject: Read now: message 1 may tell of danger to a person');
});

test('a letter from a regulator gets no receipt, and the duty officer an alert', async () => {
  const ids = await sending.letters(mailOf({ from: 'casework@commissioner.example', body: REGULATOR }));
  expect(ids).toHaveLength(1);
  expect(await sending.send(ids[0])).toMatchObject({ kind: 'alert', state: 'sent', to_address: DUTY });
  const [text = ''] = sending.written();
  expect(text).toContain('Subject: Read now: message 1 is from a regulator or tribunal');
  expect(text).toContain('npm run -s clerk -- register message 1');
  for (const word of ['casework', 'commissioner', 'complaint', 'quay']) expect(text.includes(word), word).toBe(false);
});

test('above the limit of an hour alerts wait, and the last one before says that more may follow', async () => {
  const ids = await sending.letters(...dangers(5));
  const states = [];
  for (const id of ids) states.push((await sending.send(id)).state);
  expect(states).toEqual(['sent', 'sent', 'sent', 'held', 'held']);
  const said = sending.written().map((text) => text.replace(/=\r\n/g, '').replace(/\s+/g, ' '));
  expect(said.filter((text) => text.includes('the last of 3 alerts in an hour'))).toHaveLength(1);
});

test('when the hour is over one alert counts all that waited; they stay in the register and none is sent for itself', async () => {
  const start = new Date();
  const ids = await sending.letters(...dangers(6));
  for (const id of ids) await sending.send(id, start);
  const { db } = sending.scene;
  const later = new Date(start.getTime() + HOUR_MS);
  expect(await waitingAcknowledgements(db, new Date(later.getTime() - 1))).toEqual([]);
  expect(await waitingAcknowledgements(db, later)).toEqual(ids.slice(3));
  for (const id of await waitingAcknowledgements(db, later)) await sending.send(id, later);
  expect(sending.written()).toHaveLength(4);
  const said = sending.written().map((text) => text.replace(/=\r\n/g, '').replace(/\s+/g, ' '));
  expect(said.filter((text) => text.includes('2 more such mails have come and had no alert'))).toHaveLength(1);
  const shown = (await waitingForLater(db)).filter(({ state }) => state === 'held');
  expect(shown.map(({ id }) => id)).toEqual(ids.slice(4));
  expect(shown.every(({ because }) => because?.includes('counted in the alert about message 4'))).toBe(true);
  expect(await waitingAcknowledgements(db, new Date(later.getTime() + 24 * HOUR_MS))).toEqual([]);
});

test('when the alert that counted the others cannot be delivered, the next one counts them again', async () => {
  const start = new Date();
  const ids = await sending.letters(...dangers(6));
  for (const id of ids) await sending.send(id, start);
  const later = new Date(start.getTime() + HOUR_MS);
  const sink = await startSmtpSink({ args: ['-f', 'RCPT'] });
  const refused = smtpTransport(outgoingTo(sink.port));
  try {
    expect(await sending.send(ids[3], later, refused)).toMatchObject({ state: 'failed' });
  } finally {
    await refused.close();
    await sink.stop();
  }
  const [next] = await sending.letters(...dangers(1));
  expect(await sending.send(next, new Date(later.getTime() + 1000))).toMatchObject({ state: 'sent' });
  const rows = await Promise.all(ids.slice(4).map((id) => sending.row(id)));
  expect(rows.map(({ told_by_id }) => told_by_id)).toEqual([next, next]);
});

test('senders that work at the same time never pass the limit of alerts', async () => {
  const ids = await sending.letters(...dangers(8));
  await Promise.all(ids.map((id) => sending.send(id)));
  const states = await Promise.all(ids.map(async (id) => (await sending.row(id)).state));
  expect(states.filter((state) => state === 'sent')).toHaveLength(3);
  expect(states.filter((state) => state === 'held')).toHaveLength(5);
});

test('senders that work at the same time when the hour is over lose no waiting alert', async () => {
  const start = new Date();
  const ids = await sending.letters(...dangers(9));
  for (const id of ids) await sending.send(id, start);
  const later = new Date(start.getTime() + HOUR_MS);
  await Promise.all(ids.slice(3).map((id) => sending.send(id, later)));
  const rows = await Promise.all(ids.map((id) => sending.row(id)));
  const told = rows.filter(({ told_by_id }) => told_by_id !== null);
  const waiting = rows.filter(({ state, retry_at }) => state === 'held' && retry_at !== null);
  const sent = rows.filter(({ state }) => state === 'sent');
  expect(sent.length + told.length + waiting.length).toBe(9);
  expect(sent.length).toBeGreaterThan(3);
  expect(sent.length).toBeLessThanOrEqual(6);
});
