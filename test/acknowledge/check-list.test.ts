// Every line of the check list: one mail that it refuses, and one that looks like it and gets its receipt.
import { expect, test } from 'vitest';
import type { Facts } from '../../src/acknowledge/check.ts';
import { NORTHMERE, northmere, receiptFor } from './northmere.ts';

type Case = readonly [headers: readonly string[], change?: Partial<Facts>];

const REPORT = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b';
const part = (type: string, text = 'x') => `--b\r\nContent-Type: ${type}\r\n\r\n${text}\r\n--b--\r\n`;

/** [what, why it is refused, headers that refuse, a look-alike that passes] */
const LINES: readonly (readonly [string, RegExp, Case, Case])[] = [
  ['a mail with an empty return path', /empty \(<>\)/, [['Return-Path: <>']], [['Return-Path: <jo@alder.example>']]],
  ['a mail with an empty envelope sender', /empty \(<>\)/, [[], { envelopeFrom: '' }], [[], { envelopeFrom: null }]],
  [
    'a mail that was submitted by a machine',
    /auto-generated/,
    [['Auto-Submitted: auto-generated; x=y']],
    [['Auto-Submitted: no']],
  ],
  [
    'a mail whose second Auto-Submitted header betrays a machine',
    /auto-replied/,
    [['Auto-Submitted: no', 'Auto-Submitted: auto-replied']],
    [['Auto-Submitted: No (sent by hand)']],
  ],
  [
    'a report of failed recipients',
    /X-Failed-Recipients/,
    [['X-Failed-Recipients: a@b.example']],
    [['X-Recipients: a@b.example']],
  ],
  ['a mail that carries our loop mark', /loop mark/, [['X-FOI-Loop: 00ff']], [['X-FOI: loop']]],
  ['a mail of an answering machine', /x-autoreply/, [['X-Autoreply: yes']], [['X-Autoreply: no']]],
  ['a mail with X-Autorespond', /x-autorespond/, [['X-Autorespond: away']], [['X-Respond: away']]],
  [
    'a mail with X-Autoreply-From',
    /x-autoreply-from/,
    [['X-Autoreply-From: a@b.example']],
    [['X-Reply-From: a@b.example']],
  ],
  ['a mail with X-Mail-Autoreply', /x-mail-autoreply/, [['X-Mail-Autoreply: 1']], [['X-Mail: autoreply']]],
  ['a mail with X-Loop', /x-loop/, [['X-Loop: a@b.example']], [['X-Looped: a@b.example']]],
  [
    'an autoresponder by its message class',
    /MessageClass/,
    [['X-POST-MessageClass: 9; Autoresponder']],
    [['X-POST-MessageClass: 1; Normal']],
  ],
  ['bulk mail', /Precedence: bulk/, [['Precedence: bulk']], [['Precedence: first-class']]],
  [
    'mail marked auto_reply',
    /Precedence: auto_reply/,
    [['Precedence: Auto_Reply']],
    [['Precedence: special-delivery']],
  ],
  ['mail of a list', /list-id/, [['List-Id: <harbour.lists.example>']], [['X-List: harbour']]],
  ['mail with a way to post to a list', /list-post/, [['List-Post: <mailto:a@b.example>']], [['Post: a@b.example']]],
  [
    'mail that can be unsubscribed from',
    /List-Unsubscribe/,
    [['List-Unsubscribe: <mailto:a@b.example>']],
    [['Unsubscribe: never']],
  ],
  [
    'a sender who asks for no automatic answer',
    /Suppress: All/,
    [['X-Auto-Response-Suppress: DR, All']],
    [['X-Auto-Response-Suppress: OOF, DR, RN, NRN']],
  ],
  [
    'a sender who asks for no automatic reply',
    /Suppress: AutoReply/,
    [['X-Auto-Response-Suppress: OOF, AutoReply']],
    [['X-Auto-Response-Suppress: OOF']],
  ],
  [
    'a mail daemon',
    /not a person/,
    [['From: MAILER-DAEMON@alder.example']],
    [['From: mailer-daemon-museum@alder.example']],
  ],
  ['a list owner', /not a person/, [['From: owner-harbour@alder.example']], [['From: homeowner-jo@alder.example']]],
  [
    'a list manager',
    /not a person/,
    [['From: harbour-request@alder.example']],
    [['From: request-123-ab12@whatdotheyknow.com']],
  ],
  [
    'mail by way of a list',
    /not a person/,
    [['Return-Path: <harbour-bounces+jo=alder.example@alder.example>']],
    [['Return-Path: <bounces+jo@alder.example>']],
  ],
  [
    'a portal that takes no replies',
    /takes no replies/,
    [['From: no-reply+42@alder.example']],
    [['From: noreplyson@alder.example']],
  ],
  [
    'a sender behind a mail system',
    /not a person/,
    [['Sender: postmaster@alder.example']],
    [['Sender: secretary@alder.example']],
  ],
  [
    'mail from one of our own addresses',
    /own addresses/,
    [['From: foi+x@northmere.police.example']],
    [['From: desk@southmere.police.example']],
  ],
  [
    'mail made at our own domain',
    /own domain/,
    [['Message-ID: <ack.FOI-000001-26.1@northmere.police.example>']],
    [['Message-ID: <northmere.police.example@alder.example>']],
  ],
  [
    'mail with two senders',
    /more than one sender/,
    [['From: a@alder.example, b@alder.example']],
    [['From: "Alder, Jo" <jo@alder.example>']],
  ],
  [
    'mail with two From headers',
    /more than one From/,
    [['From: a@alder.example', 'From: b@alder.example']],
    [['From: jo@alder.example', 'X-From: b@alder.example']],
  ],
  [
    'mail with an empty group as sender',
    /clear beyond doubt/,
    [['From: undisclosed-recipients:;']],
    [['From: "Friends:" <jo@alder.example>']],
  ],
  ['mail from an IP literal', /clear beyond doubt/, [['From: jo@[192.0.2.1]']], [['From: jo@192-0-2-1.example']]],
  [
    'mail from an address that is too long',
    /clear beyond doubt/,
    [[`From: jo@${'a.'.repeat(126)}example`]],
    [[`From: jo@${'a.'.repeat(100)}example`]],
  ],
  ['mail called spam by the server', /calls it spam/, [['X-Spam-Flag: YES']], [['X-Spam-Flag: NO']]],
  [
    'mail with a spam status',
    /calls it spam/,
    [['X-Spam-Status: Yes, score=9.1']],
    [['X-Spam-Status: No, score=-1.0 autolearn=yes']],
  ],
  [
    'mail that Microsoft calls spam',
    /level 6/,
    [['X-MS-Exchange-Organization-SCL: 6']],
    [['X-MS-Exchange-Organization-SCL: -1']],
  ],
  [
    'mail that Microsoft Forefront calls spam',
    /level 5/,
    [['X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:5;SRV:;']],
    [['X-Forefront-Antispam-Report: CIP:192.0.2.1;SCL:1;SRV:;']],
  ],
  [
    'mail that went in circles',
    /26 mail servers/,
    [Array.from({ length: 26 }, () => 'Received: from a by b')],
    [Array.from({ length: 25 }, () => 'Received: from a by b')],
  ],
  ['mail in the Junk folder', /Junk/, [[], { junk: true }], [[], { junk: false }]],
  [
    'mail received before the bot went live',
    /went live/,
    [[], { goLiveAt: new Date('2022-06-29T10:00:01Z') }],
    [[], { goLiveAt: new Date('2022-06-29T10:00:00Z') }],
  ],
  [
    'any mail while receipts are switched off',
    /switched off/,
    [[], { authority: northmere({ enabled: false }) }],
    [[], { authority: NORTHMERE }],
  ],
];

