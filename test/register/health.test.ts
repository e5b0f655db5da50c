// What the monitor is told: 200 while all is well, 503 with what is wrong in words.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { healthOf } from '../../src/register/health.ts';
import { publish, reportFault } from '../../src/register/rule-set.ts';
import { arrivalStore } from '../../src/register/store.ts';
import { app } from '../../src/review/app.ts';
import { arrivalOf, mailOf, plainRules } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

let postgres: PostgresServer;
let register: OpenRegister;
beforeAll(async () => {
  postgres = await startPostgres();
  register = await openRegister(postgres.url);
});
afterAll(async () => {
  await register.close();
  await postgres.stop();
});

const MINUTES_LATER = (minutes: number): Date => new Date(Date.now() + minutes * 60_000);
const ask = async (path: string, now = new Date()) => {
  const server = app(register.db, () => now);
  const { statusCode, body } = await server.inject(path);
  await server.close();
  return { statusCode, body };
};

test('without a rule set it is not well', async () => {
  const { statusCode, body } = await ask('/healthz');
  expect(statusCode).toBe(503);
  expect(JSON.parse(body).wrong).toEqual(['no rule set was published: is the clock worker running?']);
});

test('with one it is well, until the rule files have a fault', async () => {
  const rules = await plainRules();
  await publish(register.db, rules);
  expect((await ask('/healthz')).statusCode).toBe(200);
  await reportFault(register.db, ['uk/kinds/a.yaml:3:1 no such kind — write one of …']);
  const { statusCode, body } = await ask('/healthz');
  expect(statusCode).toBe(503);
  expect(JSON.parse(body).rules.problems).toHaveLength(1);
  await publish(register.db, rules);
  expect((await ask('/healthz')).statusCode).toBe(200);
});

test('a mail that nobody works is told after five minutes, one that waits for its next try is not', async () => {
  await arrivalStore(register.db, () => undefined).store([arrivalOf(mailOf())]);
  expect((await ask('/healthz', MINUTES_LATER(4))).statusCode).toBe(200);
  const late = await ask('/healthz', MINUTES_LATER(6));
  expect(late.statusCode).toBe(503);
  expect(JSON.parse(late.body).wrong[0]).toContain('is the intake worker running?');
  await register.db
    .updateTable('message')
    .set({ retry_at: MINUTES_LATER(25) })
    .execute();
  expect((await ask('/healthz', MINUTES_LATER(20))).statusCode).toBe(200);
  expect((await ask('/healthz', MINUTES_LATER(31))).statusCode).toBe(503);
});

test('a receipt that nobody sends is told after five minutes', async () => {
  await register.db.updateTable('message').set({ state: 'registered' }).execute();
  const { id } = await register.db.selectFrom('message').select('id').executeTakeFirstOrThrow();
  await register.db
    .insertInto('acknowledgement')
    .values({
      message_id: id,
      kind: 'receipt',
      to_address: 'a@b.example',
      request_ids: [],
      mail_message_id: '<a@b.example>',
    })
    .execute();
  expect((await ask('/healthz', MINUTES_LATER(4))).statusCode).toBe(200);
  const late = await ask('/healthz', MINUTES_LATER(6));
  expect(late.statusCode).toBe(503);
  expect(JSON.parse(late.body).wrong[0]).toContain('is the acknowledge worker running?');
});

test('the figures are Prometheus text: every line a comment or a name and a number', async () => {
  const { statusCode, body } = await ask('/metrics');
  expect(statusCode).toBe(200);
  const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) expect(line).toMatch(/^[a-z_]+(\{[^}]*\})? -?\d+(\.\d+)?(e[+-]?\d+)?$/);
});

test('when the register is away it says so and stays up', async () => {
  const gone = await openRegister(await postgres.database());
  const server = app(gone.db, () => new Date());
  await gone.close();
  const { statusCode, body } = await server.inject('/healthz');
  expect([statusCode, JSON.parse(body)]).toEqual([503, { wrong: ['the register cannot be reached'] }]);
  await server.close();
});

test('a mailbox that was never read, or not for a while, is no green light', async () => {
  const { db, close } = await openRegister(await postgres.database());
  const now = new Date();
  const wrongAt = async (at: Date): Promise<readonly string[]> =>
    (await healthOf(db, at, [{ name: 'foi', pollSeconds: 60 }])).wrong.filter((line) => line.includes('mailbox foi'));
  expect(await wrongAt(now)).toEqual(['mailbox foi was not read yet: check its server, user and password']);
  await db
    .insertInto('folder_position')
    .values({ mailbox: 'foi', folder: 'INBOX', uid_validity: '1', last_uid: '1', last_polled_at: now })
    .execute();
  expect(await wrongAt(new Date(now.getTime() + 4 * 60_000))).toEqual([]);
  expect(await wrongAt(new Date(now.getTime() + 6 * 60_000))).toHaveLength(1);
  await close();
});
