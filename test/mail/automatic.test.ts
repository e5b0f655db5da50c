// Machines and people: bounces, automatic replies and receipts are known as such; people who write about them are not.
import { expect, test } from 'vitest';
import { type Machine, machine } from '../../src/mail/automatic.ts';
import { parse } from '../../src/mail/parse.ts';

async function machineOf(head: readonly string[], ...body: string[]): Promise<Machine | null> {
  const parsed = await parse(Buffer.from([...head, '', ...body].join('\r\n')));
  if (parsed.state !== 'parsed') throw new Error(parsed.because);
  return machine(parsed.mail);
}

const report = (type: string, part: string, ...lines: string[]): readonly string[] => [
  'From: Mail System <system@mx.example>',
  'Subject: Notice',
  `Content-Type: multipart/report; report-type=${type}; boundary=cut`,
  '',
  '--cut',
  '',
  'Text.',
  '--cut',
  `Content-Type: ${part}`,
  '',
  ...lines,
  '--cut--',
];

test.each([
  [
    'a delivery report',
    'bounce',
    report('delivery-status', 'message/delivery-status', 'Action: failed', 'Status: 5.1.1'),
  ],
  [
    'a report of a delay',
    'bounce',
    report('delivery-status', 'message/delivery-status', 'Action: delayed', 'Status: 4.4.1'),
  ],
  ['a confirmed delivery', 'automatic', report('delivery-status', 'message/delivery-status', 'Action: delivered')],
  ['a feedback report', 'bounce', report('feedback-report', 'message/feedback-report', 'Feedback-Type: abuse')],
  [
    'a read receipt',
    'automatic',
    report('disposition-notification', 'message/disposition-notification', 'Disposition: x'),
  ],
])('%s is filed by its parts', async (_, kind, lines) => {
  expect(await machineOf(lines)).toMatchObject({ kind, sure: true });
});

const FROM = ['From: Ann Other <ann@northmere.example>', 'Subject: Your letter'];

test.each([
  ['Return-Path: <>', 'automatic'],
  ['Auto-Submitted: auto-replied', 'automatic'],
  ['Auto-Submitted: auto-replied (vacation)', 'automatic'],
  ['Auto-Submitted: no\r\nAuto-Submitted: auto-notified', 'automatic'],
  ['X-Failed-Recipients: bob@northmere.example', 'bounce'],
  ['X-Autoreply: yes', 'automatic'],
  ['X-Autorespond: Away', 'automatic'],
  ['X-POST-MessageClass: 9; Autoresponder', 'automatic'],
  ['Precedence: auto_reply', 'automatic'],
  ['X-Apple-Action: VACATION', 'automatic'],
])('the header %j says that a machine sent the mail', async (header, kind) => {
  expect(await machineOf([header, ...FROM], 'Thank you, I am travelling.')).toMatchObject({ kind, sure: true });
});

test.each([
  'Return-Path: <ann@northmere.example>',
  'Auto-Submitted: no',
  'X-Auto-Response-Suppress: All',
  'X-Auto-Response-Suppress: DR, RN, NRN, OOF',
  'X-Autoreply: no',
  'Precedence: bulk',
  'List-Unsubscribe: <https://northmere.example/u>',
  'Disposition-Notification-To: ann@northmere.example',
])('the header %j does not', async (header) => {
  expect(await machineOf([header, ...FROM], 'How many bridges were repaired?')).toBeNull();
});

test.each([
  [
    'Postfix',
    'Undelivered Mail Returned to Sender',
    "I'm sorry to have to inform you that your message could not be delivered to one or more recipients.",
  ],
  ['qmail', 'failure notice', "Hi. I'm afraid I wasn't able to deliver your message to the following addresses."],
  [
    'Exim',
    'Mail delivery failed: returning message to sender',
    'A message that you sent could not be delivered to one or more of its recipients.',
  ],
  [
    'Sendmail',
    'Returned mail: see transcript for details',
    '----- Transcript of session follows -----\r\n550 5.1.1 User unknown',
  ],
  ['Exchange', 'Undeliverable: Your request', 'Your message did not reach some or all of the intended recipients.'],
  ['Microsoft 365', 'Undeliverable: Your request', "Your message to bob@northmere.example couldn't be delivered."],
  [
    'Gmail',
    'Delivery Status Notification (Failure)',
    'Delivery to the following recipient failed permanently:\r\nTechnical details of permanent failure',
  ],
  [
    'Domino',
    'DELIVERY FAILURE: User not listed',
    'Your message was not delivered because: user not listed in directory',
  ],
  [
    'OpenSMTPD',
    'Delivery status notification: error',
    'Hi!\r\nThis is the MAILER-DAEMON, please DO NOT REPLY to this email.',
  ],
  ['Yahoo', 'Failure Notice', 'Sorry, we were unable to deliver your message to the following address.'],
  [
    'Courier',
    'NOTICE: mail delivery status.',
    'UNDELIVERABLE MAIL\r\nYour message to the following recipients cannot be delivered',
  ],
  ['a gateway in Japan', 'メールエラー通知', '550 5.2.2 mailbox full'],
])('a bounce of %s is one without any standard header', async (_, subject, text) => {
  const head = [`From: MAILER-DAEMON@mx.example`, `Subject: ${subject}`];
  expect(await machineOf(head, text)).toMatchObject({ kind: 'bounce', sure: true });
});

