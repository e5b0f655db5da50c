// Our own acknowledgement comes back, in every way that mail programs and people send it: it opens no request by itself.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { compose } from '../../src/acknowledge/compose.ts';
import { letter as fillLetter } from '../../src/acknowledge/letter.ts';
import { compileLetters } from '../../src/acknowledge/letter-templates.ts';
import { readRuleFiles } from '../../src/classify/load.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import { ourLetter, ourWords } from '../../src/intake/our-letter.ts';
import type { Reader } from '../../src/intake/reader.ts';
import { publish } from '../../src/register/rule-set.ts';
import { NORTHMERE } from '../acknowledge/northmere.ts';
import { type PostgresServer, startPostgres } from '../servers/postgres.ts';
import { arrivalOf, mailOf, OURS, openScene, readerOf, type Scene } from './scene.ts';

const ACK = '<ack.FOI-000001-22.1@northmere.police.example>';
const NEW_REQUEST =
  'Thank you. I have a new request under the Freedom of Information Act 2000: please send me the number of drones you own and what each cost since 2020.';
let postgres: PostgresServer;
let rules: RuleFiles;
let reader: Reader;
let scene: Scene;
beforeAll(async () => {
  [postgres, rules] = await Promise.all([startPostgres(), readRuleFiles('rules')]);
  reader = readerOf(rules);
});
beforeEach(async () => {
  await scene?.close();
  scene = await openScene(await postgres.database(), reader);
  await publish(scene.db, rules);
  await scene.register(mailOf());
});
afterAll(async () => {
  await scene.close();
  await reader.close();
  await postgres.stop();
});

/** The letter to the request of every test, in both languages. */
function sent(change: Partial<typeof NORTHMERE> = {}) {
  const compiled = compileLetters(rules.files);
  if (!compiled.ok) throw new Error('the shipped letters do not compile');
  const clock = { regime: 'foia', kind: 'request', receivedOn: '2022-06-29', dueOn: '2022-07-28' } as const;
  return fillLetter(compiled.templates, {
    authority: { ...NORTHMERE, ...change },
    cases: [{ ...clock, reference: 'FOI/000001/22' }],
    writtenOn: '2022-06-29',
  });
}
const LF = /\r?\n/g;
const wire = (text: string): string => text.replace(LF, '\r\n');
const message = (id = '') => scene.db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const opened = async (): Promise<number> => (await scene.db.selectFrom('request').select('id').execute()).length;

/** Lines broken at 60 characters, as an old mail program does it. */
const wrapped = (text: string): string => text.replace(/(.{30,60})[ ]/g, '$1\n');

async function attachedTo(words: string, inner: string): Promise<string> {
  const bytes = Buffer.from(
    wire(
      [
        'From: Robin Sedge <robin@sedge.example>',
        `To: ${OURS}`,
        'Subject: Fwd: [FOI/000001/22] We have received your request',
        `Message-ID: <attached-${inner.length}@sedge.example>`,
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        words,
        '--b',
        'Content-Type: message/rfc822',
        '',
        inner,
        '--b--',
        '',
      ].join('\n'),
    ),
  );
  return (await scene.register(bytes))[0] ?? '';
}

const innerMail = (text: string, headers: readonly string[]): string =>
  [
    `From: Northmere Constabulary <${OURS}>`,
    'Date: Wed, 29 Jun 2022 10:00:00 +0100',
    'To: morgan@alder.example',
    'Subject: [FOI/000001/22] We have received your request',
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  ].join('\n');

/** Each way in which the letter alone comes back as the text of a mail. */
const WAYS: readonly (readonly [how: string, body: (text: string) => string])[] = [
  ['with its headers stripped', (text) => text],
  ['with its lines broken anew', wrapped],
  ['with every line marked as a quotation and no attribution', (text) => text.replace(/^/gm, '> ')],
  [
    'forwarded by a colleague under a mark',
    (text) =>
      `---------- Forwarded message ---------\nFrom: Northmere Constabulary <${OURS}>\nDate: Wed, 29 Jun 2022 at 10:00\nSubject: [FOI/000001/22] We have received your request\nTo: Morgan Alder <morgan@alder.example>\n\n${text}`,
  ],
  [
    'forwarded by a colleague as Outlook does it',
    (text) =>
      `From: Northmere Constabulary <${OURS}>\nSent: 29 June 2022 10:00\nTo: Morgan Alder <morgan@alder.example>\nSubject: [FOI/000001/22] We have received your request\n\n${text}`,
  ],
];

test.each(WAYS)('our letter that comes back %s opens nothing and is no request', async (_, body) => {
  const [id] = await scene.register(
    mailOf({
      from: 'Robin Sedge <robin@sedge.example>',
      subject: 'Fwd: [FOI/000001/22] We have received your request',
      body: wire(body(sent().text)),
    }),
  );
  const row = await message(id);
  expect(row.kind, row.body ?? '').toBe('automatic');
  expect(row.kind_because).toContain('it repeats our own letter, and nothing was added to it');
  expect(row.receipt_send).toBe(false);
  expect(await opened()).toBe(1);
});

test.each(WAYS)('a new request above our letter that comes back %s is opened', async (_, body) => {
  const [id] = await scene.register(
    mailOf({
      from: 'Robin Sedge <robin@sedge.example>',
      subject: 'Drones',
      body: wire(`${NEW_REQUEST}\n\nRobin Sedge\n\n${body(sent().text)}`),
    }),
  );
  expect(await opened()).toBe(2);
  expect((await message(id)).kind).toBe('request');
});

