// `clerk start` as an operator runs it, and how wrong usage is told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../bot.ts';
import { mailOf } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { startSmtpSink } from '../servers/smtp-sink.ts';
import { mboxOf, type PlainBot, plainBot } from './bot-with-rules.ts';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

async function withBot(smtpPort: number, work: (bot: PlainBot, url: string) => Promise<void>): Promise<void> {
  const url = await postgres.database();
  const bot = await plainBot({ databaseUrl: url, smtpPort });
  try {
    await work(bot, url);
  } finally {
    bot.remove();
  }
}

test('--until-idle works what lies in the inbox folder and ends with 0; a second run finds nothing more to do', async () => {
  const sink = await startSmtpSink();
  await withBot(sink.port, async (bot, url) => {
    bot.write('var/inbox/one.eml', mailOf({ headers: ['Date: Wed, 29 Jun 2022 09:00:00 +0100'] }));
    for (let run = 0; run < 2; run += 1) {
      const { code, err } = await bot.clerk(['start', '--until-idle']);
      expect(code, err).toBe(0);
      expect(await query(url, 'select reference from request')).toEqual([{ reference: 'FOI/000001/22' }]);
      expect(err).not.toContain('waits until');
    }
  });
  await sink.stop();
});

test('--until-idle ends when only later tries remain, and lists them', async () => {
  const sink = await startSmtpSink({ args: ['-r', 'RCPT'] });
  await withBot(sink.port, async (bot, url) => {
    const path = bot.write('one.eml', mailOf());
    const imported = await bot.clerk(['import', '--acknowledge', path]);
    expect(imported.code, imported.err).toBe(0);
    const { code, err } = await bot.clerk(['start', '--until-idle', 'clock', 'acknowledge']);
    expect(code, err).toBe(0);
    expect(err).toMatch(/acknowledgement \d+ is ready and waits until \d{4}-\d\d-\d\dT[^:]+:\d\d/);
    expect(await query(url, 'select state, attempts from acknowledgement')).toEqual([{ state: 'ready', attempts: 1 }]);
  });
  await sink.stop();
});

test('a dry run writes each receipt into the outbox and sends none', async () => {
  const sink = await startSmtpSink();
  const url = await postgres.database();
  const bot = await plainBot({ databaseUrl: url, smtpPort: sink.port, acknowledge: { dryRun: true } });
  const { code, err } = await bot.clerk(['import', '--acknowledge', bot.write('one.eml', mailOf())]);
  expect(code, err).toBe(0);
  expect(await query(url, "select state, server_reply like 'written to %' as written from acknowledgement")).toEqual([
    { state: 'sent', written: true },
  ]);
  expect(sink.mails()).toEqual([]);
  bot.remove();
  await sink.stop();
});

test.each([
  [['start', 'postman'], 2, 'there is no worker "postman"'],
  [['nonsense'], 2, "unknown command 'nonsense'"],
  [['register', 'show'], 2, 'missing required argument'],
  [['classify', '--sector', 'zoo', 'x.eml'], 2, '--sector zoo'],
  [['import', '/no/such/folder'], 1, '/no/such/folder'],
  [['classify', '/no/such/file.eml'], 1, '/no/such/file.eml'],
] as const)('clerk %j ends with %i and says why on standard error only', async (args, wanted, words) => {
  await withBot(9, async (bot) => {
    const { code, out, err } = await bot.clerk(args);
    expect([code, out]).toEqual([wanted, '']);
    expect(err).toContain(words);
  });
});

test('--help ends with 0', async () => {
  await withBot(9, async (bot) => {
    const { code, out } = await bot.clerk(['--help']);
    expect([code, out.includes('reconcile')]).toEqual([0, true]);
  });
});

test('classify prints one object a mail, in the order of the command line, and one for what cannot be read', async () => {
  await withBot(9, async (bot) => {
    const file = (name: string, subject: string) =>
      bot.write(name, mailOf({ subject, headers: ['Date: Wed, 29 Jun 2022 23:30:00 +0000'] }));
    const z = file('z.eml', 'Last by name');
    const broken = bot.write('broken.eml', Buffer.from('\u0000'));
    const many = Array.from({ length: 9 }, (_, i) => file(`folder/${i}.eml`, `Number ${i}`));
    const mbox = bot.write('old.mbox', mboxOf(mailOf(), mailOf()));
    const { code, out, err } = await bot.clerk([
      'classify',
      '--json',
      '--text',
      z,
      broken,
      join(bot.folder, 'folder'),
      mbox,
    ]);
    expect(code, err).toBe(0);
    const printed = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed.map((one) => one.file)).toEqual([z, broken, ...many, `${mbox}#1`, `${mbox}#2`]);
    expect(printed[0]).toMatchObject({
      kind: 'request',
      regime: 'foia',
      receivedOn: '2022-06-30',
      due: { on: '2022-07-29' },
      acknowledge: { send: true },
      requester: { name: 'Morgan Alder', address: 'morgan@alder.example', platform: null },
    });
    expect(printed[0].fields.subject).toBe('Last by name');
    expect(printed[1]).toMatchObject({
      file: broken,
      kind: 'general',
      error: { code: 'unparsable' },
      acknowledge: { send: false },
    });
  });
});

test('classify reads one mail from standard input where - stands', async () => {
  await withBot(9, async (bot) => {
    const file = bot.write('a.eml', mailOf({ subject: 'From a file' }));
    const child = spawn(process.execPath, ['src/cli.ts', 'classify', '--json', file, '-', file], { env: bot.env });
    let out = '';
    child.stdout.on('data', (piece: Buffer) => {
      out += piece.toString();
    });
    child.stdin.end(mailOf({ from: 'Robin Sedge <robin@sedge.example>' }));
    const [code] = await once(child, 'close');
    expect(code).toBe(0);
    const printed = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(printed.map((one) => one.file)).toEqual([file, '-', file]);
    expect(printed[1].requester.address).toBe('robin@sedge.example');
  });
});
