// Who gets a receipt by the kind of the mail, where it goes, and what is put before a person.
import { expect, test } from 'vitest';
import type { Facts } from '../../src/acknowledge/check.ts';
import { northmere, receiptFor } from './northmere.ts';

test('a receipt goes to From, never to Reply-To, Cc or the return path', async () => {
  const headers = ['Reply-To: x@victim.example', 'Cc: y@victim.example', 'Return-Path: <b@mail.alder.example>'];
  expect(await receiptFor(headers)).toMatchObject({ send: true, to: 'jo@alder.example' });
});

test("a request through the authority's own web form is acknowledged to the requester named in Reply-To", async () => {
  const authority = northmere({ webForms: ['no-reply@northmere.police.example'] });
  const headers = [
    'From: no-reply@northmere.police.example',
    'Return-Path: <no-reply@northmere.police.example>',
    'Reply-To: jo@alder.example',
    'Message-ID: <form.77@northmere.police.example>',
  ];
  expect(await receiptFor(headers, { authority })).toMatchObject({ send: true, to: 'jo@alder.example' });
  expect(await receiptFor(headers)).toMatchObject({ send: false });
});

test('a request from WhatDoTheyKnow with its bounce address as return path is acknowledged', async () => {
  const headers = [
    'From: Jo Alder <request-874591-1a2b3c4d@whatdotheyknow.com>',
    'Return-Path: <request-bounce-874591-1a2b3c4d@whatdotheyknow.com>',
  ];
  expect(await receiptFor(headers)).toMatchObject({ send: true, to: 'request-874591-1a2b3c4d@whatdotheyknow.com' });
});

test('a refused mail that opens a request is put before a person; an old one and a chaser are not', async () => {
  expect(await receiptFor(['Precedence: bulk'])).toMatchObject({ send: false, human: true });
  expect(await receiptFor([], { goLiveAt: new Date('2030-01-01') })).toMatchObject({ send: false, human: false });
  const chaser: Facts['classification'] = { kind: 'chaser', alsoKinds: [], opens: 'no' };
  expect(await receiptFor([], { classification: chaser })).toMatchObject({ send: false, human: false });
});

const KINDS: readonly (readonly [Facts['classification'], boolean, boolean])[] = [
  [{ kind: 'request', alsoKinds: [], opens: 'yes' }, true, false],
  [{ kind: 'request', alsoKinds: [], opens: 'possible' }, false, true],
  [{ kind: 'complaint', alsoKinds: ['request'], opens: 'yes' }, true, false],
  [{ kind: 'chaser', alsoKinds: ['request'], opens: 'yes' }, true, false],
  [{ kind: 'internal_review', alsoKinds: [], opens: 'no' }, true, false],
  [{ kind: 'internal_review', alsoKinds: ['request'], opens: 'yes' }, true, false],
  [{ kind: 'safeguarding', alsoKinds: ['request'], opens: 'yes' }, false, true],
  [{ kind: 'request', alsoKinds: ['safeguarding'], opens: 'yes' }, false, true],
  [{ kind: 'transfer', alsoKinds: ['request'], opens: 'yes' }, false, true],
  [{ kind: 'regulator', alsoKinds: [], opens: 'no' }, false, true],
  [{ kind: 'clarification', alsoKinds: [], opens: 'no' }, false, false],
  [{ kind: 'withdrawal', alsoKinds: [], opens: 'no' }, false, false],
  [{ kind: 'third_party', alsoKinds: [], opens: 'no' }, false, false],
  [{ kind: 'general', alsoKinds: [], opens: 'possible' }, false, true],
  [{ kind: 'spam', alsoKinds: [], opens: 'no' }, false, false],
  [{ kind: 'bounce', alsoKinds: [], opens: 'no' }, false, false],
  [{ kind: 'automatic', alsoKinds: [], opens: 'no' }, false, false],
];
for (const [classification, send, human] of KINDS) {
  const { kind, alsoKinds, opens } = classification;
  const also = alsoKinds.length > 0 ? ` that is also ${alsoKinds.join()}` : '';
  test(`a ${kind}${also} (opens a request: ${opens}) gets ${send ? 'a' : 'no'} receipt`, async () => {
    const receipt = await receiptFor([], { classification });
    expect(receipt).toMatchObject(send ? { send } : { send, human });
  });
}

test('no way of writing From makes a stranger get the receipt', async () => {
  const froms = [
    'a@victim.example (x) .evil.example',
    'a@victim.example <b@evil.example>',
    '<a@victim.example> <b@evil.example>',
    'a@victim.example\0@evil.example',
    '"a@victim.example" b@evil.example',
    '=?utf-8?q?a=40victim.example=2C?= <b@evil.example>, c@victim.example',
    '=?utf-8?q?=3Ca=40victim.example=3E?=',
    'a%victim.example@evil.example@victim.example',
    'friends: a@victim.example, b@victim.example;',
    '@relay.example:a@victim.example',
    '"a@victim.example"@evil.example',
    '',
  ];
  for (const from of froms) {
    const receipt = await receiptFor([`From: ${from}`], { envelopeFrom: null });
    const to = receipt.send ? receipt.to : '';
    expect(to.endsWith('victim.example'), `${from} → ${JSON.stringify(receipt)}`).toBe(false);
  }
});

const GENERAL: Facts['classification'] = { kind: 'general', alsoKinds: [], opens: 'no' };

test('an out-of-office reply known by its subject alone gets no receipt and is put before a person', async () => {
  const receipt = await receiptFor(
    ['Subject: Automatic reply: your letter'],
    { classification: GENERAL },
    'I am away.\r\n',
  );
  expect(receipt).toMatchObject({
    send: false,
    human: true,
    because: expect.stringContaining('may be an automatic reply'),
  });
});

test('a person who asks about automatic replies, under a subject that sounds like one, gets a receipt', async () => {
  const body = 'Please send me the wording of every automatic reply that your officers use.\r\n';
  expect(await receiptFor(['Subject: Automatic reply: wording'], {}, body)).toMatchObject({ send: true });
});

test('a machine that its headers betray gets no receipt, whatever its words were taken for', async () => {
  expect(await receiptFor(['Auto-Submitted: auto-replied', 'Subject: Out of office'])).toMatchObject({
    send: false,
    human: true,
  });
});
