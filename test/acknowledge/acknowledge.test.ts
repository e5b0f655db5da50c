// An acknowledgement from ready to its fate: what is sent once, what is tried again, what is held back and for how long.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type AcknowledgeDesk, acknowledge } from '../../src/acknowledge/acknowledge.ts';
import { currentLetters } from '../../src/acknowledge/current-letters.ts';
import { holdSenderLock } from '../../src/acknowledge/sender-lock.ts';
import type { Authority } from '../../src/authority.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { folderTransport, smtpTransport, type Transport } from '../../src/mail/send.ts';
import { abandonDead, listUnknown, settle } from '../../src/register/acknowledgement.ts';
import { openRegister } from '../../src/register/database.ts';
import { waitingAcknowledgements } from '../../src/register/outstanding.ts';
import { publish } from '../../src/register/rule-set.ts';
import { until } from '../bot.ts';
import { mailOf, openScene, plainRules, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { scratchFolder } from '../servers/running.ts';
import { outgoingTo, startSmtpSink } from '../servers/smtp-sink.ts';
import { NORTHMERE, northmere } from './northmere.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DUTY = 'duty@northmere.police.example';
let postgres: PostgresServer;
let rules: RuleFiles;
let reader: Reader;
let scene: Scene;
let outbox: { path: string; remove: () => void };
beforeAll(async () => {
  postgres = await startPostgres();
  rules = await plainRules();
  reader = readerOf(rules);
});
beforeEach(async () => {
  await scene?.close();
  outbox?.remove();
  outbox = scratchFolder('outbox');
  scene = await openScene(await postgres.database(), reader, { ...NORTHMERE, alertAddress: DUTY });
  await publish(scene.db, rules);
});
afterAll(async () => {
  await scene.close();
  outbox.remove();
  await reader.close();
  await postgres.stop();
});

const deskOf = (
  change: Partial<AcknowledgeDesk> & { acknowledge?: Partial<Authority['acknowledge']> } = {},
): AcknowledgeDesk => ({
  db: scene.db,
  authority: northmere(change.acknowledge ?? {}),
  transport: folderTransport(outbox.path),
  letters: currentLetters(scene.db),
  worker: 1,
  secret: 'a secret of sixteen',
  now: () => new Date(),
  afterSent: async () => undefined,
  ...change,
});
const toSink = (port: number): Transport => smtpTransport(outgoingTo(port));
const row = (id = '') =>
  scene.db.selectFrom('acknowledgement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const events = async (id = ''): Promise<string[]> =>
  (await scene.db.selectFrom('event').select('kind').where('acknowledgement_id', '=', id).orderBy('id').execute()).map(
    ({ kind }) => kind,
  );
const written = (): string[] => readdirSync(outbox.path).map((name) => readFileSync(join(outbox.path, name), 'utf8'));
/** Registers one request by `from`. @returns the id of its receipt. */
async function receiptTo(from = 'morgan@alder.example'): Promise<string> {
  await scene.register(mailOf({ from }));
  return scene.rung.acknowledge.splice(0)[0] ?? '';
}

test('a receipt goes from ready over sending to sent, names its reference and keeps the server’s reply', async () => {
  const id = await receiptTo();
  expect(await row(id)).toMatchObject({ state: 'ready', attempts: 0 });
  await acknowledge(id, deskOf());
  expect(await row(id)).toMatchObject({ state: 'sent', attempts: 1, worker: 1, because: null });
  expect((await row(id)).server_reply).toContain('written to');
  expect(written()).toHaveLength(1);
  expect(written()[0]).toContain('FOI/000001/22');
  expect(await events(id)).toEqual(['receipt-ready', 'receipt-sending', 'receipt-sent']);
});

test('one receipt names both references of a mail that opened two', async () => {
  await scene.register(
    mailOf({
      body: 'Under the Freedom of Information Act please send me your boats policy, and all personal data about me.\r\n',
    }),
  );
  await acknowledge(scene.rung.acknowledge.splice(0)[0] ?? '', deskOf());
  const [text = ''] = written();
  expect(text).toContain('FOI/000001/22');
  expect(text).toContain('FOI/000002/22');
});

test('two workers that are rung for the same receipt send it once', async () => {
  const sink = await startSmtpSink();
  const transport = toSink(sink.port);
  try {
    const id = await receiptTo();
    await Promise.all([1, 2, 3].map((worker) => acknowledge(id, deskOf({ transport, worker }))));
    expect(sink.mails()).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: 'sent', attempts: 1 });
  } finally {
    await transport.close();
    await sink.stop();
  }
});

