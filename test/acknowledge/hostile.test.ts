// Hostile mail, all the way to a real SMTP server: no stranger gets a receipt, no foreign header gets into one.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '../../src/acknowledge/compose.ts';
import { letter } from '../../src/acknowledge/letter.ts';
import { compileLetters } from '../../src/acknowledge/letter-templates.ts';
import { mayAnswer } from '../../src/acknowledge/may-answer.ts';
import { LOOP_HEADER } from '../../src/mail/our-marks.ts';
import { parse } from '../../src/mail/parse.ts';
import { smtpTransport, type Transport } from '../../src/mail/send.ts';
import { outgoingTo, type SmtpSink, startSmtpSink } from '../servers/smtp-sink.ts';
import { NORTHMERE, northmere, REQUEST, rawMail } from './northmere.ts';

const JO = 'jo@alder.example';
const FORM = 'forms@portal.example';
const BY_FORM = `Return-Path: <${FORM}>`;
const OUTGOING = outgoingTo(0);
const compiled = compileLetters(
  ['en.txt', 'en.html', 'cy.txt', 'cy.html'].map((name) => ({
    path: `letters/acknowledgement.${name}`,
    content: readFileSync(`rules/letters/acknowledgement.${name}`, 'utf8'),
  })),
);

let sink: SmtpSink;
let transport: Transport;
beforeAll(async () => {
  sink = await startSmtpSink();
  transport = smtpTransport({ ...OUTGOING, port: sink.port });
});
afterAll(async () => {
  await transport.close();
  await sink.stop();
});

const bcc = 'Bcc: victim@victim.example';
const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const q = (text: string) =>
  `=?utf-8?Q?${[...Buffer.from(text)].map((byte) => `=${byte.toString(16).padStart(2, '0').toUpperCase()}`).join('')}?=`;
const file = (name: string) =>
  `--b\r\nContent-Type: text/plain\r\n\r\nPlease send me the bicycle policy.\r\n--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; ${name}\r\n\r\nx\r\n--b--\r\n`;
const MULTIPART = 'Content-Type: multipart/mixed; boundary=b';

