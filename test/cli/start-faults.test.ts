// `clerk start` where something it needs is not there: what the operator is told, and that the run ends or waits as it should.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query, until } from '../bot.ts';
import { mailOf } from '../intake/scene.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { freePort } from '../servers/free-port.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { run, scratchFolder } from '../servers/running.ts';
import { type PlainBot, plainBot } from './bot-with-rules.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function withBot(work: (bot: PlainBot) => Promise<void>): Promise<void> {
  const bot = await plainBot({ databaseUrl: await postgres.database(), smtpPort: 9 });
  try {
    await work(bot);
  } finally {
    bot.remove();
  }
}

test('--until-idle ends with 1 when a mailbox refuses the log-in, names mailbox, account and password variable, and works the rest first', async () => {
  const dovecot = await startDovecot();
  dovecot.deliver('open', mailOf());
  await dovecot.refuse('closed', true);
  const url = await postgres.database();
  const mailboxes = [dovecot.mailbox('closed', { name: 'old' }), dovecot.mailbox('open')];
  const bot = await plainBot({ databaseUrl: url, mailboxes });
  const { code, err } = await bot.clerk(['start', '--until-idle']);
  expect(code, err).toBe(1);
  const told = err.split('\n').filter((line) => line.startsWith('mailbox old'));
  expect(told).toEqual([
    'mailbox old could not be read: 127.0.0.1 refuses the log-in of closed; check that account and the password in the environment variable TEST_MAILBOX_PASSWORD',
  ]);
  expect(err).not.toContain(dovecot.password);
  expect(await query(url, 'select state from message')).toEqual([{ state: 'registered' }]);
  bot.remove();
  await dovecot.stop();
});

test('without --until-idle a refused log-in is tried again until it is allowed', async () => {
  const dovecot = await startDovecot();
  dovecot.deliver('late', mailOf());
  await dovecot.refuse('late', true);
  const url = await postgres.database();
  const bot = await plainBot({ databaseUrl: url, mailboxes: [dovecot.mailbox('late')] });
  const running = bot.spawn(['start']);
  await until('four refusals', 60_000, () => (running.output().match(/sign-in refused/g) ?? []).length >= 4);
  await dovecot.refuse('late', false);
  await until(
    'the mail',
    60_000,
    async () => (await query(url, "select 1 from message where state = 'registered'")).length === 1,
  );
  expect(await running.stop()).toBe(0);
  bot.remove();
  await dovecot.stop();
});

test('folders that the bot makes in its data folder are for its own account alone', async () => {
  await withBot(async (bot) => {
    bot.env.FOI_VAR = join(bot.folder, 'data');
    const { code, err } = await bot.clerk(['start', '--until-idle']);
    expect(code, err).toBe(0);
    const mode = (name: string) => (statSync(join(bot.folder, 'data', name)).mode & 0o777).toString(8);
    // Root's embedded server runs as another user and must get through to its own folder; nobody can list what is there.
    expect(mode('.')).toBe(process.getuid?.() === 0 ? '711' : '700');
    expect(['inbox', 'inbox/done', 'outbox', 'cache'].map(mode)).toEqual(Array(4).fill('700'));
  });
});

test.each(['start', 'classify'])(
  'clerk %s ends with 1 and names FOI_VAR, the folder and the cure when that folder cannot be',
  async (command) => {
    await withBot(async (bot) => {
      const file = bot.write('a.eml', mailOf());
      for (const folder of ['/proc/foi', ...(command === 'start' ? [join(file, 'var')] : [])]) {
        bot.env.FOI_VAR = folder;
        const { code, err } = await bot.clerk(command === 'start' ? ['start', '--until-idle'] : ['classify', file]);
        expect(err).toMatch(new RegExp(`FOI_VAR: nothing can be written in ${folder} .*: set FOI_VAR to a folder`));
        expect(code).toBe(1);
      }
    });
  },
);

test('a PostgreSQL that is down is named with its address and DATABASE_URL, without the password', async () => {
  const port = await freePort();
  const bot = await plainBot({ databaseUrl: `postgresql://clerk:geheim-1@127.0.0.1:${port}/foi`, smtpPort: 9 });
  const demo = await plainBot({ databaseUrl: `postgresql://clerk:geheim-1@127.0.0.1:${port}/foi` });
  for (const one of [bot, demo]) {
    const { code, err } = await one.clerk(['start', '--until-idle']);
    expect(code).toBe(1);
    expect(err).toContain(`PostgreSQL at 127.0.0.1:${port} does not answer (DATABASE_URL): ECONNREFUSED`);
    expect(err).not.toMatch(/geheim-1|CREATE DATABASE/);
    one.remove();
  }
});

test('a Redis that is down, comes up and goes away is named with its address and REDIS_URL, once each time', async () => {
  const { path, remove } = scratchFolder('redis');
  const port = await freePort();
  const up = () =>
    run({
      command: 'redis-server',
      args: `--port ${port} --bind 127.0.0.1 --save  --requirepass geheim-2 --dir ${path}`.split(' '),
      cwd: path,
      port,
    });
  const bot = await plainBot({
    databaseUrl: await postgres.database(),
    redisUrl: `redis://:geheim-2@127.0.0.1:${port}`,
    smtpPort: 9,
  });
  const running = bot.spawn(['start']);
  const told = () =>
    running
      .output()
      .split('\n')
      .filter((line) => line.includes(`Redis at 127.0.0.1:${port}`));
  const AWAY = expect.stringContaining('cannot be used (REDIS_URL)');
  const BACK = expect.stringContaining('is back (REDIS_URL)');
  await until('the outage', 60_000, () => told().length > 0);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(told()).toEqual([AWAY]);
  const server = await up();
  await until('the return', 60_000, () => told().length > 1);
  await server.stop();
  await until('the second outage', 60_000, () => told().length > 2);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(told()).toEqual([AWAY, BACK, AWAY]);
  expect(running.output()).not.toMatch(/geheim-2|the queue is out of reach/);
  expect(await running.stop()).toBe(0);
  bot.remove();
  remove();
});
