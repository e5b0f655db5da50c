// `clerk import`, `register` and `reconcile` as an officer runs them.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../bot.ts';
import { mailOf } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { type SmtpSink, startSmtpSink } from '../servers/smtp-sink.ts';
import { mboxOf, type PlainBot, plainBot } from './bot-with-rules.ts';

const DATED = ['Date: Wed, 29 Jun 2022 09:00:00 +0100'];
const FORMULA = '=HYPERLINK("https://evil.example";"click")';
let postgres: PostgresServer;
let sink: SmtpSink;
let bot: PlainBot;
let names: string[];
let imported: Awaited<ReturnType<PlainBot['clerk']>>;
beforeAll(async () => {
  [postgres, sink] = await Promise.all([startPostgres(), startSmtpSink()]);
  bot = await plainBot({ databaseUrl: postgres.url, smtpPort: sink.port });
  bot.write('backlog/b.eml', mailOf({ subject: FORMULA, headers: DATED }));
  bot.write(
    'backlog/a.eml',
    mailOf({ subject: 'Gulls \u001b[31m', from: 'Robin Sedge <robin@sedge.example>', headers: DATED }),
  );
  bot.write('backlog/broken.eml', Buffer.from('\u0000'));
  for (const folder of ['cur', 'new', 'tmp']) bot.write(`maildir/${folder}/.keep`, '');
  bot.write('maildir/new/1656489600.M1.host', mailOf({ subject: 'Kites', headers: DATED }));
  bot.write('maildir/tmp/1656489601.M2.host', mailOf({ subject: 'Half written', headers: DATED }));
  bot.write(
    'old.mbox',
    mboxOf(mailOf({ subject: 'Ropes', headers: DATED }), mailOf({ subject: 'Winches', headers: DATED })),
  );
  names = ['backlog', 'maildir', 'old.mbox'].map((name) => join(bot.folder, name));
  imported = await bot.clerk(['import', ...names]);
});
afterAll(async () => {
  bot.remove();
  await sink.stop();
  await postgres.stop();
});

test('a folder, a Maildir and an mbox file are taken in, and nothing is acknowledged', async () => {
  expect(imported.code, imported.err).toBe(0);
  expect(imported.out).toBe('6 mails read, 6 of them new to the register.\n');
  const rows = await query<{ subject: string | null; state: string }>(
    postgres.url,
    'select subject, state from message order by id',
  );
  expect(rows.map(({ state }) => state)).toEqual([
    'registered',
    'registered',
    'unparsable',
    'registered',
    'registered',
    'registered',
  ]);
  expect(rows.map(({ subject }) => subject)).not.toContain('Half written');
  expect(await query(postgres.url, 'select id from message where receipt_send')).toEqual([]);
  expect(sink.mails()).toEqual([]);
});

test('a backlog that is imported twice is only counted, and does not hang on what others have ready', async () => {
  await query(
    postgres.url,
    `insert into acknowledgement (message_id, kind, to_address, request_ids, mail_message_id)
     select message_id, 'receipt', requester_address, array[id], '<ack.FOI-000001-22.1@northmere.police.example>' from request order by id limit 1`,
  );
  const { code, out } = await bot.clerk(['import', '--json', ...names]);
  expect([code, JSON.parse(out)]).toEqual([0, { read: 6, fresh: 0 }]);
  expect(await query(postgres.url, 'select state from acknowledgement')).toEqual([{ state: 'ready' }]);
  expect(sink.mails()).toEqual([]);
});

test('with --acknowledge what is imported is acknowledged before the command ends', async () => {
  const path = bot.write('fresh.eml', mailOf({ subject: 'Fresh', from: 'Fresh Reed <fresh@reed.example>' }));
  const { code, err } = await bot.clerk(['import', '--acknowledge', path]);
  expect(code, err).toBe(0);
  expect(sink.mails().flatMap(({ envelopeTo }) => envelopeTo)).toContain('fresh@reed.example');
});

test('list shows every request and what waits for a person, and no control character reaches the terminal', async () => {
  const { code, out } = await bot.clerk(['register', 'list']);
  expect(code).toBe(0);
  expect(out).toMatch(/^[56] requests$/m);
  expect(out).toContain('1 mail waits for a person');
  expect(out).toContain('FOI/000001/22');
  expect(out).toContain('overdue');
  expect(out).not.toContain('\u001b');
  const json = (await bot.clerk(['register', 'list', '--json'])).out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(json.filter(({ row, subject }) => row === 'request' && subject !== 'Fresh')).toHaveLength(5);
  expect(json.find(({ row }) => row === 'parked').parked_because).toContain('could not be read');
});

test('show finds a request however its reference is typed, with the sum of its date, its words and its timeline', async () => {
  const { code, out } = await bot.clerk(['register', 'show', 'foi-000001 22']);
  expect(code).toBe(0);
  for (const words of [
    'FOI/000001/22  request under foia',
    'Robin Sedge <robin@sedge.example>',
    'due 2022-07-28',
    '20th working day',
    '"please send me" (body)',
    'opened',
  ])
    expect(out).toContain(words);
  expect(JSON.parse((await bot.clerk(['register', 'show', '--json', 'FOI/000001/22'])).out).request.reference).toBe(
    'FOI/000001/22',
  );
});

test('a reference that is not there is an error on standard error, and exit 1', async () => {
  const { code, out, err } = await bot.clerk(['register', 'show', 'FOI/999999/22']);
  expect([code, out]).toEqual([1, '']);
  expect(err).toContain('there is no request FOI/999999/22');
});

test('a cell of the export that a spreadsheet would run is made text', async () => {
  const { code, out } = await bot.clerk(['register', 'export']);
  expect(code).toBe(0);
  const lines = out.trim().split('\n');
  expect(lines[0]).toContain('"reference","kind","regime"');
  expect(lines.filter((line) => !line.includes('"Fresh"'))).toHaveLength(6);
  expect(out).toContain(`"'=HYPERLINK(`);
  expect(out).not.toContain('"=HYPERLINK(');
});

test('reconcile ends with 0 while the books agree, and with 1 and a mark once they do not', async () => {
  const fine = await bot.clerk(['reconcile']);
  expect(fine.code, fine.out).toBe(0);
  expect(fine.out).toMatch(/^\?\s+1 {2}messages that could not be read$/m);
  await query(postgres.url, "update message set bytes = 'changed' where subject = 'Kites'");
  const wrong = await bot.clerk(['reconcile']);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(/^!\s+1 {2}messages whose bytes do not have their sha256$/m);
});

test('reconcile says which mailbox could not be asked, and ends with 1', async () => {
  const lost = await plainBot({
    databaseUrl: await postgres.database(),
    mailboxes: [
      {
        name: 'foi',
        host: '127.0.0.1',
        port: 1,
        secure: false,
        startTls: false,
        user: 'foi',
        passwordEnv: '',
        password: 'x',
        folders: ['INBOX'],
        junkFolders: [],
        moveTo: null,
        goLiveAt: null,
        pollSeconds: 60,
      },
    ],
  });
  const { code, err } = await lost.clerk(['reconcile']);
  expect(code).toBe(1);
  expect(err).toContain('mailbox foi could not be asked');
  lost.remove();
});
