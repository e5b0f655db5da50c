// Intake on a real register with real reader threads: every mail once, each in its place, whatever the others do.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openReader, type Reader } from '../../src/intake/reader.ts';
import { pipeline } from '../../src/pipeline.ts';
import { batchesOf } from '../../src/register/outstanding.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { arrivalOf, mailOf, openScene, plainRules, readerOf, type Scene } from './scene.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const RECEIVED_AT = new Date('2022-06-29T09:00:00Z');
let postgres: PostgresServer;
let reader: Reader;
let scene: Scene;
beforeAll(async () => {
  postgres = await startPostgres();
  reader = readerOf(await plainRules());
});
beforeEach(async () => {
  await scene?.close();
  scene = await openScene(await postgres.database(), reader);
});
afterAll(async () => {
  await scene.close();
  await reader.close();
  await postgres.stop();
});

const message = (id = '') => scene.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const references = async (): Promise<string[]> =>
  (await scene.db.selectFrom('request').select('reference').orderBy('id').execute()).map(({ reference }) => reference);
const receipts = () => scene.db.selectFrom('acknowledgement').selectAll().where('kind', '=', 'receipt').execute();
const eventsOf = async (id = ''): Promise<string[]> =>
  (await scene.db.selectFrom('event').select('kind').where('message_id', '=', id).orderBy('id').execute()).map(
    ({ kind }) => kind,
  );

test('workers that are rung for the same mails register each of them once', async () => {
  const ids = await scene.arrive(...Array.from({ length: 24 }, (_, i) => mailOf({ subject: `Boats of harbour ${i}` })));
  const turns = [ids, ids.toReversed(), ids.slice(6), ids.slice(0, 18), ids];
  const registered = await Promise.all(turns.map((turn) => pipeline(turn, scene.desk)));
  expect(registered.reduce((sum, count) => sum + count, 0)).toBe(24);
  expect(await references()).toHaveLength(24);
  expect(new Set(await references()).size).toBe(24);
  expect(scene.rung.acknowledge).toHaveLength(24);
  expect(await pipeline(ids, scene.desk)).toBe(0);
});

test('a mail that cannot be parsed is registered as such, with the reason', async () => {
  const [id] = await scene.register(Buffer.from('\u0000\u0001 not a mail at all'));
  expect(await message(id)).toMatchObject({ state: 'unparsable', kind: 'general', receipt_send: false });
  expect((await message(id)).parked_because).toContain('could not be read');
  expect(await eventsOf(id)).toEqual(['delivered', 'unparsable']);
});

/** Some 40 MB: 900 attached mails of nothing but blank lines take a parser half a minute. */
const slowMail = (name: string): Buffer =>
  Buffer.from(
    [
      `From: ${name}@alder.example`,
      'Subject: Slow',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      `--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n${'\n'.repeat(45_000)}\r\n`.repeat(900),
    ].join('\r\n'),
  );

test('mails that take too long to read hold up no other mail of their batch, and are told one after the other', async () => {
  const about = { sector: 'police', scottish: false, referenceFormat: NORTHMERE.reference.format } as const;
  const hurried = openReader(await plainRules(), about, 1, { limitMs: 12_000 });
  const other = await openScene(await postgres.database(), hurried);
  const states = async () =>
    (await other.db.selectFrom('message').select('state').orderBy('id').execute()).map(({ state }) => state);
  try {
    await other.register(mailOf()); // the thread has started
    const ids = await other.arrive(mailOf(), slowMail('one'), mailOf(), slowMail('two'), mailOf());
    await other.intake(ids);
    expect(await states()).toEqual(['registered', 'registered', 'stored', 'registered', 'stored', 'registered']);
    expect(other.rung.intake).toEqual([ids[1], ids[3]]);
    await other.intake([...other.rung.intake.splice(0), ...(await other.arrive(mailOf()))]);
    expect(
      (await states()).filter((state) => state === 'stored'),
      'new mail goes first',
    ).toHaveLength(2);
    await other.intake(other.rung.intake.splice(0));
    expect(
      (await states()).filter((state) => state === 'stored'),
      'one at a time',
    ).toHaveLength(1);
    await other.intake(other.rung.intake.splice(0));
    const slow = await other.db
      .selectFrom('message')
      .select('parked_because')
      .where('state', '=', 'unparsable')
      .execute();
    expect(slow.map((row) => row.parked_because)).toEqual(
      Array(2).fill('could not be read: reading it took over 12 seconds'),
    );
  } finally {
    await other.close();
    await hurried.close();
  }
}, 180_000);

test('mails that were rung for together are read in batches that fit into memory, the largest by itself', async () => {
  const ids = await scene.arrive(...[1, 1, 5, 30, 2, 2].map((kb) => mailOf({ body: 'x'.repeat(kb * 1000) })));
  const [a, b, c, d, e, f] = ids;
  expect(await batchesOf(scene.db, ids.toReversed(), 9000)).toEqual([[a, b, c], [d], [e, f]]);
  expect(await batchesOf(scene.db, ['999999'], 9000)).toEqual([]);
});

test('a mail that the rules cannot be applied to keeps its words and waits for a person', async () => {
  const rules = await plainRules();
  const broken = openReader(
    { ...rules, files: [{ path: 'uk/kinds/broken.yaml', content: 'rules: [' }] },
    { sector: 'police', scottish: false, referenceFormat: 'FOI/{serial:6}/{yy}' },
    1,
  );
  const other = await openScene(await postgres.database(), broken);
  try {
    const [id = ''] = await other.register(mailOf({ subject: 'Boats, again' }));
    const row = await other.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      state: 'parked',
      subject: 'Boats, again',
      from_address: 'morgan@alder.example',
      receipt_send: false,
      received_on: '2022-06-29',
    });
    expect(row.body).toContain('patrol boats');
    expect(row.parked_because).toContain('the rules could not be applied');
  } finally {
    await other.close();
    await broken.close();
  }
});