test.each([
  ['refuses for now', 'ready', 'receipt-retried', ['-r', 'RCPT']],
  ['refuses for good', 'failed', 'receipt-failed', ['-f', 'RCPT']],
  ['hangs up after the last dot', 'unknown', 'receipt-unknown', ['-q', '.']],
] as const)('when the server %s, the receipt is %s', async (_, state, event, args) => {
  const sink = await startSmtpSink({ args });
  const transport = toSink(sink.port);
  try {
    const id = await receiptTo();
    await acknowledge(id, deskOf({ transport }));
    const after = await row(id);
    expect(after).toMatchObject({ state, attempts: 1 });
    expect(after.because).not.toBeNull();
    expect(after.retry_at === null).toBe(state !== 'ready');
    expect((await events(id)).at(-1)).toBe(event);
  } finally {
    await transport.close();
    await sink.stop();
  }
});

test('each further try waits longer, and after the last one a person is asked', async () => {
  const id = await receiptTo();
  const sink = await startSmtpSink({ args: ['-r', 'RCPT'] });
  const transport = toSink(sink.port);
  try {
    let now = new Date();
    const waits: number[] = [];
    for (let tries = 0; tries < 20 && (await row(id)).state === 'ready'; tries += 1) {
      await acknowledge(id, deskOf({ transport, now: () => now }));
      const { retry_at } = await row(id);
      if (retry_at === null) break;
      waits.push((retry_at.getTime() - now.getTime()) / MINUTE_MS);
      await acknowledge(id, deskOf({ transport, now: () => now }));
      now = retry_at;
    }
    expect(waits).toEqual([1, 5, 15, 60, 180, 360, 720]);
    expect(await row(id)).toMatchObject({ state: 'failed', attempts: 8 });
    expect((await row(id)).because).toContain('given up after 8 tries');
    expect((await events(id)).at(-1)).toBe('receipt-failed');
  } finally {
    await transport.close();
    await sink.stop();
  }
});

test('a letter that cannot be written now is tried again, also when our own sender address was changed under it', async () => {
  const id = await receiptTo();
  await acknowledge(id, deskOf({ transport: folderTransport('/dev/null/outbox') }));
  expect(await row(id)).toMatchObject({ state: 'ready', attempts: 1 });
  expect((await row(id)).because).toContain('it could not be written');
  const moved = { ...NORTHMERE, addresses: ['other@elsewhere.example'] };
  const second = await receiptTo('robin@sedge.example');
  await acknowledge(second, deskOf({ authority: moved }));
  expect(await row(second)).toMatchObject({ state: 'ready', attempts: 1 });
  expect((await row(second)).because).toContain('put the sender address in authority.yaml back');
});

test('a receipt whose request has no due date is not sent half', async () => {
  const id = await receiptTo();
  await scene.db.updateTable('request').set({ due_on: null }).execute();
  await acknowledge(id, deskOf());
  expect(await row(id)).toMatchObject({ state: 'failed' });
  expect((await row(id)).because).toContain('has no due date');
  expect(written()).toEqual([]);
});

describe('held back', () => {
  test('by the kill switch: registered, nothing sent, tried again after it is put back', async () => {
    const id = await receiptTo();
    const now = new Date();
    await acknowledge(id, deskOf({ acknowledge: { enabled: false }, now: () => now }));
    const held = await row(id);
    expect(held).toMatchObject({ state: 'held', because: 'acknowledgements are switched off' });
    await acknowledge(id, deskOf({ now: () => now }));
    expect((await row(id)).state).toBe('held');
    await acknowledge(id, deskOf({ now: () => held.retry_at ?? now }));
    expect((await row(id)).state).toBe('sent');
    expect(await events(id)).toEqual(['receipt-ready', 'receipt-held', 'receipt-sending', 'receipt-sent']);
  });

  test('by the limit per address a day, until the oldest receipt is a day old', async () => {
    const start = new Date();
    const ids = [await receiptTo(), await receiptTo(), await receiptTo()];
    const settings = { perAddressPerDay: 2, perDomainPerHour: null };
    const at = (ms: number) => deskOf({ acknowledge: settings, now: () => new Date(start.getTime() + ms) });
    // Sent far apart from the mails, so that only the limit is asked, not the breaker of loops.
    await acknowledge(ids[0] ?? '', at(11 * MINUTE_MS));
    await acknowledge(ids[1] ?? '', at(30 * MINUTE_MS));
    await acknowledge(ids[2] ?? '', at(40 * MINUTE_MS));
    const held = await row(ids[2]);
    expect(held.state).toBe('held');
    expect(held.retry_at).toEqual(new Date(start.getTime() + 11 * MINUTE_MS + 24 * HOUR_MS));
    expect(await waitingAcknowledgements(scene.db, new Date(start.getTime() + 23 * HOUR_MS))).toEqual([]);
    expect(await waitingAcknowledgements(scene.db, held.retry_at ?? start)).toEqual([ids[2]]);
    await acknowledge(ids[2] ?? '', at(11 * MINUTE_MS + 24 * HOUR_MS));
    expect((await row(ids[2])).state).toBe('sent');
  });

  test('by the limit per domain an hour, but not for a platform', async () => {
    const settings = { perAddressPerDay: null, perDomainPerHour: 1, platforms: ['whatdotheyknow.com'] };
    const desk = deskOf({ acknowledge: settings });
    for (const [domain, state] of [
      ['sedge.example', 'held'],
      ['whatdotheyknow.com', 'sent'],
    ] as const) {
      const [first, second] = [
        await receiptTo(`request-1-aaaaaaaa@${domain}`),
        await receiptTo(`request-2-bbbbbbbb@${domain}`),
      ];
      await acknowledge(first, desk);
      await acknowledge(second, desk);
      expect([(await row(first)).state, (await row(second)).state]).toEqual(['sent', state]);
    }
  });

  test('two workers never pass a limit together', async () => {
    const ids = [];
    for (let i = 0; i < 6; i += 1) ids.push(await receiptTo(`person-${i}@sedge.example`));
    const settings = { perAddressPerDay: null, perDomainPerHour: 3 };
    await Promise.all(ids.map((id, i) => acknowledge(id, deskOf({ acknowledge: settings, worker: i + 1 }))));
    const states = await Promise.all(ids.map(async (id) => (await row(id)).state));
    expect(states.filter((state) => state === 'sent')).toHaveLength(3);
    expect(states.filter((state) => state === 'held')).toHaveLength(3);
  });

  test('by the breaker of loops, until a person lets it go', async () => {
    await acknowledge(await receiptTo(), deskOf());
    const ids = [await receiptTo(), await receiptTo(), await receiptTo()];
    await acknowledge(ids[2] ?? '', deskOf());
    expect(await row(ids[2])).toMatchObject({ state: 'held', retry_at: null });
    expect((await row(ids[2])).because).toContain('may be a machine');
  });
});

