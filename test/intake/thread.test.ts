// Whose mail is it: what joins a request that is known, what only names it, and what it opens of its own.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Reader } from '../../src/intake/reader.ts';
import { listParked } from '../../src/register/list.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { mailOf, openScene, plainRules, readerOf, type Scene } from './scene.ts';

const CHASING = 'I have not heard from you. When can I expect an answer to my request?\r\n';
const REVIEWING =
  'I am not satisfied with your answer. Please carry out an internal review of how my request was handled.\r\n';
const MINE =
  'This is a subject access request under data protection law. Please send me a copy of all personal data that you hold about me.\r\n';
const BOTH =
  'First, under the Freedom of Information Act 2000, please give me the number of patrol boats you own and what was spent on them in each of the last two years.\r\n\r\nSecond, under data protection law, please send me a copy of the search record with my name on it, and any other personal data about me.\r\n';
let postgres: PostgresServer;
let reader: Reader;
let scene: Scene;
beforeAll(async () => {
  postgres = await startPostgres();
  reader = readerOf(await plainRules());
});
beforeEach(async () => {
  await scene?.close();
  scene = await openScene(await postgres.database(), reader, {
    ...NORTHMERE,
    alertAddress: 'duty@northmere.police.example',
  });
});
afterAll(async () => {
  await scene.close();
  await reader.close();
  await postgres.stop();
});

const message = (id = '') => scene.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const requests = () => scene.db.selectFrom('request').selectAll().orderBy('id').execute();
const joinedBy = async (id = ''): Promise<string[]> =>
  (
    await scene.db
      .selectFrom('request_message')
      .innerJoin('request', 'request.id', 'request_id')
      .select('reference')
      .where('request_message.message_id', '=', id)
      .where('role', '=', 'joined')
      .orderBy('request.id')
      .execute()
  ).map(({ reference }) => reference);
const links = () =>
  scene.db
    .selectFrom('request_link')
    .innerJoin('request as one', 'one.id', 'from_request_id')
    .innerJoin('request as other', 'other.id', 'to_request_id')
    .select(['one.reference as from', 'relation', 'other.reference as to'])
    .execute();
const reply = (change: Parameters<typeof mailOf>[0]) =>
  mailOf({ subject: 'Re: Patrol boats', body: CHASING, ...change });

const OUR_LETTER = '<ack.FOI-000001-22.1@northmere.police.example>';

test('an answer to our acknowledgement joins its request when the requester sent it, with a +tag or without', async () => {
  await scene.register(mailOf());
  const [id] = await scene.register(
    reply({ from: 'Morgan Alder <Morgan+foi@alder.example>', headers: [`In-Reply-To: ${OUR_LETTER}`] }),
  );
  expect(await joinedBy(id)).toEqual(['FOI/000001/22']);
  expect((await message(id)).concerns_acknowledgement_id).not.toBeNull();
});

test('an answer to our acknowledgement from a colleague, a solicitor or a stranger who guessed its Message-ID is parked with the request named', async () => {
  await scene.register(mailOf());
  const [id] = await scene.register(
    reply({ from: 'A Colleague <other@alder.example>', headers: [`In-Reply-To: ${OUR_LETTER}`] }),
  );
  const row = await message(id);
  expect(await joinedBy(id)).toEqual([]);
  expect(row).toMatchObject({ state: 'parked', likely_request_id: (await requests())[0]?.id });
  expect(row.parked_because).toContain('answers our acknowledgement, but its requester did not send it');
  expect(row.concerns_acknowledgement_id).not.toBeNull();
});

