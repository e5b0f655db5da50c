// What officers see of a mail: its words, its people, its files, however its sender's program wrapped them.
import { expect, test } from 'vitest';
import { type Mail, parse } from '../../src/mail/parse.ts';

const HEAD = ['From: Ann Other <ann@northmere.example>', 'To: foi@northmere.gov.example', 'Subject: Bridge repairs'];
const eml = (head: readonly string[], ...body: string[]): Buffer => Buffer.from([...head, '', ...body].join('\r\n'));

async function mailOf(bytes: Buffer): Promise<Mail> {
  const parsed = await parse(bytes);
  if (parsed.state !== 'parsed') throw new Error(parsed.because);
  return parsed.mail;
}

/** A multipart mail of these parts, each with its own header lines. */
const parts = (type: string, ...all: string[][]): Buffer =>
  eml([...HEAD, `Content-Type: ${type}; boundary=cut`], ...all.flatMap((part) => ['--cut', ...part]), '--cut--');

test('a plain mail is read with its people, its date and its words', async () => {
  const mail = await mailOf(
    eml(
      [
        'Return-Path: <ann@northmere.example>',
        'Received: from a.example by mx.northmere.gov.example; Wed, 29 Jun 2022 23:31:05 +0000 (UTC)',
        'Received: from b.example by a.example; Wed, 29 Jun 2022 23:30:00 +0000',
        ...HEAD,
        'Cc: Bob <bob@northmere.example>, foi@northmere.gov.example',
        'Date: Thu, 30 Jun 2022 00:29:00 +0100',
        'Message-ID: <one@northmere.example>',
        'References: <a@x.example>\r\n <b@x.example> junk',
      ],
      'How many bridges were repaired?',
    ),
  );
  expect(mail).toMatchObject({
    messageId: '<one@northmere.example>',
    references: ['<a@x.example>', '<b@x.example>'],
    from: [{ name: 'Ann Other', address: 'ann@northmere.example' }],
    badAddresses: 0,
    returnPath: 'ann@northmere.example',
    receivedHops: 2,
    subject: 'Bridge repairs',
    body: 'How many bridges were repaired?',
    bodyCut: false,
  });
  expect(mail.cc).toHaveLength(2);
  expect(mail.sentAt?.toISOString()).toBe('2022-06-29T23:29:00.000Z');
  expect(mail.receivedAt?.toISOString()).toBe('2022-06-29T23:31:05.000Z');
});

test('of a mail in two forms the plain one is read', async () => {
  const plain = ['Content-Type: text/plain; charset=utf-8', '', 'Please send the figures.'];
  const html = ['Content-Type: text/html; charset=utf-8', '', '<p>Please send the figures.</p>'];
  const mail = await mailOf(parts('multipart/alternative', plain, html));
  expect(mail.body).toBe('Please send the figures.');
  expect(mail.partTypes).toEqual(['multipart/alternative', 'text/plain', 'text/html']);
});

test('when the plain form only says that there is another, the other is read', async () => {
  const html = `<p>Please send the cost of each repair${' and of each inspection'.repeat(10)}.</p>`;
  const mail = await mailOf(
    parts(
      'multipart/alternative',
      ['Content-Type: text/plain', '', 'Your program cannot show this message.'],
      ['Content-Type: text/html', '', html],
    ),
  );
  expect(mail.body).toContain('Please send the cost of each repair');
});

test('a mail in HTML keeps its numbered questions, its rows and where its links go', async () => {
  const html =
    '<style>p{color:red}</style><h1>Bridges</h1><ol><li>How many?</li><li>At what <b>cost</b>?</li></ol>' +
    '<table><tr><td>Year</td><td>2021</td></tr><tr><td>Year</td><td>2022</td></tr></table>' +
    '<p>See <a href="https://northmere.example/list">the list</a> or <a href="javascript:x()">this</a></p><img src="http://evil.example/t.gif">';
  const { body } = await mailOf(eml([...HEAD, 'Content-Type: text/html'], html));
  expect(body).toMatch(/ 1\. How many\?\n 2\. At what cost\?/);
  expect(body).toContain('Year 2021\nYear 2022');
  expect(body).toContain('the list [https://northmere.example/list]');
  expect(body).not.toMatch(/javascript|color|evil/);
});

test('an indented paragraph in HTML is the person’s own, a cited reply is not', async () => {
  const html =
    '<blockquote style="margin-left:40px">Indented question?</blockquote><blockquote type="cite">Your letter</blockquote>';
  const { body } = await mailOf(eml([...HEAD, 'Content-Type: text/html'], html));
  expect(body).toMatch(/^Indented question\?/m);
  expect(body).toMatch(/^> Your letter/m);
});

