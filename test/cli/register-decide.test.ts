// `clerk register decide` and `register release` as an officer types them.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query } from '../bot.ts';
import { mailOf } from '../intake/scene.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { type PlainBot, plainBot } from './bot-with-rules.ts';

const DATED = ['Date: Wed, 29 Jun 2022 09:00:00 +0100'];
const REF = 'FOI/000001/22';
let postgres: PostgresServer;
let bot: PlainBot;
/** Where a bot without any mailbox keeps its register. */
let register = '';
beforeAll(async () => {
  postgres = await startPostgres();
  register = `${postgres.url}_demo`;
  bot = await plainBot({ databaseUrl: postgres.url });
  bot.write('in/1.eml', mailOf({ headers: DATED }));
  bot.write('in/2.eml', mailOf({ headers: DATED, body: 'I have not heard from you.\r\n', subject: 'Nothing' }));
  const { code, err } = await bot.clerk(['import', join(bot.folder, 'in')]);
  expect(code, err).toBe(0);
});
afterAll(async () => {
  bot.remove();
  await postgres.stop();
});

const decide = (...args: string[]) => bot.clerk(['register', 'decide', ...args]);

test('what is decided stands beside what the rules suggested', async () => {
  const { code, out, err } = await decide(
    'foi-000001 22',
    ...['--accept', 'regime=foia', '--add', 'exemption=s.12(1)', '--reject', 'kind=chaser', '--by', 'j.alder'],
  );
  expect(code, err).toBe(0);
  const lines = out.split('\n').map((line) => line.trim().replace(/\s+/g, ' '));
  expect(lines[0]).toBe(`${REF} (message 1): what stands decided, beside what the rules suggested`);
  expect(lines).toContainEqual(
    expect.stringMatching(/^regime foia accepted by j\.alder on \d{4}-\d\d-\d\d; suggested/),
  );
  expect(lines).toContainEqual(expect.stringMatching(/^exemption s\.12\(1\) added by j\.alder on .*; not suggested$/));
  expect(lines).toContainEqual(expect.stringMatching(/^kind request not decided; suggested at \d+ %$/));
  expect(lines).toContain('Still open: which kind is right? (--add kind=ID)');
});

test('no exemption used is a decision, and JSON tells the truth as it stands', async () => {
  const { code, out, err } = await decide(REF, '--none', 'exemption', '--by', 'j.alder', '--json');
  expect(code, err).toBe(0);
  const told = JSON.parse(out);
  expect(told).toMatchObject({ message: '1', decided: { regimes: ['foia'], exemptions: [] } });
  expect(told.rows).toContainEqual(
    expect.objectContaining({
      family: 'exemption',
      what: 'none',
      verdict: 'accepted',
      by: 'j.alder',
      suggested: false,
    }),
  );
});

test('what was added although it was suggested is an acceptance, and the account that runs it decided', async () => {
  const { code, err } = await decide('1', '--add', 'kind=request');
  expect(code, err).toBe(0);
  const [row] = await query<{ verdict: string; by: string; request_id: string | null }>(
    register,
    "select verdict, by, request_id from decision where family = 'kind' and what = 'request'",
  );
  expect(row).toMatchObject({ verdict: 'accepted', request_id: null });
  expect(row?.by).not.toBe('');
});

test('a request is shown with its decisions', async () => {
  const { out } = await bot.clerk(['register', 'show', REF]);
  expect(out).toContain('Decided by staff');
  expect(out).toMatch(/regime +foia accepted by j\.alder on /);
  expect(out).toMatch(/decided +message 1, by j\.alder, what foia/);
});

test('learning from a handful of decisions learns nothing, and says so', async () => {
  const { code, out, err } = await bot.clerk(['rules', 'learn']);
  expect(code, err).toBe(0);
  expect(out).toBe('1 decided mail, 0 labels with at least 30 decisions for and 30 against: nothing was learned\n');
});

test.each([
  [['--accept', 'topic=police.itc'], 'did you mean “police.ict”?'],
  [['--accept', 'topic=council.waste'], 'no topic of this authority, whose topics begin with police. or local.'],
  [['--reject', 'exemption=s.40(3)'], 'unknown exemption of foia and eir — one of: s.40(1), s.40(2), s.40(5A)'],
  [['--add', 'exemption=s.39(2)'], 'unknown exemption of foia and eir'],
  [['--add', 'topik=police.ict'], 'did you mean “topic”?'],
  [['--add', 'regime=foisa'], 'did you mean “foia”?'],
  [['--add', 'police.ict'], 'write FAMILY=ID'],
  [['--none', 'kind'], '--none kind: write one of exemption, topic, validity, flag'],
  [['--accept', 'topic=police.ict', '--reject', 'topic=police.ict'], 'is named twice'],
  [['--none', 'topic', '--add', 'topic=police.ict'], 'say one of the two'],
  [['--by', 'Jo Alder'], 'write an account'],
])('%j is wrong usage, is told how to write it, and decides nothing', async (args, told) => {
  const before = await query(register, 'select id from decision');
  const { code, err } = await decide(REF, ...args);
  expect([code, err]).toEqual([2, expect.stringContaining(told)]);
  expect(await query(register, 'select id from decision')).toEqual(before);
});

test('a reference that is not there is an error, and so is a number', async () => {
  for (const name of ['FOI/000099/22', '99']) {
    const { code, err } = await decide(name, '--none', 'exemption');
    expect(code).toBe(1);
    expect(err).toContain(`there is no request and no message ${name}`);
  }
});

test('a receipt that a limit held is let go or withheld by its reference, and what is not held is an error', async () => {
  await query(
    register,
    `insert into acknowledgement (message_id, kind, state, to_address, request_ids, mail_message_id, because)
     select message_id, 'receipt', 'held', requester_address, array[id], '<ack.1@northmere.police.example>', 'it may be a machine that answers'
     from request where reference = '${REF}'`,
  );
  const released = await bot.clerk(['register', 'release', REF, '--by', 'j.alder', '--json']);
  expect(released.code, released.err).toBe(0);
  expect(JSON.parse(released.out)).toMatchObject({ message: '1', outcome: 'released', by: 'j.alder' });
  const again = await bot.clerk(['register', 'release', '1']);
  expect([again.code, again.err.trim()]).toEqual([1, 'the receipt of message 1 is not held: it is ready']);
  await query(register, "update acknowledgement set state = 'held'");
  const withheld = await bot.clerk(['register', 'release', '1', '--withhold']);
  expect([withheld.code, withheld.out]).toEqual([0, 'The receipt of message 1 is not sent.\n']);
  const shown = await bot.clerk(['register', 'list']);
  expect(shown.out.replace(/\s+/g, ' ')).toContain('not sent: staff');
  const none = await bot.clerk(['register', 'release', '2']);
  expect([none.code, none.err.trim()]).toEqual([1, 'message 2 has no receipt']);
});
