// The sweeper: what is in the register and not finished is rung for, and what is not known is settled by evidence or once more.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { acknowledge } from '../../src/acknowledge/acknowledge.ts';
import { currentLetters } from '../../src/acknowledge/current-letters.ts';
import { type Config, readConfig } from '../../src/config.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { folderTransport, outboxName } from '../../src/mail/send.ts';
import { waitingForLater } from '../../src/register/outstanding.ts';
import { publish } from '../../src/register/rule-set.ts';
import { untilIdle } from '../../src/sweep/idle.ts';
import { sweep } from '../../src/sweep/sweep.ts';
import { mailOf, openScene, plainRules, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { scratchFolder } from '../servers/running.ts';

const MINUTE_MS = 60_000;
let postgres: PostgresServer;
let reader: Reader;
let scene: Scene;
let folder: { path: string; remove: () => void };
let config: Config;
beforeAll(async () => {
  postgres = await startPostgres();
  reader = readerOf(await plainRules());
});
beforeEach(async () => {
  await scene?.close();
  folder?.remove();
  folder = scratchFolder('sweep');
  config = readConfig({ FOI_VAR: folder.path });
  scene = await openScene(await postgres.database(), reader);
  await publish(scene.db, await plainRules());
});
afterAll(async () => {
  await scene.close();
  folder.remove();
  await reader.close();
  await postgres.stop();
});

const later = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE_MS);
async function swept(now = new Date(), changed: Partial<Config['authority']['acknowledge']> = {}) {
  const { authority } = config;
  const settings = { ...config, authority: { ...authority, acknowledge: { ...authority.acknowledge, ...changed } } };
  await sweep({ db: scene.db, config: settings, now: () => now, ring: scene.desk.ring });
  return { intake: scene.rung.intake.splice(0), acknowledge: scene.rung.acknowledge.splice(0) };
}
const row = (id: string) =>
  scene.db.selectFrom('acknowledgement').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
async function readyReceipt(): Promise<string> {
  await scene.register(mailOf());
  return scene.rung.acknowledge.splice(0)[0] ?? '';
}
async function unknownReceipt(): Promise<string> {
  const id = await readyReceipt();
  const killed = { state: 'sending' as const, worker: 5, sending_at: new Date(), attempts: 1 };
  await scene.db.updateTable('acknowledgement').set(killed).where('id', '=', id).execute();
  return id;
}

test('mails and receipts that wait are rung for, and nothing once they are done', async () => {
  const receipt = await readyReceipt();
  const ids = await scene.arrive(mailOf(), mailOf());
  expect(await swept()).toEqual({ intake: ids, acknowledge: [receipt] });
  await scene.intake(ids);
  await scene.db.updateTable('acknowledgement').set({ state: 'sent' }).execute();
  scene.rung.acknowledge.splice(0);
  expect(await swept()).toEqual({ intake: [], acknowledge: [] });
});

test('what waits for a later try is rung for when its time has come, and listed meanwhile', async () => {
  const receipt = await readyReceipt();
  const [id] = await scene.arrive(mailOf());
  const retry_at = later(5);
  await scene.db
    .updateTable('message')
    .set({ retry_at, attempts: 1 })
    .where('id', '=', id ?? '')
    .execute();
  await scene.db.updateTable('acknowledgement').set({ retry_at, because: '451 later' }).execute();
  expect(await swept()).toEqual({ intake: [], acknowledge: [] });
  expect(await waitingForLater(scene.db)).toEqual([
    { what: 'message', id, state: 'stored', retryAt: retry_at, because: null },
    { what: 'acknowledgement', id: receipt, state: 'ready', retryAt: retry_at, because: '451 later' },
  ]);
  expect(await swept(later(6))).toEqual({ intake: [id], acknowledge: [receipt] });
});

test('a receipt that only a person may let go is not rung for', async () => {
  const id = await readyReceipt();
  await scene.db
    .updateTable('acknowledgement')
    .set({ state: 'held', because: 'it may be a machine that answers' })
    .execute();
  expect(await swept(later(24 * 60))).toEqual({ intake: [], acknowledge: [] });
  expect(await waitingForLater(scene.db)).toMatchObject([{ id, state: 'held', retryAt: null }]);
});

test('a receipt of a dead sender stays unknown when nothing shows that it left, and is not sent again', async () => {
  const id = await unknownReceipt();
  expect(await swept()).toEqual({ intake: [], acknowledge: [] });
  expect(await row(id)).toMatchObject({ state: 'unknown' });
  expect(await swept(later(60 * 24))).toEqual({ intake: [], acknowledge: [] });
  expect(await waitingForLater(scene.db)).toMatchObject([{ id, state: 'unknown' }]);
});

test('a receipt that lies in the outbox was sent', async () => {
  const id = await unknownReceipt();
  const outbox = join(folder.path, 'outbox');
  mkdirSync(outbox);
  writeFileSync(join(outbox, outboxName((await row(id)).mail_message_id)), 'as it was written');
  await swept();
  expect(await row(id)).toMatchObject({ state: 'sent', because: null });
  expect((await row(id)).server_reply).toContain('found in');
});

test('where the authority chose so, an unknown receipt is sent once more after a quarter of an hour, and only once', async () => {
  const id = await unknownReceipt();
  const resend = { resendUnknownOnce: true };
  expect(await swept(later(14), resend)).toEqual({ intake: [], acknowledge: [] });
  expect(await swept(later(16), resend)).toEqual({ intake: [], acknowledge: [id] });
  await acknowledge(id, {
    db: scene.db,
    authority: config.authority,
    transport: folderTransport('/dev/null/outbox'),
    letters: currentLetters(scene.db),
    worker: 6,
    secret: 'a secret of sixteen',
    now: () => new Date(),
    afterSent: async () => undefined,
  });
  await scene.db.updateTable('acknowledgement').set({ state: 'unknown', retry_at: null }).execute();
  expect(await swept(later(60), resend)).toEqual({ intake: [], acknowledge: [] });
  expect(await row(id)).toMatchObject({ state: 'unknown', resends: 1, attempts: 2 });
});

test('a run that ends when idle waits until every worker has caught up', async () => {
  let looks = 0;
  const busy = {
    async caughtUp() {
      looks += 1;
      return looks > 4;
    },
    stop: async () => undefined,
    release: async () => undefined,
  };
  await untilIdle([busy, { ...busy, caughtUp: () => true }]);
  expect(looks).toBeGreaterThan(5);
});