test('a request that a colleague attached as a mail is read, with who sent it', async () => {
  const inner = [
    'From: req@platform.example',
    'Subject: Gritting',
    'Message-ID: <in@platform.example>',
    '',
    'Please list gritted roads.',
  ];
  const mail = await mailOf(
    parts(
      'multipart/mixed',
      ['', 'One for you'],
      ['Content-Type: message/rfc822', 'Content-Disposition: attachment', '', ...inner],
    ),
  );
  expect(mail.body).toContain('One for you');
  expect(mail.body).toContain('From: req@platform.example');
  expect(mail.body).toContain('Please list gritted roads.');
  expect(mail.segments.every(({ kind }) => kind === 'own')).toBe(true);
  expect(mail.originalIds).toEqual(['<in@platform.example>']);
  expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(['message/rfc822']);
});

test('a bounce names the mail that came back, and does not show it as new text', async () => {
  const mail = await mailOf(
    parts(
      'multipart/report; report-type=delivery-status',
      ['', 'Not delivered.'],
      [
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example',
        '',
        'Action: failed',
        'Status: 5.1.1',
      ],
      [
        'Content-Type: message/rfc822',
        '',
        'Message-ID: <ack.7.1@northmere.gov.example>',
        'Subject: Your request',
        '',
        'We received it.',
      ],
    ),
  );
  expect(mail.originalIds).toEqual(['<ack.7.1@northmere.gov.example>']);
  expect(mail.reportText).toContain('Status: 5.1.1');
  expect(mail.body.trim()).toBe('Not delivered.');
});

test('the words of small text files are kept, of other files only name and size', async () => {
  const mail = await mailOf(
    parts(
      'multipart/mixed',
      ['', 'See files'],
      ['Content-Type: text/csv; name="a.csv"', 'Content-Disposition: attachment', '', 'year,cost', '2021,5'],
      [
        'Content-Type: application/pdf; name="b.pdf"',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.alloc(300).toString('base64'),
      ],
    ),
  );
  expect(mail.attachments).toEqual([
    { filename: 'a.csv', contentType: 'text/csv', bytes: 17, text: 'year,cost\n2021,5' },
    { filename: 'b.pdf', contentType: 'application/pdf', bytes: 300, text: null },
  ]);
});

test('a body above 1 MB is cut, and says so', async () => {
  const mail = await mailOf(eml(HEAD, 'word '.repeat(300_000)));
  expect(mail.body).toHaveLength(1024 * 1024);
  expect(mail.bodyCut).toBe(true);
});

test('Windows quotes in a mail that calls itself Latin-1 are quotes', async () => {
  const bytes = Buffer.concat([
    eml([...HEAD, 'Content-Type: text/plain; charset=iso-8859-1'], ''),
    Buffer.from('the council\x92s \x93plan\x94', 'latin1'),
  ]);
  expect((await mailOf(bytes)).body).toBe('the council’s “plan”');
});

test('an empty return path, a missing one and a false one are three different things', async () => {
  const pathOf = async (...head: string[]): Promise<string | null> =>
    (await mailOf(eml([...head, ...HEAD], 'x'))).returnPath;
  expect(await pathOf('Return-Path: <>')).toBe('');
  expect(await pathOf()).toBeNull();
  expect(await pathOf('Return-Path: <not an address>')).toBe('not an address');
});

test('two From headers are two senders, and no From is a bad one', async () => {
  const two = await mailOf(eml(['From: a@northmere.example', 'From: b@northmere.example', 'Subject: x'], 'x'));
  expect(two.from.map(({ address }) => address)).toEqual(['a@northmere.example', 'b@northmere.example']);
  expect((await mailOf(eml(['Subject: x'], 'x'))).badAddresses).toBe(1);
});

test('a mail whose parts no boundary separates still shows its words', async () => {
  const mail = await mailOf(eml([...HEAD, 'Content-Type: multipart/mixed; boundary=other'], 'Please send the plan.'));
  expect(mail.body).toBe('Please send the plan.');
});

test('a hundred thousand cells that are never closed are read as words at once, not laid out', async () => {
  const html = `<p>Please send me the policy</p>${'<td>x'.repeat(100_000)}`;
  const mail = await mailOf(eml([...HEAD, 'Content-Type: text/html'], html));
  expect(mail.body).toContain('Please send me the policy');
});
