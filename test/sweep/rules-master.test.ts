// Rules are edited while the bot runs: a saved file is in force on every worker, a broken one is shown, and asked-for changes are made.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import * as z from 'zod';
import { type OpenRegister, openRegister } from '../../src/register/database.ts';
import { askFor, outcomeOf } from '../../src/register/rule-edit.ts';
import { faultInForce, newest, newestVersion } from '../../src/register/rule-set.ts';
import { type BotProcess, until } from '../bot.ts';
import { ruleOf } from '../classify/rule-bench.ts';
import { type PlainBot, plainBot } from '../cli/bot-with-rules.ts';
import { freePort } from '../servers/free-port.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';

/** Ample on a busy machine; in force within 1.5 s as a rule (measured apart: tests assert no time). */
const SOON_MS = 30_000;
let postgres: PostgresServer;
let register: OpenRegister;
let bot: PlainBot;
let running: BotProcess;
let health: string;
beforeAll(async () => {
  postgres = await startPostgres();
  register = await openRegister(postgres.url);
  bot = await plainBot({ databaseUrl: postgres.url, smtpPort: 2526 });
  const port = await freePort();
  bot.env.REVIEW_PORT = String(port);
  health = `http://127.0.0.1:${port}/healthz`;
  mkdirSync(join(bot.folder, 'rules/local'));
  running = bot.spawn(['start', 'clock', 'intake', 'review']);
  await until('it runs', SOON_MS, () => running.output().includes('health and metrics are served'));
});
afterAll(async () => {
  await running.stop();
  await register.close();
  bot.remove();
  await postgres.stop();
});

const gulls = (words: string, change: Record<string, unknown> = {}) =>
  stringify({
    rules: [
      ruleOf('local.gulls', words, {
        suggests: { topic: 'police.animals-rural' },
        examples: { match: [words, `Hello, ${words}.`], miss: ['Good morning.', 'Thank you.'] },
        ...change,
      }),
    ],
  });
const fileInForce = async (path: string): Promise<string | undefined> =>
  (await newest(register.db))?.files.find((file) => file.path === path)?.content;
const asked = async (id: string): Promise<string[]> => {
  await until('the master answers', SOON_MS, async () => (await outcomeOf(register.db, id)) !== null);
  return (await outcomeOf(register.db, id)) ?? [];
};
const BY = { by: 'ada', note: 'for the harbour' };

test('a saved file is in force on the worker that reads mail, and the next save too', async () => {
  for (const words of ['gull register', 'tern register']) {
    bot.write('rules/local/gulls.yaml', gulls(words));
    await until('it is published', SOON_MS, async () => (await fileInForce('local/gulls.yaml')) === gulls(words));
    const version = await newestVersion(register.db);
    await until('intake reads by it', SOON_MS, () =>
      running
        .output()
        .split('\n')
        .some((line) => line.includes('mail is classified by') && line.includes(`${version}`)),
    );
  }
});

test('a broken file is shown by the health page and the log, and the last good set stays until it is cured', async () => {
  const good = await newestVersion(register.db);
  bot.write('rules/local/gulls.yaml', gulls('gull register').replace('weight: strong', 'weight: heavy'));
  await until('it is shown', SOON_MS, async () => (await faultInForce(register.db)) !== null);
  const shown = z
    .object({ rules: z.object({ version: z.string(), problems: z.array(z.string()) }), wrong: z.array(z.string()) })
    .parse(await (await fetch(health)).json());
  expect(shown.rules.version).toBe(good);
  expect(shown.rules.problems).toEqual([
    'local/gulls.yaml:8:13 “weight” cannot be “heavy” — one of: weak, moderate, strong, decisive',
  ]);
  expect(shown.wrong).toContain('the rule files have faults; the last good set stays in force');
  expect(running.output()).toContain('rule files are not in force: the last good set stays');
  bot.write('rules/local/gulls.yaml', gulls('gull register'));
  await until('it is cured', SOON_MS, async () => (await faultInForce(register.db)) === null);
});

test('a change from the staff site is checked first, written to rules/local, and in force under its name', async () => {
  const content = gulls('puffin register').replaceAll('local.gulls', 'local.puffins');
  const id = await askFor(register.db, { files: { 'local/puffins.yaml': content } }, BY);
  expect(await asked(id)).toEqual([]);
  expect(readFileSync(join(bot.folder, 'rules/local/puffins.yaml'), 'utf8')).toBe(content);
  expect(await fileInForce('local/puffins.yaml')).toBe(content);
  const row = await register.db
    .selectFrom('rule_publication')
    .selectAll()
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  expect(row).toMatchObject({ by_whom: 'ada', note: 'for the harbour' });
});

test('a change that is broken, or outside rules/local, is refused and nothing is written', async () => {
  const version = await newestVersion(register.db);
  const broken = await askFor(register.db, { files: { 'local/terns.yaml': gulls('x', { weight: 'heavy' }) } }, BY);
  expect((await asked(broken)).join()).toContain('“weight” cannot be “heavy”');
  for (const path of ['uk/plain.yaml', 'local/../weights.yaml', 'local/letters/../../authority.yaml', '/etc/x.yaml']) {
    const outside = await askFor(register.db, { files: { [path]: 'rules: []\n' } }, BY);
    expect((await asked(outside)).join()).toContain('is not below rules/local');
  }
  expect(existsSync(join(bot.folder, 'rules/local/terns.yaml'))).toBe(false);
  expect(await newestVersion(register.db)).toBe(version);
});

test('a file is deleted by asking for it, and comes back with the set it was in', async () => {
  const before = (await newestVersion(register.db)) ?? '';
  const id = await askFor(register.db, { files: { 'local/gulls.yaml': null } }, BY);
  expect(await asked(id)).toEqual([]);
  expect(existsSync(join(bot.folder, 'rules/local/gulls.yaml'))).toBe(false);
  const back = await bot.clerk(['rules', 'back', before]);
  expect(back).toMatchObject({ code: 0, err: '' });
  expect(await newestVersion(register.db)).toBe(before);
  expect(readFileSync(join(bot.folder, 'rules/local/gulls.yaml'), 'utf8')).toBe(gulls('gull register'));
});

test('a shipped file that disappears is warned of in the log', async () => {
  rmSync(join(bot.folder, 'rules/local/puffins.yaml'));
  await until('it is told', SOON_MS, () => running.output().includes('something in them was probably not meant'));
  expect(running.output()).toMatch(/shipped rules are gone, from \d+ files/);
});