test('a new request above our letter without any mark between them is opened, put before a person and not answered by machine', async () => {
  const [id] = await scene.register(
    mailOf({ from: 'Robin Sedge <robin@sedge.example>', body: wire(`${NEW_REQUEST}\n\n${sent().text}`) }),
  );
  const row = await message(id);
  expect(row).toMatchObject({ receipt_send: false, receipt_because: 'it repeats our own acknowledgement' });
  expect(row.state).toBe('parked');
  expect(await opened()).toBe(2);
});

test('our letter in Welsh and English, and as HTML, is known again', async () => {
  const { text, html } = sent({ languages: ['cy', 'en'] });
  const [both, page] = await scene.register(
    mailOf({ from: 'Robin Sedge <robin@sedge.example>', subject: 'A', body: wire(text) }),
    Buffer.from(
      mailOf({ from: 'Robin Sedge <robin@sedge.example>', subject: 'B', body: wire(html) })
        .toString()
        .replace('text/plain', 'text/html'),
    ),
  );
  expect([(await message(both)).kind, (await message(page)).kind]).toEqual(['automatic', 'automatic']);
});

test('our letter attached with nothing written joins its request and is filed', async () => {
  const id = await attachedTo('', innerMail(sent().text, [`Message-ID: ${ACK}`]));
  expect(await message(id)).toMatchObject({ kind: 'automatic', state: 'registered', parked_because: null });
  expect(await opened()).toBe(1);
});

test('an attached letter in a wording that nobody has any more is known by its Message-ID, or by its loop mark', async () => {
  const old =
    'We received your request for information under the Freedom of Information Act. Please send us nothing more.';
  const byId = await attachedTo('', innerMail(old, [`Message-ID: ${ACK}`]));
  const byMark = await attachedTo(' ', innerMail(old, ['Message-ID: <other@relay.example>', 'X-FOI-Loop: 4f2a']));
  for (const id of [byId, byMark]) {
    expect((await message(id)).kind_because).toContain('it brings our own acknowledgement back');
  }
  expect(await opened()).toBe(1);
});

test('words above an attached letter of ours put it before a person, and a new request there is opened', async () => {
  const inner = innerMail(sent().text, [`Message-ID: ${ACK}`]);
  const id = await attachedTo('Is this mail really from you? It went to my old address.', inner);
  expect((await message(id)).state).toBe('parked');
  expect(await opened()).toBe(1);
  const other = await attachedTo(NEW_REQUEST, inner);
  expect(await message(other)).toMatchObject({ kind: 'request', receipt_send: false, state: 'parked' });
  expect(await opened()).toBe(2);
});

test('a letter of ours with nothing but its loop mark left, sent as a mail of its own, is ours', async () => {
  const [id] = await scene.register(
    arrivalOf(
      mailOf({
        from: 'Robin Sedge <robin@sedge.example>',
        headers: ['X-FOI-Loop: 4f2a'],
        subject: '[FOI/000001/22] We have received your request',
        body: wire(sent().text),
      }),
    ),
  );
  expect((await message(id)).kind).toBe('automatic');
  expect(await opened()).toBe(1);
});

test('the mail that we send is known whole: no word of it is left to the rules', () => {
  const { text } = compose(sent(), {
    to: 'morgan@alder.example',
    from: OURS,
    fromName: NORTHMERE.name,
    envelopeFrom: OURS,
    reference: 'FOI/000001/22',
    inReplyTo: null,
    date: new Date('2022-06-29T09:00:00Z'),
    secret: 'a secret of the test',
  });
  const found = ourWords(text, ourLetter(rules.files, NORTHMERE));
  const left = found.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);
  expect(left.trim()).toBe('');
});

test('a sentence of one’s own between two of ours stays one’s own', () => {
  const own = 'How many drones do you own?';
  const body = `We will answer promptly, and no later than 28 July 2022. ${own} The law allows up to 20 working days, counted from the day after we received it.`;
  const found = ourWords(body, ourLetter(rules.files, NORTHMERE));
  expect(found.map(({ start, end }) => body.slice(start, end).trim())).toEqual([
    'We will answer promptly, and no later than 28 July 2022.',
    'The law allows up to 20 working days, counted from the day after we received it.',
  ]);
});

test('words as people use them are not ours: a label, a greeting, half a sentence', () => {
  const letter = ourLetter(rules.files, NORTHMERE);
  for (const body of [
    'Reference: FOI/000001/22\nTelephone: 01632 960001\nE-mail: morgan@alder.example\nPlease send me the log.',
    'Please send me all e-mails in which you say that you will answer promptly.',
    'Thank you for writing to Morgan Alder. What happens next?',
  ])
    expect(ourWords(body, letter)).toEqual([]);
});

test('an authority’s own wording counts beside the shipped one', () => {
  const path = 'local/letters/acknowledgement.en.txt';
  const content =
    'Subject: Got it\n\nYour letter {{reference}} reached our little office by the harbour on {{received}}.\n';
  const letter = ourLetter([...rules.files, { path, content }], NORTHMERE);
  const body =
    'Your letter FOI/000001/22 reached our little\noffice by the harbour on 29 June 2022. Please send me a map.';
  expect(ourWords(body, letter).map(({ end }) => body.slice(end))).toEqual(['Please send me a map.']);
});

test('a body of a megabyte that begins our sentences without end is gone through in order', () => {
  const body = 'we will answer promptly and no later than '.repeat(25_000);
  expect(ourWords(body, ourLetter(rules.files, NORTHMERE)).every(({ end }) => end <= body.length)).toBe(true);
});