test('one mail that the register refuses holds up no other, is tried again, and is parked with the reason in the end', async () => {
  await sql`create function refuse() returns trigger language plpgsql as $$ begin
    if new.subject = 'Poison' then raise exception 'the register refuses this one'; end if; return new; end $$`.execute(
    scene.db,
  );
  await sql`create trigger refuse before insert on request for each row execute function refuse()`.execute(scene.db);
  const ids = await scene.arrive(mailOf(), mailOf({ subject: 'Poison' }), mailOf());
  const [first, poison, last] = ids;
  await scene.intake(ids);
  expect(await references()).toEqual(['FOI/000001/22', 'FOI/000002/22']);
  expect([(await message(first)).state, (await message(last)).state]).toEqual(['registered', 'registered']);
  expect(await message(poison)).toMatchObject({ state: 'stored', attempts: 1 });
  await scene.intake(ids);
  expect((await message(poison)).attempts, 'its time has not come').toBe(1);
  for (let tries = 0; tries < 4; tries += 1) {
    await sql`update message set retry_at = now() - interval '1 second' where state = 'stored'`.execute(scene.db);
    await scene.intake(ids);
  }
  expect(await message(poison)).toMatchObject({
    state: 'parked',
    attempts: 5,
    parked_because: 'could not be registered: the register refuses this one',
  });
  expect(await eventsOf(poison)).toEqual(['delivered', 'parked']);
});

test('a copy through an alias joins as delivered again, without a receipt', async () => {
  const [first] = await scene.register(mailOf({ id: '<one@alder.example>' }));
  const copy = mailOf({
    id: '<one@alder.example>',
    headers: ['Received: from alias.northmere.example by mx; Wed, 29 Jun 2022 09:05:00 +0000'],
  });
  const [second] = await scene.register(arrivalOf(copy, { receivedAt: new Date(RECEIVED_AT.getTime() + 13 * DAY_MS) }));
  expect(await message(second)).toMatchObject({ state: 'registered', again_of: first, receipt_send: false });
  expect(await references()).toHaveLength(1);
  expect(await receipts()).toHaveLength(1);
  expect(await eventsOf(second)).toEqual(['delivered', 'delivered-again', 'joined']);
});

test('the same mail fifteen days later, or with another body, is a mail of its own', async () => {
  await scene.register(mailOf({ id: '<one@alder.example>' }));
  const late = mailOf({ id: '<one@alder.example>', headers: ['X-Again: 1'] });
  await scene.register(arrivalOf(late, { receivedAt: new Date(RECEIVED_AT.getTime() + 15 * DAY_MS) }));
  await scene.register(
    mailOf({
      id: '<one@alder.example>',
      body: 'Under the Freedom of Information Act please send me your policy on gulls.\r\n',
    }),
  );
  expect(await references()).toHaveLength(3);
  expect(await receipts()).toHaveLength(3);
});

test('two copies in one batch make one request', async () => {
  const [first, second] = await scene.register(
    mailOf({ id: '<two@alder.example>' }),
    mailOf({ id: '<two@alder.example>', headers: ['X-Copy: 1'] }),
  );
  expect(await references()).toHaveLength(1);
  expect((await message(second)).again_of).toBe(first);
});

test('a reminder in the same batch as its request waits for it, and then joins', async () => {
  const request = mailOf({ id: '<r1@alder.example>' });
  const reminder = mailOf({
    subject: 'Re: Patrol boats',
    body: 'I have not heard from you. When can I expect an answer?\r\n',
    headers: ['In-Reply-To: <r1@alder.example>'],
  });
  const ids = await scene.arrive(request, reminder);
  await scene.intake(ids);
  expect(scene.rung.intake).toEqual([ids[1]]);
  expect((await message(ids[1])).state).toBe('stored');
  await scene.intake(scene.rung.intake);
  expect(await message(ids[1])).toMatchObject({ kind: 'chaser', state: 'registered', receipt_send: false });
  expect(await references()).toHaveLength(1);
  expect(await eventsOf(ids[1])).toEqual(['delivered', 'joined', 'receipt-withheld']);
});

test('when the request is refused by the register, nothing of its batch is half done', async () => {
  await sql`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'full'; end $$`.execute(
    scene.db,
  );
  await sql`create trigger refuse before insert on acknowledgement for each row execute function refuse()`.execute(
    scene.db,
  );
  const ids = await scene.arrive(mailOf(), mailOf());
  await expect(pipeline(ids, scene.desk)).rejects.toThrow('full');
  expect(await references()).toEqual([]);
  expect(await scene.db.selectFrom('reference_counter').selectAll().execute()).toEqual([]);
  expect([(await message(ids[0])).state, (await message(ids[1])).state]).toEqual(['stored', 'stored']);
});

test('a mail in the Junk folder, and one from before go-live, are registered and not acknowledged', async () => {
  await sql`insert into mailbox (source, go_live_at) values ('imap:foi', '2022-07-01T00:00:00Z')`.execute(scene.db);
  const [junk, old] = await scene.register(
    arrivalOf(mailOf(), { junk: true }),
    arrivalOf(mailOf(), { source: 'imap:foi' }),
  );
  expect(await references()).toHaveLength(2);
  expect(await receipts()).toEqual([]);
  expect((await message(junk)).receipt_because).toContain('Junk');
  expect((await message(old)).receipt_because).toContain('before the bot went live');
});