/** [what, its headers, who may get the receipt: one address, or null for nobody, and its body] */
type Case = readonly [what: string, headers: readonly string[], to: string | null, body?: string];
const CASES: readonly Case[] = [
  // Header injection through what the sender writes: the receipt goes out and is clean.
  ['line ends in an encoded subject', [`Subject: ${word(`x\r\n${bcc}`)}`], JO],
  ['a bare line feed in an encoded subject', [`Subject: ${q(`x\n${bcc}`)}`], JO],
  ['a bare return in an encoded subject', [`Subject: ${q(`x\r${bcc}`)}`], JO],
  ['a whole second body in the subject', [`Subject: ${word(`x\r\n\r\nMAIL FROM:<a@victim.example>\r\n.\r\n`)}`], JO],
  ['NUL and escape characters in the subject', [`Subject: ${word('x\0\u001b[2J\u009b31m')}`], JO],
  ['a Unicode line separator in the subject', [`Subject: ${word(`x\u2028${bcc}\u2029y\u0085z`)}`], JO],
  ['text that runs backwards in the subject', [`Subject: ${word('\u202egnp.exe\u200b')}`], JO],
  ['a subject of 60 kB', [`Subject: ${'long '.repeat(12_000)}`], JO],
  ['a template in the subject', ['Subject: {{constructor}} {{#cases}}{{reference}}{{/cases}} #{7*7} <%= 7 %>'], JO],
  ['our reference in the subject', ['Subject: [FOI/000001/22] Re: Bicycles'], JO],
  ['line ends in an encoded display name', [`From: ${word(`Jo\r\n${bcc}\r\n`)} <${JO}>`], JO],
  ['an address in an encoded display name', [`From: ${word('victim@victim.example')} <${JO}>`], JO],
  ['an address list in an encoded display name', [`From: ${word('<victim@victim.example>, Jo')} <${JO}>`], JO],
  ['an address in a quoted display name', [`From: "victim@victim.example" <${JO}>`], JO],
  ['a bracket and a comma in a quoted display name', [`From: "<victim@victim.example>, Jo" <${JO}>`], JO],
  ['an escaped quote in a display name', [`From: "Jo \\" <victim@victim.example>, \\"" <${JO}>`], JO],
  ['a NUL in a display name', [`From: Jo\0 Alder <${JO}>`], JO],
  ['a comment with an address after the address', [`From: ${JO} (victim@victim.example)`], JO],
  ['line ends in an encoded Message-ID', [`Message-ID: <${word(`a\r\n${bcc}`)}@alder.example>`], JO],
  ['a folded Message-ID with a header in it', [`Message-ID: <a@alder.example>\r\n ${bcc}`], JO],
  ['a Message-ID with a space', ['Message-ID: <a b@alder.example>'], JO],
  ['a Message-ID with two ids', ['Message-ID: <a@alder.example> <b@victim.example>'], JO],
  ['a Message-ID with NUL', ['Message-ID: <a\0b@alder.example>'], JO],
  ['a Message-ID of 3 kB', [`Message-ID: <${'a'.repeat(3000)}@alder.example>`], JO],
  ['no Message-ID', ['Message-ID: '], JO],
  [
    'line ends in References and In-Reply-To',
    [`References: ${word(`<a@b.example>\r\n${bcc}`)}`, `In-Reply-To: ${word(`\r\n${bcc}`)}`],
    JO,
  ],
  ['line ends in a file name', [MULTIPART], JO, file(`filename="${word(`a\r\n${bcc}`)}"`)],
  ['a path in a file name', [MULTIPART], JO, file('filename="../../etc/cron.d/x"')],
  [
    'an RFC 2231 file name with line ends',
    [MULTIPART],
    JO,
    file("filename*=utf-8''a%0d%0aBcc%3a%20victim%40victim.example"),
  ],
  ['a copy and a blind copy asked for', ['Cc: victim@victim.example', bcc], JO],
  ['another Reply-To', ['Reply-To: victim@victim.example'], JO],
  [
    'a read receipt asked for by someone else',
    [
      'Disposition-Notification-To: victim@victim.example',
      'Errors-To: victim@victim.example',
      'Return-Receipt-To: victim@victim.example',
    ],
    JO,
  ],
  [
    'internal headers that name another recipient',
    ['X-FOI-To: victim@victim.example', 'X-Original-To: victim@victim.example', 'Resent-From: victim@victim.example'],
    JO,
  ],
  [
    'a Delivered-To and Apparently-To of someone else',
    ['Delivered-To: victim@victim.example', 'Apparently-To: victim@victim.example'],
    JO,
  ],
  [
    'a dot on a line of its own and a second SMTP session in the body',
    [],
    JO,
    'Please send me the policy.\r\n.\r\nMAIL FROM:<a@victim.example>\r\nRCPT TO:<victim@victim.example>\r\n',
  ],
  ['an internationalised domain', ['From: jo@büro.example'], 'jo@xn--bro-hoa.example'],
  ['a local part that looks like a command', ['From: vrfy=root|$HOME@alder.example'], 'vrfy=root|$HOME@alder.example'],
  ['a local part that starts with a hyphen', ['From: -oQ/tmp@alder.example'], '-oQ/tmp@alder.example'],
  [
    'a web form whose requester has a hostile name',
    [`From: ${FORM}`, BY_FORM, `Reply-To: ${word(`x\r\n${bcc}`)} <${JO}>`],
    JO,
  ],
  // Tricks with From: nobody gets a receipt.
  ['an address, a comment, and the rest of a domain', ['From: a@victim.example (x) .evil.example'], null],
  ['an address before the bracket', [`From: victim@victim.example <${JO}>`], null],
  ['two brackets', [`From: <victim@victim.example> <${JO}>`], null],
  ['an encoded word that is the address', [`From: ${word('<victim@victim.example>')}`], null],
  ['an address with an encoded line end', [`From: ${q(`jo@alder.example\r\n${bcc}`)}`], null],
  ['a source route', ['From: <@relay.example:victim@victim.example>'], null],
  ['the percent hack', ['From: victim%victim.example@alder.example@victim.example'], null],
  ['a quoted local part with an address', ['From: "victim@victim.example,x"@alder.example'], null],
  ['a quoted local part with line ends', ['From: "jo\r\n RCPT TO:<victim@victim.example>"@alder.example'], null],
  ['a group', ['From: all: a@victim.example, b@victim.example;'], null],
  ['two senders', [`From: ${JO}, victim@victim.example`], null],
  ['two From headers', [`From: ${JO}`, 'From: victim@victim.example'], null],
  ['a wide dot in the domain', ['From: jo@victim\uff0eexample'], null],
  ['a wide at sign', ['From: jo\uff20victim.example'], null],
  ['an IP literal', ['From: jo@[127.0.0.1]'], null],
  ['localhost', ['From: root@localhost'], null],
  ['an address with a space', ['From: jo@alder.example victim@victim.example'], null],
  ['an address with a semicolon list', ['From: jo@alder.example; victim@victim.example'], null],
  ['an angle bracket left open', [`From: <${JO}, <victim@victim.example>`], null],
  ['no address', ['From: Jo Alder'], null],
  ['an empty From', ['From: '], null],
  ['a return path of someone else', ['Return-Path: <victim@victim.example>'], null],
  ['a web form with two requesters', [`From: ${FORM}`, BY_FORM, `Reply-To: ${JO}, victim@victim.example`], null],
  [
    'a web form with an ambiguous requester',
    [`From: ${FORM}`, BY_FORM, 'Reply-To: victim@victim.example (x) .evil.example'],
    null,
  ],
  ['a stranger who writes in the name of our web form', [`From: ${FORM}`, 'Reply-To: victim@victim.example'], null],
  ['a route behind a percent sign', ['From: victim%victim.example@alder.example'], null],
  ['a route behind an exclamation mark', ['From: victim.example!victim@alder.example'], null],
  ['another user of the same mail provider', ['From: jo@gmail.com', 'Return-Path: <victim@gmail.com>'], null],
];

