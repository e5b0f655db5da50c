// `clerk register message` and `register list --parked`: a mail as staff ask for it by its number.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../bot.ts';
import { mailOf, OURS } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { type PlainBot, plainBot } from './bot-with-rules.ts';

const DATED = ['Date: Wed, 29 Jun 2022 09:00:00 +0100'];
const LONG = `${'robin.'.repeat(12)}sedge@a-very-long-name-of-a-domain.example`;
const REQUEST = [
  ...DATED,
  'From: Morgan Alder <morgan@alder.example>',
  `To: ${OURS}`,
  'Cc: clerk@alder.example',
  'Subject: Patrol boats',
  'Message-ID: <boats@alder.example>',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Under the Freedom of Information Act 2000 please send me the log.',
  'It says \u001b]0;owned\u0007 and \u202egnp.exe here.',
  '',
  'On 27 June 2022 at 09:00, Foi Team <foi@northmere.police.example> wrote:',
  '> The log is kept in the boat house.',
  '--b',
  'Content-Type: text/csv',
  'Content-Disposition: attachment; filename="boats\u001b[31m.csv"',
  '',
  'a,b',
  '--b--',
  '',
].join('\r\n');
let postgres: PostgresServer;
let bot: PlainBot;
/** Where a bot without any mailbox keeps its register. */
let register = '';
beforeAll(async () => {
  postgres = await startPostgres();
  register = `${postgres.url}_demo`;
  bot = await plainBot({ databaseUrl: postgres.url });
  bot.write('in/1.eml', REQUEST);
  bot.write('in/2.eml', Buffer.from('\u0000'));
  bot.write(
    'in/3.eml',
    mailOf({ from: LONG, headers: DATED, subject: 'FOI/000001/22', body: 'I have not heard from you.\r\n' }),
  );
  const { code, err } = await bot.clerk(['import', join(bot.folder, 'in')]);
  expect(code, err).toBe(0);
});
afterAll(async () => {
  bot.remove();
  await postgres.stop();
});

test('a mail is shown with who sent it, what became of it, its files and its words, quoted ones marked', async () => {
  const { code, out, err } = await bot.clerk(['register', 'message', '1']);
  expect(code, err).toBe(0);
  for (const line of [
    'Message 1  registered',
    '  From       Morgan Alder <morgan@alder.example>',
    `  To         ${OURS}`,
    '  Cc         clerk@alder.example',
    '  Received   2022-06-29 09:00:00 (Europe/London)',
    '  Subject    Patrol boats',
    '  Kind       request: request: ',
    '  Request    opened FOI/000001/22 (request under foia, open, due 2022-07-28)',
    '  Receipt    not sent: ',
    '  Attached   boats',
    '.csv (text/csv, 3 bytes)',
    '  Under the Freedom of Information Act 2000 please send me the log.',
    '  | > The log is kept in the boat house.',
  ])
    expect(out).toContain(line);
});

test('no control character of a mail reaches the terminal', async () => {
  const { out } = await bot.clerk(['register', 'message', '1']);
  expect(out).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
});

test('a mail that could not be read is shown with the reason and the way to its bytes', async () => {
  const { code, out } = await bot.clerk(['register', 'message', '2']);
  expect(code).toBe(0);
  expect(out).toContain('Message 2  could not be read');
  expect(out).toContain('Waits      for a person: could not be read: ');
  expect(out).toContain('--raw');
});

test('raw bytes are exactly those that came', async () => {
  const raw = execFileSync(
    process.execPath,
    [join(import.meta.dirname, '..', '..', 'src', 'cli.ts'), 'register', 'message', '1', '--raw'],
    { env: bot.env },
  );
  expect(raw.equals(Buffer.from(REQUEST))).toBe(true);
  await query(register, 'update message set bytes = null where id = 2');
  const gone = await bot.clerk(['register', 'message', '2', '--raw']);
  expect([gone.code, gone.out]).toEqual([1, '']);
  expect(gone.err).toContain('the bytes of message 2 are kept no longer');
});

test('as JSON a mail has its outcome, its stretches and its files', async () => {
  const found = JSON.parse((await bot.clerk(['register', 'message', '1', '--json'])).out);
  expect(found).toMatchObject({
    id: '1',
    kind: 'request',
    to: [{ address: OURS }],
    requests: [{ role: 'opened', reference: 'FOI/000001/22' }],
    attachments: [{ contentType: 'text/csv', bytes: 3 }],
  });
  expect(found.segments.map(({ kind }: { kind: string }) => kind)).toContain('quote');
});

test('a number that no mail has ends with 1, and what is no number with 2, both with the way on', async () => {
  const unknown = await bot.clerk(['register', 'message', '4711']);
  expect([unknown.code, unknown.out]).toEqual([1, '']);
  expect(unknown.err).toBe('there is no message 4711: `clerk register list --parked` shows those that wait\n');
  for (const args of [['FOI/000001/22'], ['-1'], ['1', '--raw', '--json'], []]) {
    const { code, out, err } = await bot.clerk(['register', 'message', ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  }
});

test('a mail’s number given as a reference is pointed to the mail', async () => {
  const { code, err } = await bot.clerk(['register', 'show', '3']);
  expect(code).toBe(1);
  expect(err).toContain('mail 3 is `clerk register message 3`');
});

test('the mails that wait for a person are listed alone, with number, reason and likely request, and nothing is cut', async () => {
  const { code, out } = await bot.clerk(['register', 'list', '--parked']);
  expect(code).toBe(0);
  expect(out).toMatch(/^2 mails wait for a person$/m);
  expect(out).not.toMatch(/^\d requests?$/m);
  for (const head of ['Number', 'Received', 'From', 'Subject', 'Why', 'Likely request']) expect(out).toContain(head);
  expect(out).toContain('FOI/000001/22');
  expect(out).not.toContain('…');
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
  const rows = (await bot.clerk(['register', 'list', '--parked', '--json'])).out.trim().split('\n');
  expect(rows.map((line) => JSON.parse(line)).map(({ row, id }) => [row, id])).toEqual([
    ['parked', '2'],
    ['parked', '3'],
  ]);
});

test('the list says of each request what became of its receipt', async () => {
  const states = ['sent', 'held', 'failed', 'unknown', 'ready'] as const;
  const said: string[] = [];
  await query(
    register,
    `insert into acknowledgement (message_id, kind, to_address, request_ids, mail_message_id)
     select message_id, 'receipt', requester_address, array[id], '<ack.FOI-000001-22.1@northmere.police.example>' from request`,
  );
  for (const state of states) {
    await query(
      register,
      `update acknowledgement set state = '${state}', because = ${state === 'held' ? "'the limit'" : 'null'}`,
    );
    const [row] = (await bot.clerk(['register', 'list', '--json'])).out.trim().split('\n');
    said.push(JSON.parse(row ?? '').receipt);
  }
  expect(said).toEqual([...states]);
  const { out } = await bot.clerk(['register', 'list']);
  expect(out).toContain('waiting to be sent');
});