for (const [what, why, refused, passed] of LINES) {
  test(`${what} gets no receipt; one that only looks like it does`, async () => {
    const no = await receiptFor(...refused);
    expect(no.send, JSON.stringify(no)).toBe(false);
    expect(no.because).toMatch(why);
    const yes = await receiptFor(...passed);
    expect(yes.send, JSON.stringify(yes)).toBe(true);
  });
}

for (const type of ['message/delivery-status', 'message/disposition-notification', 'message/feedback-report']) {
  test(`a mail with a ${type} part gets no receipt`, async () => {
    const receipt = await receiptFor([REPORT.replace('report;', 'mixed;')], {}, part(type, 'Action: failed'));
    expect(receipt).toMatchObject({ send: false, because: expect.stringContaining(type) });
  });
}

test('a multipart/report gets no receipt; a person who forwards one as an attachment does', async () => {
  const report = await receiptFor([REPORT], {}, part('text/plain'));
  expect(report).toMatchObject({ send: false, because: expect.stringContaining('multipart/report') });
  const forwarded = `--a\r\nContent-Type: text/plain\r\n\r\nWhy did this come back? Please send me your mail policy.\r\n--a\r\nContent-Type: message/rfc822\r\n\r\nFrom: x@y.example\r\n${REPORT}\r\n\r\n${part('message/delivery-status')}\r\n--a--\r\n`;
  expect(await receiptFor(['Content-Type: multipart/mixed; boundary=a'], {}, forwarded)).toMatchObject({ send: true });
});