/** Header names of a receipt; every other one is foreign. */
const ALLOWED = [
  'From',
  'To',
  'Subject',
  'Message-ID',
  'In-Reply-To',
  'References',
  'Date',
  'MIME-Version',
  'Content-Type',
  'Auto-Submitted',
  'X-Auto-Response-Suppress',
  'Precedence',
  LOOP_HEADER,
].map((name) => name.toLowerCase());

async function answer(raw: string, reference: string): Promise<string | null> {
  const authority = northmere({ webForms: [FORM] });
  const parsed = await parse(Buffer.from(raw));
  if (parsed.state === 'unparsable' || !compiled.ok) throw new Error('the letters or the mail cannot be read');
  const { mail } = parsed;
  const context = { authority, envelopeFrom: null, junk: false, receivedAt: new Date(), goLiveAt: null };
  const receipt = mayAnswer(mail, REQUEST, context);
  if (!receipt.send) return null;
  const cases = [
    { reference, regime: 'foia', kind: 'request', receivedOn: '2022-06-29', dueOn: '2022-07-28' },
  ] as const;
  const outgoing = compose(letter(compiled.templates, { authority, cases, writtenOn: '2022-06-30' }), {
    to: receipt.to,
    from: OUTGOING.from,
    fromName: NORTHMERE.name,
    envelopeFrom: OUTGOING.envelopeFrom,
    reference,
    inReplyTo: mail.messageId,
    date: new Date('2022-06-29T10:00:00Z'),
    secret: 'a secret of the test',
  });
  expect(await transport.send(outgoing)).toMatchObject({ outcome: 'sent' });
  return receipt.to;
}

test(`of ${CASES.length} hostile mails none reaches a stranger and none adds a header or a recipient`, async () => {
  const expected = new Map<string, string>();
  for (const [index, [what, headers, to, body]] of CASES.entries()) {
    const reference = `FOI/${String(index + 1).padStart(6, '0')}/22`;
    expect(await answer(rawMail(headers, body), reference), what).toBe(to);
    if (to !== null) expected.set(reference, to);
  }
  await transport.close();
  const mails = sink.mails();
  expect(mails).toHaveLength(expected.size);
  for (const { envelopeFrom, envelopeTo, text } of mails) {
    const head = text
      .slice(0, text.indexOf('\n\n'))
      .replace(/\n[ \t]+/g, ' ')
      .split('\n');
    const names = head.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
    const reference = /^Subject: \[(FOI\/\d{6}\/22)\] We have received your request$/m.exec(head.join('\n'))?.[1] ?? '';
    expect(envelopeTo, reference).toEqual([expected.get(reference)]);
    expect(head).toContain(`To: ${expected.get(reference)}`);
    expect(envelopeFrom).toBe(OUTGOING.envelopeFrom);
    expect(
      names.filter((name) => !ALLOWED.includes(name)),
      reference,
    ).toEqual([]);
    expect(new Set(names).size, reference).toBe(names.length);
    expect(text, reference).not.toMatch(/victim|Bicycles|constructor/);
    expected.delete(reference);
  }
  expect([...expected]).toEqual([]);
});
