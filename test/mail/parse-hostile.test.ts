// Broken and hostile mails: each is read, or refused in words; none stops the reader or brings hidden characters in.
import { expect, test } from 'vitest';
import { type Mail, parse } from '../../src/mail/parse.ts';

const HEAD = 'From: ann@northmere.example\r\nSubject: x\r\n';
const encoded = (text: string): string => `=?utf-8?b?${Buffer.from(text).toString('base64')}?=`;

async function mailOf(text: string | Buffer): Promise<Mail> {
  const parsed = await parse(Buffer.from(text));
  if (parsed.state !== 'parsed') throw new Error(parsed.because);
  return parsed.mail;
}

test.each([
  ['an empty file', Buffer.alloc(0), /empty/],
  ['a file of zero bytes', Buffer.alloc(5000), /nothing but blanks/],
  [
    'a picture',
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]),
    /does not look like an e-mail/,
  ],
  ['a note without header lines', Buffer.from('Please send me the plan.\n'), /does not look like an e-mail/],
  [
    'a mail of 1,001 parts',
    Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1001)}`),
    /more than 1,000 parts/,
  ],
  [
    'a mail with 2 MB of header lines',
    Buffer.from(`${HEAD}${'X-Line: y\r\n'.repeat(200_000)}\r\nx`),
    /larger than 1 MB/,
  ],
])('%s is refused in words that a caseworker understands', async (_, bytes, because) => {
  expect(await parse(bytes)).toEqual({ state: 'unparsable', because: expect.stringMatching(because) });
});

test('the address trick with a comment never leads to the victim', async () => {
  const mail = await mailOf('From: a@victim.example (x) .evil.example\r\nSubject: x\r\n\r\nx');
  expect(mail.from).toEqual([]);
  expect(mail.badAddresses).toBe(1);
});

test('an address is never put together by cleaning', async () => {
  const mail = await mailOf('From: a@vic\u200btim.example\r\nReply-To: b\u00ad@victim.example\r\nSubject: x\r\n\r\nx');
  expect(mail.from).toEqual([]);
  expect(mail.replyTo).toEqual([]);
});

test.each([
  ['a line end and a header', 'Plan\r\nBcc: evil@evil.example', 'Plan Bcc: evil@evil.example'],
  ['a bare line feed', 'Plan\nBcc: evil@evil.example', 'Plan Bcc: evil@evil.example'],
  ['a bare carriage return', 'Plan\rBcc: evil@evil.example', 'Plan Bcc: evil@evil.example'],
  ['a Unicode line separator', 'Plan\u2028Bcc: evil@evil.example', 'Plan Bcc: evil@evil.example'],
  ['a NUL', 'Pl\0an', 'Plan'],
  ['a terminal escape', 'Pl\u001b[31man', 'Pl[31man'],
  ['a right-to-left override', 'Plan\u202efdp.exe', 'Planfdp.exe'],
  ['zero-width spaces', 'P\u200bl\u2060a\ufeffn', 'Plan'],
  ['a soft hyphen', 'Pl\u00adan', 'Plan'],
  ['half a character', 'Pl\ud800an', 'Pl\ufffd\ufffd\ufffdan'],
  ['letters that belong together', 'Sia\u0302n', 'Siân'],
])('a subject with %s is one clean line', async (_, subject, clean) => {
  const mail = await mailOf(`From: ann@northmere.example\r\nSubject: ${encoded(subject)}\r\n\r\nx`);
  expect(mail.subject.replaceAll('\ufffd', '')).toBe(clean.replaceAll('\ufffd', ''));
});

test('a subject of 100,000 characters is cut to a line', async () => {
  expect(
    (await mailOf(`From: ann@northmere.example\r\nSubject: ${'a'.repeat(100_000)}\r\n\r\nx`)).subject,
  ).toHaveLength(998);
});

test.each([
  '<a b@northmere.example>',
  '<a@northmere.example\u200b>',
  '<a@northmere.example',
  'a@northmere.example',
  '<a@b@northmere.example>',
  '<@northmere.example>',
  `<${'a'.repeat(1000)}@northmere.example>`,
  encoded('<a@northmere.example>\r\nBcc: evil@evil.example'),
  '<a\0@northmere.example>',
  '<a@<b>northmere.example>',
])('%j is no Message-ID', async (id) => {
  const mail = await mailOf(`${HEAD}Message-ID: ${id}\r\nIn-Reply-To: ${id}\r\n\r\nx`);
  expect(mail.messageId).toBeNull();
  expect(mail.inReplyTo).toEqual([]);
});

test.each([
  ['../../etc/passwd', 'etc_passwd'],
  ['..\\..\\boot.ini', 'boot.ini'],
  ['a/b/c.pdf', 'a_b_c.pdf'],
  ['C:\\plan.pdf', 'C_plan.pdf'],
  ['plan\r\nX-Evil: 1.pdf', 'plan X-Evil_ 1.pdf'],
  ['plan\0.exe.pdf', 'plan.exe.pdf'],
  ['plan\u202efdp.exe', 'planfdp.exe'],
  ['.htaccess', 'htaccess'],
  ['....', 'attachment'],
  ['', 'attachment'],
  [`${'a'.repeat(300)}.pdf`, `${'a'.repeat(116)}.pdf`],
  ['<script>.svg', 'script_.svg'],
])('a file called %j is shown as %s', async (name, shown) => {
  const disposition = `Content-Disposition: attachment; filename="${encoded(name)}"`;
  const mail = await mailOf(`${HEAD}Content-Type: application/pdf\r\n${disposition}\r\n\r\nx`);
  expect(mail.attachments.map(({ filename }) => filename)).toEqual([shown]);
});

test('a header value that is folded with a hidden header stays one line', async () => {
  const mail = await mailOf(`${HEAD}X-Note: a\r\n Bcc: evil@evil.example\r\n\r\nx`);
  expect(mail.headers.get('x-note')).toEqual(['a Bcc: evil@evil.example']);
  expect(mail.headers.has('bcc')).toBe(false);
});

test('a body keeps its lines and tabs, and loses what does not show', async () => {
  const mail = await mailOf(
    `${HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\na\tb\0\r\n\u202ec\u200bd\u001b[0m\re`,
  );
  expect(mail.body).toBe('a\tb\ncd[0m\ne');
});

test.each([
  ['no charset of this world', 'Content-Type: text/plain; charset=x-none\r\n\r\nHow many?', 'How many?'],
  ['broken base64', 'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nSG93IG1hbnk/!!', 'How many?'],
  ['UTF-7 markup', 'Content-Type: text/plain; charset=utf-7\r\n\r\n+ADw-script+AD4-', '+ADw-script+AD4-'],
  ['winmail.dat', 'Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\nxx', ''],
  [
    'a uuencoded file',
    '\r\nHello\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend',
    'Hello\n\nbegin 644 a.txt\n#0V%T\n`\nend',
  ],
])('a mail with %s is read all the same', async (_, rest, body) => {
  expect((await mailOf(`${HEAD}${rest}`)).body.trim()).toBe(body);
});

test('a mail saved with blank lines, a byte order mark or an mbox line before it is read', async () => {
  for (const before of ['\r\n\r\n', '\ufeff', 'From ann@northmere.example Wed Jun 29 09:30:00 2022\n']) {
    expect((await mailOf(`${before}${HEAD}\r\nHow many?`)).from).toHaveLength(1);
  }
});

test('HTML nested 100,000 deep, unclosed or endless is read with its words', async () => {
  for (const html of [
    '<div>'.repeat(100_000),
    '<a '.repeat(50_000),
    '<!--',
    '<'.repeat(100_000),
    '&amp;'.repeat(100_000),
  ]) {
    const mail = await mailOf(`${HEAD}Content-Type: text/html\r\n\r\n<p>How many?</p>${html}`);
    expect(mail.body).toContain('How many?');
  }
});

test('a mail in a mail in a mail in a mail is read three deep, and the rest is a file', async () => {
  const inner = `Content-Type: message/rfc822\r\n\r\n${HEAD}`.repeat(10);
  const mail = await mailOf(`${HEAD}${inner}\r\ndeep`);
  expect(mail.body.match(/Attached message/g)).toHaveLength(3);
});
