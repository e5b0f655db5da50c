// The Sent folder of a real IMAP server: copies of what was sent, and evidence for mails of unknown fate.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendToSent, findInSent } from '../../src/mail/sent-folder.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';

let dovecot: Dovecot;
beforeAll(async () => {
  dovecot = await startDovecot();
});
afterAll(() => dovecot.stop());

const ID = '<ack.FOI-000001-22.1@northmere.police.example>';
const bytes = (id: string) =>
  Buffer.from(`From: foi@northmere.police.example\r\nMessage-ID: ${id}\r\nSubject: receipt\r\n\r\nThank you.\r\n`);
const at = new Date('2022-06-29T10:00:00Z');

test('a sent receipt is filed in the Sent folder and found there by its whole Message-ID', async () => {
  const mailbox = dovecot.mailbox('foi');
  expect(await findInSent(mailbox, ID)).toMatchObject({ found: false });
  expect(await appendToSent(mailbox, bytes(ID), at)).toMatchObject({ copied: true });
  expect(await findInSent(mailbox, ID)).toMatchObject({ found: true });
  expect(await findInSent(mailbox, '<ack.FOI-000001-22.1@northmere.police>')).toMatchObject({ found: false });
});

test('an id that only begins like another is not taken for it', async () => {
  const mailbox = dovecot.mailbox('other');
  await appendToSent(mailbox, bytes('<ack.FOI-000012-22.1@northmere.police.example>x'), at);
  expect(await findInSent(mailbox, 'ack.FOI-000012-22.1')).toMatchObject({ found: false });
});

test('a server that cannot be asked gives no evidence either way, and stops nothing', async () => {
  const mailbox = dovecot.mailbox('foi', { password: 'wrong' });
  expect(await appendToSent(mailbox, bytes(ID), at)).toMatchObject({ copied: false });
  expect(await findInSent(mailbox, ID)).toMatchObject({ found: null });
  const nowhere = dovecot.mailbox('foi', { port: 9 });
  expect(await findInSent(nowhere, ID)).toMatchObject({ found: null });
});