test('a mail that tells of danger is announced to the duty address at once, without a word of it, whatever is switched off', async () => {
  await scene.register(mailOf({ subject: 'Boats', body: 'I am going to kill myself tonight at the quay.\r\n' }));
  const [id = ''] = scene.rung.acknowledge.splice(0);
  await acknowledge(id, deskOf({ acknowledge: { enabled: false } }));
  expect(await row(id)).toMatchObject({ kind: 'alert', state: 'sent', to_address: DUTY });
  const [text = ''] = written();
  expect(text).toContain(`To: ${DUTY}`);
  for (const word of ['kill', 'quay', 'Morgan', 'alder', 'Boats']) expect(text.includes(word), word).toBe(false);
});

describe('when the bot dies while it sends', () => {
  /** As it stands when the process is killed between the commit and the server's reply. */
  async function leftInSending(id: string, worker: number): Promise<void> {
    await scene.db
      .updateTable('acknowledgement')
      .set({ state: 'sending', worker, sending_at: new Date(), attempts: 1 })
      .where('id', '=', id)
      .execute();
  }

  test('its letters become unknown once its lock is gone, and those of a living sender do not', async () => {
    const other = await openRegister(scene.pool.options.connectionString ?? '');
    const lock = await holdSenderLock(other.pool, () => undefined);
    const [living, dead] = [await receiptTo(), await receiptTo('robin@sedge.example')];
    await leftInSending(living, lock.worker());
    await leftInSending(dead, lock.worker() === 5 ? 6 : 5);
    expect(await abandonDead(scene.db)).toEqual([dead]);
    expect([(await row(living)).state, (await row(dead)).state]).toEqual(['sending', 'unknown']);
    await lock.stop();
    await other.close();
    const abandoned: string[] = [];
    await until('the server has seen the connection end', MINUTE_MS, async () => {
      abandoned.push(...(await abandonDead(scene.db)));
      return abandoned.length > 0;
    });
    expect(abandoned).toEqual([living]);
    expect(await events(living)).toEqual(['receipt-ready', 'receipt-unknown']);
    expect((await listUnknown(scene.db)).map((one) => one.unknownAt === null)).toEqual([false, false]);
  });

  test('a sender whose connection the server ended lives on under a new number', async () => {
    const lock = await holdSenderLock(scene.pool, () => undefined);
    const before = lock.worker();
    await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and pid <> pg_backend_pid()`.execute(
      scene.db,
    );
    while (lock.worker() === before) await new Promise((resolve) => setTimeout(resolve, 50));
    const id = await receiptTo();
    await leftInSending(id, before);
    expect(await abandonDead(scene.db)).toEqual([id]);
    await lock.stop();
  });

  test('an answer that comes late settles it, and never a later try', async () => {
    const id = await receiptTo();
    await leftInSending(id, 5);
    const attempt = await row(id);
    await abandonDead(scene.db);
    await settle(scene.db, attempt, { outcome: 'sent', reply: '250 ok' }, new Date());
    expect((await row(id)).state).toBe('sent');
    const second = await receiptTo('robin@sedge.example');
    await leftInSending(second, 5);
    const first = await row(second);
    await scene.db.updateTable('acknowledgement').set({ attempts: 2 }).where('id', '=', second).execute();
    await settle(scene.db, first, { outcome: 'failed', because: 'too late' }, new Date());
    expect((await row(second)).state).toBe('sending');
  });
});
