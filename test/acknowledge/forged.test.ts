// Forged senders, return paths and web forms: each line refuses one mail, and lets one pass that looks like it.
import { expect, test } from 'vitest';
import type { Facts } from '../../src/acknowledge/check.ts';
import { northmere, receiptFor } from './northmere.ts';

type Case = readonly [headers: readonly string[], change?: Partial<Facts>];

const form = 'forms@portal.northmere.example';
const BY_FORM = [`From: ${form}`, `Return-Path: <${form}>`];
const trusted = northmere({ authservId: 'mx.northmere.police.example' });
const formTrusted = northmere({ webForms: [form], authservId: 'mx.northmere.police.example' });

/** [what, why it is refused, headers that refuse, a look-alike that passes] */
const LINES: readonly (readonly [string, RegExp, Case, Case])[] = [
  [
    'mail that fails DMARC, whoever says so',
    /DMARC failed/,
    [['Authentication-Results: any.example; dmarc=fail header.from=alder.example']],
    [['Authentication-Results: any.example; dmarc=none']],
  ],
  [
    'mail that fails SPF and carries no signature of its domain',
    /SPF failed/,
    [['Authentication-Results: mx.example; spf=fail smtp.mailfrom=jo@alder.example; dkim=pass header.d=bulk.example']],
    [
      [
        'Authentication-Results: mx.example; spf=fail smtp.mailfrom=jo@alder.example; dkim=pass header.d=mail.alder.example',
      ],
    ],
  ],
  [
    'mail whose return path is someone else',
    /someone else/,
    [['Return-Path: <x@victim.example>']],
    [['Return-Path: <bounce-7@mail.alder.example>']],
  ],
  [
    'mail whose envelope sender is someone else',
    /someone else/,
    [[], { envelopeFrom: 'x@victim.example' }],
    [[], { envelopeFrom: 'other@alder.example' }],
  ],
  [
    'mail whose "DMARC passed" was written by a stranger, from another return path',
    /someone else/,
    [
      ['Return-Path: <x@bulk.example>', 'Authentication-Results: liar.example; dmarc=pass header.from=alder.example'],
      { authority: trusted },
    ],
    [
      [
        'Return-Path: <x@bulk.example>',
        'Authentication-Results: mx.northmere.police.example; dmarc=pass header.from=alder.example',
      ],
      { authority: trusted },
    ],
  ],
  [
    "mail whose second, forged header bears our server's name",
    /someone else/,
    [
      [
        'Return-Path: <x@bulk.example>',
        'Authentication-Results: mx.northmere.police.example; dmarc=none',
        'Authentication-Results: mx.northmere.police.example; dmarc=pass header.from=alder.example',
      ],
      { authority: trusted },
    ],
    [
      [
        'Return-Path: <x@bulk.example>',
        'Authentication-Results: mx.northmere.police.example; dmarc=pass header.from=alder.example',
        'Authentication-Results: mx.northmere.police.example; dmarc=none',
      ],
      { authority: trusted },
    ],
  ],
  [
    'mail of a freemail user whose return path is another user of the provider',
    /someone else/,
    [['From: jo.alder@gmail.com', 'Return-Path: <victim@gmail.com>']],
    [['From: jo.alder@gmail.com', 'Return-Path: <jo.alder@gmail.com>']],
  ],
  [
    'mail in the name of our web form without a return path',
    /nothing shows that our web form sent it/,
    [[`From: ${form}`, 'Reply-To: jo@alder.example'], { authority: northmere({ webForms: [form] }) }],
    [
      [`From: ${form}`, 'Reply-To: jo@alder.example'],
      { authority: northmere({ webForms: [form] }), envelopeFrom: form },
    ],
  ],
  [
    'mail in the name of our web form whose "DMARC passed" was written by a stranger',
    /nothing shows that our web form sent it/,
    [
      [
        `From: ${form}`,
        'Reply-To: jo@alder.example',
        'Authentication-Results: liar.example; dmarc=pass header.from=portal.northmere.example',
      ],
      { authority: formTrusted },
    ],
    [
      [
        `From: ${form}`,
        'Reply-To: jo@alder.example',
        'Authentication-Results: mx.northmere.police.example; dmarc=pass header.from=portal.northmere.example',
      ],
      { authority: formTrusted },
    ],
  ],
  [
    'mail in the name of our web form from another return path',
    /someone else/,
    [
      [`From: ${form}`, 'Return-Path: <x@evil.example>', 'Reply-To: jo@alder.example'],
      { authority: northmere({ webForms: [form] }) },
    ],
    [[...BY_FORM, 'Reply-To: jo@alder.example'], { authority: northmere({ webForms: [form] }) }],
  ],
  [
    'mail whose address may lead on to somebody else (the percent hack)',
    /holds % or !/,
    [['From: victim%victim.example@alder.example']],
    [['From: jo-100percent@alder.example']],
  ],
  [
    'mail whose address may lead on to somebody else (a bang path)',
    /holds % or !/,
    [['From: victim.example!victim@alder.example']],
    [['From: jo.victim.example@alder.example']],
  ],
  [
    'a web form whose requester has an address that may lead on',
    /holds % or !/,
    [[...BY_FORM, 'Reply-To: a%victim.example@alder.example'], { authority: northmere({ webForms: [form] }) }],
    [[...BY_FORM, 'Reply-To: a@alder.example'], { authority: northmere({ webForms: [form] }) }],
  ],
  [
    'a web form that names two requesters',
    /no single address/,
    [[...BY_FORM, 'Reply-To: a@alder.example, b@alder.example'], { authority: northmere({ webForms: [form] }) }],
    [[...BY_FORM, 'Reply-To: Jo Alder <jo@alder.example>'], { authority: northmere({ webForms: [form] }) }],
  ],
  [
    'a web form that names ourselves as the requester',
    /ourselves/,
    [[...BY_FORM, 'Reply-To: foi@northmere.police.example'], { authority: northmere({ webForms: [form] }) }],
    [[...BY_FORM, 'Reply-To: jo@alder.example'], { authority: northmere({ webForms: [form] }) }],
  ],
];

for (const [what, why, refused, passed] of LINES) {
  test(`${what} gets no receipt; one that only looks like it does`, async () => {
    const no = await receiptFor(...refused);
    expect(no.send, JSON.stringify(no)).toBe(false);
    expect(no.because).toMatch(why);
    expect(no).toMatchObject({ human: true });
    const yes = await receiptFor(...passed);
    expect(yes.send, JSON.stringify(yes)).toBe(true);
  });
}

test('our own acknowledgement that comes back, attached or as words, gets no second one', async () => {
  const words = 'Thank you for writing.\r\n\r\nThis receipt was sent automatically. A person will read it.\r\n';
  expect(await receiptFor([], {}, words)).toMatchObject({ send: false, human: true });
  const attached = [
    '--b',
    'Content-Type: text/plain',
    '',
    'Please send me the list of harbour patrols.',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'From: foi@northmere.police.example',
    'Message-ID: <ack.FOI-000001-26.1@northmere.police.example>',
    '',
    'Our letter.',
    '--b--',
    '',
  ].join('\r\n');
  const mixed = ['Content-Type: multipart/mixed; boundary=b'];
  expect(await receiptFor(mixed, {}, attached)).toMatchObject({ send: false, human: true });
  expect(await receiptFor(mixed, {}, attached.replace('<ack.FOI-000001-26.1@', '<other@'))).toMatchObject({
    send: true,
  });
});