test('our acknowledgement that a mail system returns joins its request, although no requester sent it', async () => {
  await scene.register(mailOf());
  const report = [
    '--b',
    'Content-Type: text/plain',
    '',
    'Your message could not be delivered.',
    '--b',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.alder.example',
    '',
    'Final-Recipient: rfc822; morgan@alder.example',
    'Action: failed',
    'Status: 5.1.1',
    '--b',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${OUR_LETTER}`,
    '',
    '--b--',
    '',
  ].join('\r\n');
  const raw = [
    'Return-Path: <>',
    'From: Mail Delivery System <mailer-daemon@mx.alder.example>',
    'To: foi@northmere.police.example',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
    '',
    report,
  ].join('\r\n');
  const [id] = await scene.register(Buffer.from(raw));
  expect(await message(id)).toMatchObject({ kind: 'bounce' });
  expect((await message(id)).concerns_acknowledgement_id).not.toBeNull();
  expect(await joinedBy(id)).toEqual(['FOI/000001/22']);
});

test('an answer to the requester’s own mail joins, in whichever case the address is written', async () => {
  await scene.register(mailOf({ id: '<own@alder.example>' }));
  const [id] = await scene.register(
    reply({ from: 'Morgan@Alder.example', headers: ['References: <own@alder.example>'] }),
  );
  expect(await joinedBy(id)).toEqual(['FOI/000001/22']);
  expect(await message(id)).toMatchObject({ kind: 'chaser', state: 'registered', parked_because: null });
});

test('our reference in the subject joins when the requester writes', async () => {
  await scene.register(mailOf());
  const [id] = await scene.register(reply({ subject: 'foi 000001-22: any news?' }));
  expect(await joinedBy(id)).toEqual(['FOI/000001/22']);
});

test('our reference from somebody else is parked with the likely request named, and joins nothing', async () => {
  await scene.register(mailOf());
  const [id] = await scene.register(reply({ from: 'Robin Sedge <robin@sedge.example>', subject: 'FOI/000001/22' }));
  const row = await message(id);
  expect(await joinedBy(id)).toEqual([]);
  expect(row.state).toBe('parked');
  expect(row.parked_because).toContain('its requester did not send it');
  expect(row.likely_request_id).toBe((await requests())[0]?.id);
});

test('a requester who names somebody else’s reference in an answer of their own still joins their own request', async () => {
  await scene.register(mailOf({ from: 'Robin Sedge <robin@sedge.example>' }), mailOf({ id: '<mine@alder.example>' }));
  const [id] = await scene.register(
    reply({ subject: 'Re: FOI/000001/22', headers: ['In-Reply-To: <mine@alder.example>'] }),
  );
  expect(await joinedBy(id)).toEqual(['FOI/000002/22']);
});

test('mail from a platform’s address for one request joins it without any reference', async () => {
  const from = 'Morgan Alder <request-9100417-3f2b8c1d@whatdotheyknow.com>';
  await scene.register(mailOf({ from, subject: 'Freedom of Information request - Patrol boats' }));
  expect((await requests())[0]?.platform).toBe('whatdotheyknow');
  const [id] = await scene.register(reply({ from }));
  expect(await joinedBy(id)).toEqual(['FOI/000001/22']);
});

test('a request for statistics and for one’s own file makes two rows with dates of their own and one acknowledgement', async () => {
  await scene.register(mailOf({ id: '<both@alder.example>', body: BOTH }));
  const rows = await requests();
  expect(rows.map(({ reference, regime, due_on }) => ({ reference, regime, due_on }))).toEqual([
    { reference: 'FOI/000001/22', regime: 'foia', due_on: '2022-07-28' },
    { reference: 'FOI/000002/22', regime: 'sar', due_on: '2022-07-29' },
  ]);
  const [receipt, ...more] = await scene.db.selectFrom('acknowledgement').selectAll().execute();
  expect(more).toEqual([]);
  expect(receipt?.request_ids.map(String)).toEqual(rows.map(({ id }) => id));
  const [id] = await scene.register(reply({ headers: ['In-Reply-To: <both@alder.example>'] }));
  expect(await joinedBy(id)).toEqual(['FOI/000001/22', 'FOI/000002/22']);
});

test('an internal review has its own row and date, linked to its request, under the law of that request', async () => {
  await scene.register(
    mailOf({
      id: '<eir@alder.example>',
      body: 'Under the Environmental Information Regulations 2004 please send me all measurements of noise at the firing range.\r\n',
    }),
  );
  const [id] = await scene.register(reply({ body: REVIEWING, headers: ['In-Reply-To: <eir@alder.example>'] }));
  const [request, review, ...more] = await requests();
  expect(more).toEqual([]);
  expect(request).toMatchObject({ kind: 'request', regime: 'eir', due_on: '2022-07-28', status: 'open' });
  expect(review).toMatchObject({ kind: 'internal_review', regime: 'eir', message_id: id });
  expect(review?.due_because).toContain('reg 11(4)');
  expect(await links()).toEqual([{ from: 'FOI/000002/22', relation: 'review of', to: 'FOI/000001/22' }]);
});

test('a review of a subject access request has no date by law: no receipt goes, and staff are told why', async () => {
  await scene.register(mailOf({ id: '<sar@alder.example>', body: MINE }));
  const [id] = await scene.register(reply({ body: REVIEWING, headers: ['In-Reply-To: <sar@alder.example>'] }));
  expect((await requests())[1]).toMatchObject({ kind: 'internal_review', regime: 'sar', due_on: null });
  expect(await message(id)).toMatchObject({ state: 'parked', receipt_send: false });
  expect((await message(id)).parked_because).toContain('the law sets no date for FOI/000002/22');
  expect(
    await scene.db
      .selectFrom('acknowledgement')
      .select('message_id')
      .where('message_id', '=', id ?? '')
      .execute(),
  ).toEqual([]);
});

test('nothing of a request moves when a mail joins it', async () => {
  await scene.register(mailOf({ id: '<still@alder.example>' }));
  const before = await requests();
  await scene.register(
    reply({ headers: ['In-Reply-To: <still@alder.example>'] }),
    reply({
      body: 'I withdraw my request about the patrol boats. Please close it.\r\n',
      headers: ['In-Reply-To: <still@alder.example>'],
    }),
  );
  expect(await requests()).toEqual(before);
});

test('a mail through our web form belongs to the person in Reply-To', async () => {
  const form = 'form@northmere.police.example';
  const authority = { ...NORTHMERE, acknowledge: { ...NORTHMERE.acknowledge, webForms: [form] } };
  const other = await openScene(await postgres.database(), reader, authority);
  try {
    await other.register(mailOf({ from: form, headers: ['Reply-To: Robin Sedge <robin@sedge.example>'] }));
    const row = await other.db.selectFrom('request').select(['requester_name', 'requester_address']).executeTakeFirst();
    expect(row).toEqual({ requester_name: 'Robin Sedge', requester_address: 'robin@sedge.example' });
  } finally {
    await other.close();
  }
});

test('a mail that tells of danger makes one alert ready, and the request in it is registered', async () => {
  await scene.register(
    mailOf({
      subject: 'Please help',
      body: `I am going to kill myself tonight.\r\n\r\nUnder the Freedom of Information Act 2000 please send me the number of patrol boats you own.\r\n`,
    }),
  );
  expect(await scene.db.selectFrom('acknowledgement').select(['kind', 'to_address']).execute()).toEqual([
    { kind: 'alert', to_address: 'duty@northmere.police.example' },
  ]);
  expect(await requests()).toHaveLength(1);
});

test('among the mails that wait for a person those that tell of danger come first', async () => {
  const ids = await scene.register(
    mailOf({ body: 'Good morning. The gulls are loud.\r\n' }),
    mailOf({ body: 'I am going to kill myself tonight.\r\n' }),
    Buffer.from('\u0000'),
  );
  expect((await listParked(scene.db)).map(({ id }) => id)).toEqual([ids[1], ids[0], ids[2]]);
});

test('no event holds a word, name or address of a mail, and none can be changed', async () => {
  await scene.register(
    mailOf({ id: '<e1@alder.example>' }),
    mailOf({ body: BOTH, from: 'Robin Sedge <robin@sedge.example>' }),
  );
  await scene.register(
    reply({ headers: ['In-Reply-To: <e1@alder.example>'] }),
    reply({ from: 'x@sedge.example', subject: 'FOI/000001/22' }),
    mailOf({
      from: 'MAILER-DAEMON@alder.example',
      headers: ['Auto-Submitted: auto-replied'],
      subject: 'Away',
      body: 'I am away until Monday.',
    }),
    Buffer.from('\u0000'),
  );
  const events = await scene.db.selectFrom('event').selectAll().execute();
  expect(events.length).toBeGreaterThan(15);
  const written = JSON.stringify(events).toLowerCase();
  for (const word of [
    'alder',
    'sedge',
    'morgan',
    'robin',
    'patrol',
    'boat',
    'example',
    '@',
    'heard from',
    'personal data',
    'away',
  ])
    expect(written.includes(word), word).toBe(false);
  expect(new Set(events.map(({ kind }) => kind))).toEqual(
    new Set(['delivered', 'opened', 'receipt-ready', 'joined', 'receipt-withheld', 'parked', 'filed', 'unparsable']),
  );
  await expect(scene.db.updateTable('event').set({ kind: 'x' }).execute()).rejects.toThrow('append-only');
  await expect(scene.db.deleteFrom('event').execute()).rejects.toThrow('append-only');
});
