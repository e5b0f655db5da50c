// The officer's tools over a register: a mail by its number, the impact on stored mail, the history of the rules, and the way back.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Reader } from '../../src/intake/reader.ts';
import { decide } from '../../src/register/decision.ts';
import { publish } from '../../src/register/rule-set.ts';
import { ruleOf } from '../classify/rule-bench.ts';
import { mailOf, openScene, plainRules, readerOf, type Scene } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { type PlainBot, plainBot } from './bot-with-rules.ts';

let postgres: PostgresServer;
let reader: Reader;
let scene: Scene;
let bot: PlainBot;
beforeAll(async () => {
  postgres = await startPostgres();
  reader = readerOf(await plainRules());
});
beforeEach(async () => {
  await scene?.close();
  bot?.remove();
  const url = await postgres.database();
  scene = await openScene(url, reader);
  // With an SMTP server configured it is no demo, which has a database of its own.
  bot = await plainBot({ databaseUrl: url, smtpPort: 2526 });
});
afterAll(async () => {
  await scene.close();
  bot.remove();
  await reader.close();
  await postgres.stop();
});

const boats = (words: string, change: Record<string, unknown> = {}) =>
  stringify({
    rules: [
      ruleOf('local.boats', words, {
        suggests: { topic: 'police.armed-policing' },
        examples: { match: [words, `Hello, ${words}.`], miss: ['Good morning.', 'Thank you.'] },
        ...change,
      }),
    ],
  });
const rules = (...args: string[]) => bot.clerk(['rules', ...args]);
/** What the register holds once the clock worker has run: the files as the bot has them. */
async function inForce(): Promise<void> {
  const process = bot.spawn(['start', 'clock', '--until-idle']);
  expect(await process.exited).toBe(0);
}

test('a stored mail is tried by its number, without the bytes being read again', async () => {
  const [id] = await scene.register(mailOf());
  await scene.db.updateTable('message').set({ bytes: null }).execute();
  const { out, code } = await rules('try', '--message', id ?? '');
  expect(code).toBe(0);
  expect(out).toMatch(/^request: opens a request; regime foia/);
  expect((await rules('try', '--message', '999')).err).toContain('there is no message 999');
  expect((await rules('try', '--message', 'FOI/1')).code).toBe(2);
});

test('impact shows which stored mails a new rule would reach, and whether staff agree', async () => {
  await publish(scene.db, await plainRules());
  const [one, two] = await scene.register(
    mailOf(),
    mailOf({ subject: 'Gulls', body: 'Please send me the gull register.' }),
  );
  const topic = { family: 'topic', regime: null } as const;
  await decide(
    scene.db,
    { messageId: one ?? '', requestId: null },
    [{ ...topic, what: 'police.armed-policing', verdict: 'added' }],
    'ada',
  );
  await decide(
    scene.db,
    { messageId: two ?? '', requestId: null },
    [{ ...topic, what: 'police.ict', verdict: 'added' }],
    'ada',
  );
  bot.write('rules/local/boats.yaml', boats('patrol boats'));
  const { out, err, code } = await rules('impact');
  expect({ err, code }).toEqual({ err: '', code: 0 });
  expect(out).toMatch(
    /^2 mails, 2 with decisions: rules on disk \(\w{12}\) against the set in force \(plain\)\n1 mail changes\./,
  );
  expect(out).toMatch(/topic police\.armed-policing +│ 1 +│ – +│ – +│ – +│ – → 100 % +│ 0 % → 100 %/);
  expect(out).toContain('FOI/000001/22  Patrol boats');
  expect(out).toContain('“patrol boats” by local.boats');
  const since = await rules('impact', '--since', '2022-07-01', '--json');
  expect(JSON.parse(since.out.split('\n')[0] ?? '')).toMatchObject({ row: 'summary', mails: 0, changed: 0 });
});

test('a draft changes nothing, and impact --drafts shows what it would change', async () => {
  await publish(scene.db, await plainRules());
  await scene.register(mailOf());
  bot.write('rules/local/boats.yaml', boats('patrol boats', { status: 'draft' }));
  expect((await rules('impact')).out).toMatch(/1 gain topic police\.armed-policing \(draft\):/);
  expect((await rules('impact', '--drafts')).out).toMatch(/1 gain topic police\.armed-policing:/);
});

test('once the files are in force, impact compares with the set before them', async () => {
  await scene.register(mailOf());
  await inForce();
  bot.write('rules/local/boats.yaml', boats('patrol boats'));
  await inForce();
  const { out } = await rules('impact');
  expect(out).toContain('against the set before: those on disk are in force');
  expect(out).toContain('1 gain topic police.armed-policing');
});

test('history names each set with what changed, and back returns to one with every file as it was', async () => {
  await inForce();
  bot.write('rules/local/boats.yaml', boats('patrol boats'));
  bot.write('rules/local/more.yaml', boats('gull register').replaceAll('local.boats', 'local.gulls'));
  await inForce();
  bot.write('rules/local/boats.yaml', boats('rowing boats', { weight: 'weak' }));
  rmSync(join(bot.folder, 'rules/local/more.yaml'));
  bot.write(
    'rules/letters/acknowledgement.en.txt',
    `${readFileSync('rules/letters/acknowledgement.en.txt', 'utf8')}\n`,
  );
  await inForce();
  const lines = (await rules('history', '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { added: 0, changed: 1, removed: 1, inForce: true, files: ['letters/acknowledgement.en.txt'], by: null },
    { added: 2, changed: 0, removed: 0, inForce: false },
    { changed: 0, removed: 0 },
  ]);
  const { version } = lines[1];
  expect((await rules('diff', version.slice(0, 14))).out.trim().split('\n')).toEqual([
    '~ local.boats (local/boats.yaml:2): weight, when, examples',
    '- local.gulls (local/more.yaml:2)',
    '~ letters/acknowledgement.en.txt',
    '0 rules added, 1 changed, 1 removed',
  ]);
  const back = await rules('back', version, '--note', 'the gulls are needed');
  expect(back).toMatchObject({ code: 0, err: '' });
  expect(back.out).toContain('is on disk and in force');
  expect(readFileSync(join(bot.folder, 'rules/local/boats.yaml'), 'utf8')).toBe(boats('patrol boats'));
  expect(readFileSync(join(bot.folder, 'rules/local/more.yaml'), 'utf8')).toContain('local.gulls');
  const [newest] = (await rules('history', '--json')).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(newest).toMatchObject({ version, note: 'the gulls are needed', inForce: true, added: 1, changed: 1 });
  expect(newest.by).toEqual(expect.any(String));
});

test('back without a version undoes a broken file, which stays in the register', async () => {
  await inForce();
  const broken = 'rules:\n  - id: "a\n';
  bot.write('rules/local/boats.yaml', broken);
  expect((await rules('back')).code).toBe(0);
  expect((await rules('check')).code).toBe(0);
  const kept = await scene.db.selectFrom('rule_set').select('files').execute();
  expect(kept.flatMap(({ files }) => files.map(({ content }) => content))).toContain(broken);
  const none = await rules('back', 'abcdef');
  expect(none.err).toContain('no set of rules in the register is called abcdef');
});
