// What staff decided, as the register keeps it: every word of it, the newest counting, with the mails it was said of.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Decided } from '../../src/classify/decided.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { decidedMails } from '../../src/register/decided-mail.ts';
import { type Decision, decide, decidedOf, decisionsOn, NONE, standing } from '../../src/register/decision.ts';
import { showRequest } from '../../src/register/list.ts';
import { suggestedOn } from '../../src/register/suggested.ts';
import { mailOf, openScene, plainRules, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

const BY = 'j.alder';
let postgres: PostgresServer;
let reader: Reader;
let scene: Scene;
beforeAll(async () => {
  postgres = await startPostgres();
  reader = readerOf(await plainRules());
  scene = await openScene(postgres.url, reader);
});
afterAll(async () => {
  await scene.close();
  await reader.close();
  await postgres.stop();
});

const topic = (what: string, verdict: Decision['verdict'] = 'accepted'): Decision => ({
  family: 'topic',
  what,
  regime: null,
  verdict,
});
const exemption = (what: string, verdict: Decision['verdict'] = 'accepted'): Decision => ({
  family: 'exemption',
  what,
  regime: what === NONE ? null : 'foia',
  verdict,
});
async function request(subject = 'Patrol boats') {
  const [messageId = ''] = await scene.register(mailOf({ subject }));
  const { id, reference } = await scene.db
    .selectFrom('request')
    .select(['id', 'reference'])
    .where('message_id', '=', messageId)
    .executeTakeFirstOrThrow();
  return { messageId, requestId: id, reference };
}
async function decidedNow(): Promise<Decided[]> {
  const all: Decided[] = [];
  for await (const { decided } of decidedMails(scene.db)) all.push(decided);
  return all;
}

test('a decision is written with who and under which rules, and its event holds ids and codes only', async () => {
  const about = await request();
  await decide(scene.db, about, [topic('police.roads'), exemption('s.40(2)', 'rejected')], BY);
  const [row] = await scene.db.selectFrom('decision').selectAll().where('message_id', '=', about.messageId).execute();
  expect(row).toMatchObject({
    request_id: about.requestId,
    family: 'topic',
    what: 'police.roads',
    verdict: 'accepted',
    by: BY,
    rules_version: 'sha256:plain',
  });
  const events = await scene.db
    .selectFrom('event')
    .select(['request_id', 'data'])
    .where('kind', '=', 'decided')
    .where('message_id', '=', about.messageId)
    .orderBy('id')
    .execute();
  expect(events).toEqual([
    {
      request_id: about.requestId,
      data: { decision: row?.id, by: BY, family: 'topic', what: 'police.roads', verdict: 'accepted' },
    },
    expect.objectContaining({
      data: expect.objectContaining({ what: 's.40(2)', regime: 'foia', verdict: 'rejected' }),
    }),
  ]);
});

test('a decision is never changed or deleted, not even by a hand in the database', async () => {
  await expect(scene.db.updateTable('decision').set({ by: 'x' }).execute()).rejects.toThrow('decision is append-only');
  await expect(scene.db.deleteFrom('decision').execute()).rejects.toThrow('decision is append-only');
});

test('of several words on the same thing the newest counts', () => {
  const rows = [topic('police.roads'), topic('police.ict'), topic('police.roads', 'rejected')];
  expect(standing(rows)).toEqual([rows[1], rows[2]]);
  expect(decidedOf('a', rows).topics).toEqual(['police.ict']);
});

test('that no exemption was used is a truth of its own, until one is accepted', () => {
  expect(decidedOf('a', [exemption('s.40(2)'), exemption(NONE)]).exemptions).toEqual([]);
  expect(decidedOf('a', [exemption(NONE), exemption('s.40(2)')]).exemptions).toEqual(['s.40(2)']);
  expect(decidedOf('a', [exemption(NONE), exemption('s.40(2)', 'rejected')]).exemptions).toEqual([]);
});

test('that something is wrong does not say what is right: the family stays undecided', () => {
  expect(decidedOf('a', [exemption('s.40(2)', 'rejected')])).toEqual({ mail: 'a' });
  expect(decidedOf('a', [topic('police.roads'), topic('police.roads', 'rejected')]).topics).toBeUndefined();
});

test('decided mails come newest first with their words, under the reference of their request', async () => {
  const [first, second] = [await request('Gulls'), await request('Kites')];
  await decide(scene.db, second, [topic('police.ict', 'added'), exemption(NONE)], BY);
  await decide(scene.db, { messageId: first.messageId, requestId: null }, [topic('police.drugs')], BY);
  expect((await decidedNow()).slice(0, 2)).toEqual([
    { mail: second.reference, topics: ['police.ict'], exemptions: [] },
    { mail: first.reference, topics: ['police.drugs'] },
  ]);
  for await (const { text } of decidedMails(scene.db)) {
    expect(text).toMatchObject({ subject: 'Kites', from: { address: 'morgan@alder.example' } });
    expect(text.segments.length).toBeGreaterThan(0);
    break;
  }
});

test('a mail whose words are kept no longer teaches nothing more', async () => {
  const about = await request('Forgotten');
  await decide(scene.db, about, [topic('police.media')], BY);
  await scene.db
    .updateTable('message')
    .set({ text: null, body: null, subject: null })
    .where('id', '=', about.messageId)
    .execute();
  expect((await decidedNow()).some(({ topics }) => topics?.includes('police.media'))).toBe(false);
});

test('more decided mails than one page holds are all there, once each', async () => {
  const before = (await decidedNow()).length;
  const ids = await scene.register(...Array.from({ length: 260 }, (_, i) => mailOf({ subject: `Boat ${i}` })));
  for (const messageId of ids) await decide(scene.db, { messageId, requestId: null }, [topic('police.legal')], BY);
  const names = (await decidedNow()).map(({ mail }) => mail);
  expect(names).toHaveLength(before + 260);
  expect(new Set(names).size).toBe(names.length);
});

test('two people who decide at once both stand in the record, one after the other', async () => {
  const about = await request('Two desks');
  await Promise.all(['a.reed', 'b.reed'].map((by) => decide(scene.db, about, [topic('police.roads')], by)));
  const rows = await decisionsOn(scene.db, [about.messageId]);
  expect(rows.map(({ by }) => by).sort()).toEqual(['a.reed', 'b.reed']);
  expect(standing(rows)).toEqual([rows[1]]);
});

test('the Act that remains when no rule speaks counts as suggested', async () => {
  const about = await request('The law');
  const suggested = await suggestedOn(scene.db, about.messageId);
  expect(suggested).toContainEqual(expect.objectContaining({ family: 'kind', what: 'request' }));
  expect(suggested.filter(({ family }) => family === 'regime').map(({ what }) => what)).toEqual(['foia']);
});

test('a request is shown with what stands decided of it', async () => {
  const about = await request('Shown');
  await decide(scene.db, about, [topic('police.roads'), topic('police.roads', 'rejected'), exemption(NONE)], BY);
  const shown = await showRequest(scene.db, about.reference);
  expect(shown?.decisions.map(({ what, verdict }) => `${what} ${verdict}`)).toEqual([
    'police.roads rejected',
    'none accepted',
  ]);
});
