// Taking mail in: exact bytes once, a row for each delivery, and the place in the mailbox in the same transaction.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Arrival, ArrivalStore } from '../../src/mail/arrival.ts';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { arrivalStore, goLive, sha256 } from '../../src/register/store.ts';
import { arrivalOf, mailOf } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const EPOCH = 7n;
let postgres: PostgresServer;
let register: OpenRegister;
let store: ArrivalStore;
let told: string[][] = [];
beforeAll(async () => {
  postgres = await startPostgres();
});
beforeEach(async () => {
  await register?.close();
  register = await openRegister(await postgres.database());
  told = [];
  store = arrivalStore(register.db, (ids) => void told.push([...ids]));
});
afterAll(async () => {
  await register.close();
  await postgres.stop();
});

const at = (uid: number, uidValidity = EPOCH, folder = 'INBOX') => ({ mailbox: 'foi', folder, uidValidity, uid });
const position = (lastUid: number, uidValidity = EPOCH) => ({ mailbox: 'foi', folder: 'INBOX', uidValidity, lastUid });
const fromImap = (bytes: Buffer, uid: number, uidValidity = EPOCH): Arrival =>
  arrivalOf(bytes, { source: 'imap:foi', place: at(uid, uidValidity) });
const count = async (table: 'message' | 'delivery' | 'event'): Promise<number> =>
  (await register.db.selectFrom(table).select('id').execute()).length;

test('the bytes are kept as they came, under their sha256', async () => {
  const bytes = Buffer.concat([mailOf(), Buffer.from([0, 0xff, 0x80, 13, 10])]);
  await store.store([arrivalOf(bytes)]);
  const row = await register.db
    .selectFrom('message')
    .select(['bytes', 'sha256', 'size', 'state'])
    .executeTakeFirstOrThrow();
  expect(row.bytes?.equals(bytes)).toBe(true);
  expect(row).toMatchObject({ sha256: sha256(bytes), size: bytes.length, state: 'stored' });
  expect(told).toHaveLength(1);
});

test('the same UID fetched again changes nothing', async () => {
  const bytes = mailOf();
  await store.store([fromImap(bytes, 1)], position(1));
  await store.store([fromImap(bytes, 1)], position(1));
  expect([await count('message'), await count('delivery'), await count('event'), told.length]).toEqual([1, 1, 1, 1]);
});

test('the same bytes under two UIDs are one message with two deliveries', async () => {
  const bytes = mailOf();
  await store.store([fromImap(bytes, 1), fromImap(bytes, 2)], position(2));
  expect([await count('message'), await count('delivery')]).toEqual([1, 2]);
  const kinds = await register.db.selectFrom('event').select('kind').orderBy('id').execute();
  expect(kinds.map(({ kind }) => kind)).toEqual(['delivered', 'delivered-again']);
});

test('the same bytes from one source without UIDs are one delivery, from another source a second one', async () => {
  const bytes = mailOf();
  await store.store([arrivalOf(bytes)]);
  await store.store([arrivalOf(bytes)]);
  expect(await count('delivery')).toBe(1);
  await store.store([arrivalOf(bytes, { source: 'folder' })]);
  expect([await count('message'), await count('delivery'), told.length]).toEqual([1, 2, 1]);
});

test('a server that gives other bytes for a known UID makes no message that nothing leads to', async () => {
  await store.store([fromImap(mailOf({ subject: 'First rendering' }), 1)], position(1));
  await store.store([fromImap(mailOf({ subject: 'Second rendering' }), 1)], position(1));
  expect([await count('message'), await count('delivery'), told.length]).toEqual([1, 1, 1]);
});

test('the position moves with the mails and never backwards', async () => {
  await store.store([fromImap(mailOf(), 5)], position(5));
  await store.store([], position(3));
  expect(await store.position('foi', 'INBOX')).toEqual({ uidValidity: EPOCH, lastUid: 5 });
  await store.store([], position(9));
  expect(await store.position('foi', 'INBOX')).toEqual({ uidValidity: EPOCH, lastUid: 9 });
  expect(await store.position('foi', 'Junk')).toBeNull();
});

test('a new UIDVALIDITY starts the position anew, and mail that is known is only delivered again', async () => {
  const [known, fresh] = [mailOf(), mailOf()];
  await store.store([fromImap(known, 40)], position(40));
  await store.store([fromImap(known, 1, 8n), fromImap(fresh, 2, 8n)], position(2, 8n));
  expect(await store.position('foi', 'INBOX')).toEqual({ uidValidity: 8n, lastUid: 2 });
  expect([await count('message'), await count('delivery'), told[1]?.length]).toEqual([2, 3, 1]);
  expect(await store.knownUids('foi', 'INBOX', 8n)).toEqual(new Set([1, 2]));
  expect(await store.knownUids('foi', 'INBOX', EPOCH)).toEqual(new Set([40]));
});

test('when one mail cannot be stored, neither the others nor the position are', async () => {
  const broken = arrivalOf(mailOf(), { envelopeFrom: 'nul\u0000byte@alder.example' });
  await expect(store.store([fromImap(mailOf(), 1), broken], position(2))).rejects.toThrow(/0x00/);
  expect([await count('message'), await count('delivery'), told.length]).toEqual([0, 0, 0]);
  expect(await store.position('foi', 'INBOX')).toBeNull();
});

test('an incident is noted once, however often it is met', async () => {
  const where = { mailbox: 'foi', folder: 'INBOX', uidValidity: EPOCH, uid: null };
  for (let i = 0; i < 3; i += 1) await store.incident(where, 'new-epoch', 'the server numbers its mails anew');
  expect(await register.db.selectFrom('incident').select('what').execute()).toEqual([{ what: 'new-epoch' }]);
});

test('go-live is the first connection, and stays, unless the authority sets it', async () => {
  const [first, second, set] = [
    new Date('2026-01-01T00:00:00Z'),
    new Date('2026-02-01T00:00:00Z'),
    new Date('2025-01-01T00:00:00Z'),
  ];
  expect(await goLive(register.db, 'imap:foi', null, first)).toEqual(first);
  expect(await goLive(register.db, 'imap:foi', null, second)).toEqual(first);
  expect(await goLive(register.db, 'imap:foi', set, second)).toEqual(set);
});
