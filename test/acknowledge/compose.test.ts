// The one mail that goes out: who it is to, what its headers say, and that nothing foreign gets into them.
import { expect, test } from 'vitest';
import { compose, loopMark, type Posting } from '../../src/acknowledge/compose.ts';
import { acknowledgementId, isAcknowledgementId } from '../../src/mail/our-marks.ts';
import { render } from '../../src/mail/send.ts';

const LETTER = {
  subject: '[DPO/FOI/000123/22] We have received your request',
  text: 'Thank you.\n',
  html: '<p>Thank you.</p>\n',
};
const POSTING: Posting = {
  to: 'jo@alder.example',
  from: 'foi@northmere.police.example',
  fromName: 'Northmere Constabulary',
  envelopeFrom: 'foi-bounces@northmere.police.example',
  reference: 'DPO/FOI/000123/22',
  inReplyTo: '<bicycles-1@alder.example>',
  date: new Date('2022-06-29T10:00:00Z'),
  secret: 'a secret of the test',
};

test('a receipt says that a machine wrote it, answers the mail it is for, and carries our mark', () => {
  const mail = compose(LETTER, POSTING);
  expect(mail).toMatchObject({
    to: 'jo@alder.example',
    envelopeFrom: 'foi-bounces@northmere.police.example',
    messageId: '<ack.DPO-FOI-000123-22.1@northmere.police.example>',
    inReplyTo: '<bicycles-1@alder.example>',
    headers: { 'Auto-Submitted': 'auto-replied', 'X-Auto-Response-Suppress': 'All', Precedence: 'bulk' },
  });
  expect(mail.headers['X-FOI-Loop']).toBe(loopMark(POSTING.secret, mail.messageId));
  expect(loopMark('another secret', mail.messageId)).not.toBe(mail.headers['X-FOI-Loop']);
});

test('the same acknowledgement has the same Message-ID at every attempt, and no reference can break it', () => {
  expect(acknowledgementId('FOI 1782531/23', 'foi@northmere.police.example')).toBe(
    '<ack.FOI-1782531-23.1@northmere.police.example>',
  );
  expect(acknowledgementId('F>O\r\nBcc: x@y é 1', 'foi@a.example')).toBe('<ack.F-O-Bcc-x-y-e-1.1@a.example>');
  expect(() => acknowledgementId('///', 'foi@a.example')).toThrow(/no letter or digit/);
});

test('only an id of our form at our own domain is taken for one of our acknowledgements', () => {
  expect(isAcknowledgementId('<ack.FOI-1-22.1@northmere.police.example>', ['northmere.police.example'])).toBe(true);
  expect(isAcknowledgementId('<ack.FOI-1-22.1@evil.example>', ['northmere.police.example'])).toBe(false);
  expect(isAcknowledgementId('<x@northmere.police.example>', ['northmere.police.example'])).toBe(false);
});

test('an address that does not hold up to a second look stops the receipt', () => {
  for (const to of [
    'a@b.example\r\nRCPT TO:<c@d.example>',
    'a@b.example,c@d.example',
    '<a@b.example>',
    'a@b.example>',
    'a b@c.example',
    'a@[192.0.2.1]',
    '',
  ]) {
    expect(() => compose(LETTER, { ...POSTING, to }), JSON.stringify(to)).toThrow(/no plain e-mail address/);
  }
  expect(() => compose(LETTER, { ...POSTING, envelopeFrom: 'x\r\ny@z.example' })).toThrow(/no plain/);
  expect(compose(LETTER, { ...POSTING, envelopeFrom: '' }).envelopeFrom).toBe('');
});

test('a Message-ID that is more than one id is not answered to by id', () => {
  for (const inReplyTo of [
    '<a@b.example>\r\nBcc: x@y.example',
    '<a@b.example> <c@d.example>',
    'a@b.example',
    '<a b@c.example>',
    '',
  ]) {
    expect(compose(LETTER, { ...POSTING, inReplyTo }).inReplyTo, inReplyTo).toBeNull();
  }
});

test('line ends in a subject or a name become spaces, never headers', async () => {
  const hostile = { ...LETTER, subject: '[A/1] x\r\nBcc: victim@y.example\r\n\r\nbody' };
  const mail = compose(hostile, { ...POSTING, fromName: 'Team"\r\nCc: victim@y.example' });
  const head = (await render(mail)).toString().split('\r\n\r\n')[0] ?? '';
  const names = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => line.slice(0, line.indexOf(':')));
  expect(names).not.toContain('Bcc');
  expect(names).not.toContain('Cc');
  expect(new Set(names).size).toBe(names.length);
});
