// Learning in the running bot: once a night, and from then on a second opinion beside what the rules suggest.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import { learnRules } from '../../src/cli/rules-learn.ts';
import { readConfig } from '../../src/config.ts';
import { currentSecond } from '../../src/intake/current-second.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { intakeBatch } from '../../src/intake-batch.ts';
import { decide } from '../../src/register/decision.ts';
import { learnedBy, newestLearning } from '../../src/register/learned.ts';
import { showRequest } from '../../src/register/list.ts';
import { publish } from '../../src/register/rule-set.ts';
import { learnAtNight, nightOf } from '../../src/sweep/learn-nightly.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { ruleOf } from '../classify/rule-bench.ts';
import { mailOf, openScene, plainRules, QUIET, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { THINGS, TOPICS, writer } from './northmere-requests.ts';

const RURAL = 'police.animals-rural';
const NIGHT = new Date('2026-03-03T02:00:00Z');
const NEXT_NIGHT = new Date('2026-03-03T23:00:00Z');
const ASKING = 'Under the Freedom of Information Act 2000 please send me the following.';
let postgres: PostgresServer;
let rules: RuleFiles;
let reader: Reader;
let scene: Scene;
let ids: string[];
beforeAll(async () => {
  postgres = await startPostgres();
  const plain = await plainRules();
  const topics = TOPICS.map((topic) =>
    ruleOf(topic, { any: (THINGS[topic] ?? []).slice(0, 2) }, { suggests: { topic }, weight: 'strong' }),
  );
  rules = {
    version: 'sha256:topics',
    files: [...plain.files, { path: 'uk/topics.yaml', content: stringify({ rules: topics }) }],
  };
  reader = readerOf(rules);
  scene = await openScene(postgres.url, reader);
  const write = writer();
  ids = await scene.register(
    ...Array.from({ length: 160 }, (_, index) => {
      const { subject, body, from } = write(TOPICS[index % TOPICS.length] ?? '');
      return mailOf({ from: `${from?.name} <${from?.address}>`, subject, body: `${ASKING} ${body}\r\n` });
    }),
  );
});
afterAll(async () => {
  await scene.close();
  await reader.close();
  await postgres.stop();
});

async function* nothing(): AsyncGenerator<string> {}

const decideOn = (messageId: string, topic: string) =>
  decide(
    scene.db,
    { messageId, requestId: null },
    [{ family: 'topic', what: topic, regime: null, verdict: 'accepted' }],
    'j.alder',
  );
const look = (now: Date): Promise<boolean> => learnAtNight({ db: scene.db, authority: NORTHMERE, now: () => now });
async function filed(body: string) {
  const desk = { ...scene.desk, second: currentSecond(scene.db, QUIET) };
  const [id = ''] = await scene.arrive(mailOf({ body: `${ASKING} ${body}\r\n` }));
  await intakeBatch([id], desk, QUIET);
  const { reference } = await scene.db
    .selectFrom('request')
    .select('reference')
    .where('message_id', '=', id)
    .executeTakeFirstOrThrow();
  return showRequest(scene.db, reference);
}

test('the night of an instant is that of the authority’s own clock', () => {
  expect(nightOf(new Date('2026-03-02T19:59:00Z'), 'Europe/London')).toBeNull();
  expect(nightOf(new Date('2026-03-02T20:00:00Z'), 'Europe/London')).toBe('2026-03-02');
  expect(nightOf(new Date('2026-03-03T05:59:00Z'), 'Europe/London')).toBe('2026-03-02');
  expect(nightOf(new Date('2026-03-03T06:00:00Z'), 'Europe/London')).toBeNull();
  expect(nightOf(new Date('2026-07-01T19:30:00Z'), 'Europe/London')).toBe('2026-07-01');
});

test('nothing is learned before rules are in force, nor where nothing was decided', async () => {
  await decideOn(ids[0] ?? '', TOPICS[0] ?? '');
  expect(await look(NIGHT)).toBe(false);
  await publish(scene.db, rules);
});

test('a night learns once, by day nothing is learned, and without a new decision neither is the next night', async () => {
  for (const [index, id] of ids.entries()) await decideOn(id, TOPICS[index % TOPICS.length] ?? '');
  expect(await look(new Date('2026-03-02T14:00:00Z'))).toBe(false);
  expect(await look(NIGHT)).toBe(true);
  expect(await look(new Date(NIGHT.getTime() + 10 * 60_000))).toBe(false);
  expect(await look(NEXT_NIGHT)).toBe(false);
  const run = await newestLearning(scene.db);
  expect(run).toMatchObject({ mails: 160, rulesVersion: 'sha256:topics' });
  const models = await learnedBy(scene.db, run?.id ?? '');
  expect(models.map(({ what, helps }) => [what, helps])).toEqual([...TOPICS].sort().map((what) => [what, true]));
});

test('a new request that the rules do not see gets a second opinion, marked as such, with its words in the mail', async () => {
  const shown = await filed('Who pays for the stables and farriers of the mounted patrols?');
  expect(shown?.suggestions.filter(({ family }) => family === 'topics')).toEqual([]);
  const [second] = shown?.secondOpinions ?? [];
  expect(second).toMatchObject({ family: 'topic', id: RURAL, only: true });
  const fields = await scene.db
    .selectFrom('message')
    .select(['subject', 'body'])
    .where('id', '=', shown?.request.message_id ?? '')
    .executeTakeFirstOrThrow();
  expect(second?.words.length).toBeGreaterThan(2);
  for (const { field, start, end, quote } of second?.words ?? []) expect(fields[field]?.slice(start, end)).toBe(quote);
});

test('where it helps, what the rules suggest is shown in the order of both, its own confidence unchanged', async () => {
  const shown = await filed(
    'Who pays the stables and farriers, and for hare coursing, the dog section and speeding fines?',
  );
  const topics = shown?.suggestions.filter(({ family }) => family === 'topics') ?? [];
  expect(topics.map(({ what }) => what)).toEqual([RURAL, 'police.roads']);
  expect(topics[0]?.confidence).toBe(topics[1]?.confidence);
  expect(shown?.secondOpinions.map(({ only }) => only)).toEqual([false, false]);
});

test('after a decision the next night learns anew, and only the newest run is kept', async () => {
  await decideOn(ids[3] ?? '', 'police.media');
  expect(await look(NEXT_NIGHT)).toBe(true);
  const runs = await scene.db.selectFrom('learned').select('learning_id').distinct().execute();
  expect(runs.map(({ learning_id }) => learning_id)).toEqual([(await newestLearning(scene.db))?.id]);
});

test('the command learns at any hour, and tells what each label is worth', async () => {
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), err: () => undefined, readStdin: () => nothing() };
  const config = { ...readConfig({}), databaseUrl: postgres.url, demo: false };
  await learnRules({ io, config }, {});
  const said = lines.join('\n').replace(/\s+/g, ' ');
  expect(said).toContain('160 decided mails, 4 labels with at least 30 decisions for and 30 against');
  expect(said).toMatch(/topic police\.roads (.*)yes/);
  lines.length = 0;
  await learnRules({ io, config }, { json: true });
  const [first] = lines.map((line) => JSON.parse(line));
  expect(first).toMatchObject({ family: 'topic', what: RURAL, helps: true, evaluation: { difference: {} } });
  expect(first.words).toHaveLength(10);
});

test('no text of a mail and no name is in what was learned', async () => {
  const rows = await scene.db.selectFrom('learned').select(['model', 'evaluation']).execute();
  const all = JSON.stringify(rows);
  for (const word of ['writer', 'alder', 'morgan', 'Please', 'FOI/']) expect(all.includes(word), word).toBe(false);
});
