// The fictional authority and the mails of the receipt's tests.

import type { Facts } from '../../src/acknowledge/check.ts';
import { mayAnswer, type Receipt } from '../../src/acknowledge/may-answer.ts';
import { type Authority, readAuthority } from '../../src/authority.ts';
import { type Mail, parse } from '../../src/mail/parse.ts';

export const NORTHMERE: Authority = readAuthority('rules/authority.yaml');

/** Northmere with other settings for receipts. */
export const northmere = (acknowledge: Partial<Authority['acknowledge']>): Authority => ({
  ...NORTHMERE,
  acknowledge: { ...NORTHMERE.acknowledge, ...acknowledge },
});

export const REQUEST: Facts['classification'] = { kind: 'request', alsoKinds: [], opens: 'yes' };

const BODY = 'Please send me a copy of your policy on bicycles found in the harbour since 2021.\r\n\r\nJo Alder\r\n';

/** A plain request as it comes over the wire; `headers` come first, and From, Subject and Message-ID unless given. */
export function rawMail(headers: readonly string[] = [], body = BODY): string {
  const given = new Set(headers.map((line) => line.slice(0, line.indexOf(':')).toLowerCase()));
  const usual = [
    'From: Jo Alder <jo@alder.example>',
    'To: foi@northmere.police.example',
    'Subject: Bicycles found in the harbour',
    'Date: Wed, 29 Jun 2022 10:00:00 +0100',
    'Message-ID: <bicycles-1@alder.example>',
  ].filter((line) => !given.has(line.slice(0, line.indexOf(':')).toLowerCase()));
  return [...headers, ...usual, '', body].join('\r\n');
}

/** @throws when the text cannot be read as a mail. */
async function mailOf(raw: string | Buffer): Promise<Mail> {
  const parsed = await parse(Buffer.from(raw));
  if (parsed.state === 'parsed') return parsed.mail;
  throw new Error(parsed.because);
}

/** What the check list says of a plain request that carries these headers. */
export async function receiptFor(
  headers: readonly string[],
  change: Partial<Facts> = {},
  body = BODY,
): Promise<Receipt> {
  const mail = await mailOf(rawMail(headers, body));
  const { classification, ...context } = {
    classification: REQUEST,
    authority: NORTHMERE,
    envelopeFrom: null,
    junk: false,
    receivedAt: new Date('2022-06-29T10:00:00Z'),
    goLiveAt: null,
    ...change,
  };
  return mayAnswer(mail, classification, context);
}