test('a daemon without an address is still a daemon', async () => {
  const head = ['From: MAILER-DAEMON <>', 'Subject: Mail delivery failed'];
  expect(await machineOf(head, '550 no such user')).toMatchObject({ kind: 'bounce', sure: true });
});

test('a postmaster who returns a mail is a machine, one who asks is a person', async () => {
  const from = 'From: postmaster@northmere.example';
  expect(await machineOf([from, 'Subject: Undeliverable: x'], 'User unknown')).toMatchObject({
    kind: 'bounce',
    sure: true,
  });
  expect(await machineOf([from, 'Subject: FOI request'], 'How many mailboxes do you run?')).toBeNull();
});

test('a bounce known by its words alone is not sure', async () => {
  const head = ['From: Help <help@mx.example>', 'Subject: Undeliverable: Your request'];
  expect(await machineOf(head, 'smtp; 550 5.1.1 unknown')).toMatchObject({ kind: 'bounce', sure: false });
});

test.each([
  'Automatic reply: Your request',
  'Auto reply: Your request',
  'Autoreply',
  'Out of Office',
  'Out of Office: back on Monday',
  'Out of office until 4 July',
  'OOO: Your request',
  'On annual leave until 4 July',
  'Ateb awtomatig: Eich cais',
  'Abwesenheitsnotiz: Anfrage',
  'Réponse automatique : Demande',
  'Read: Your request',
])('a mail with the subject %j is an automatic reply, but not for sure', async (subject) => {
  expect(await machineOf(['From: bob@northmere.example', `Subject: ${subject}`], 'Back soon.')).toMatchObject({
    kind: 'automatic',
    sure: false,
  });
});

test.each([
  'I am out of the office until Monday and will answer then.',
  'This is an automated response. Your e-mail has reached us.',
  'This mailbox is no longer monitored.',
  'Neges awtomatig yw hon.',
])('a mail that begins %j is an automatic reply, but not for sure', async (text) => {
  expect(await machineOf(['From: bob@northmere.example', 'Subject: Re: Your request'], text)).toMatchObject({
    kind: 'automatic',
    sure: false,
  });
});

test('what a web form generated is not for sure a machine’s, what answers a mail is', async () => {
  const generated = ['Auto-Submitted: auto-generated', 'From: forms@northmere.gov.example', 'Subject: New enquiry'];
  expect(await machineOf(generated, 'Please send the plan of the bridge.')).toMatchObject({
    kind: 'automatic',
    sure: false,
  });
  expect(await machineOf([...generated, 'In-Reply-To: <a@northmere.gov.example>'], 'We have it.')).toMatchObject({
    sure: true,
  });
});

test.each([
  ['Out of office hours policing', 'How many officers work out of office hours?'],
  ['Out of office working policy - FOI', 'Please send the policy.'],
  ['Automatic number plate recognition', 'How many cameras are there?'],
  ['Automated decision making', 'Which tools do you use?'],
  ['Auto enrolment figures', 'How many staff were enrolled?'],
  ['Away days spending', 'What did the away days cost?'],
  ['Read receipts: policy request', 'Please send your policy.'],
  ['Reading: library closures', 'Which libraries closed?'],
  [
    'Fwd: Automatic reply: FOI',
    'You sent me this. When will I get an answer?\r\n\r\n---------- Forwarded message ---------\r\nI am out of the office.',
  ],
  ['Re: Undeliverable: my request', 'My mail came back: 550 5.1.1 user unknown. Which address should I use?'],
  ['Undeliverable mail', 'How many letters were returned as undeliverable in 2021 and what did that cost?'],
  ['Delivery failures of parcels', 'How many parcels could not be delivered to the depot?'],
  ['Failure of bridges', 'Please list the bridges.'],
  ['FOI request', 'I am currently away until Monday, but could you tell me how many bridges there are?'],
  ['FOI request', 'How many automated responses did the mailbox send?'],
])('a person who writes %j is a person', async (subject, text) => {
  expect(await machineOf(['From: Ann <ann@northmere.example>', `Subject: ${subject}`], text)).toBeNull();
});

test('a request from a request platform is a person’s', async () => {
  const head = [
    'From: A. Requester <request-874591-0a1b2c3d@platform.example>',
    'Subject: Freedom of Information request - Plans',
  ];
  expect(
    await machineOf(
      [...head, 'Return-Path: <request-bounce-874591-0a1b2c3d@platform.example>'],
      'Please send the plans.',
    ),
  ).toBeNull();
});

test('a person who attaches a bounce and asks about it is a person', async () => {
  const head = [...FROM, 'Content-Type: multipart/mixed; boundary=b'];
  const attached = [
    'Content-Type: message/rfc822',
    '',
    ...report('delivery-status', 'message/delivery-status', 'Action: failed'),
  ];
  expect(await machineOf(head, '--b', '', 'Did you get my request?', '--b', ...attached, '--b--')).toBeNull();
});
