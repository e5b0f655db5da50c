// What the shipped packs make of mails about a request already made, and of mails that are another's business.
import { expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { exampleText } from '../../src/classify/example.ts';
import type { Example } from '../../src/classify/rule.ts';
import { kindsOf, of, rules } from './shipped-rules.ts';

test.each<Example>([
  'Hello, where is my answer please?',
  'I sent you an FOI request on 1 October and have heard nothing',
  'When can I expect an answer? Please give me an update.',
  'Still nothing. How much longer will it take?',
  { subject: 'My FOI request', body: 'Where is my answer please?' },
  { subject: 'Re: Boats', body: 'I have not heard from you. Please give me an update.', threaded: true },
  { body: 'I am unhappy that nothing has come. When will you reply?', threaded: true },
])('a mail that only asks where the answer is chases and opens nothing: %j', (mail) => {
  expect(kindsOf(mail)).toEqual({ kinds: ['chaser'], opens: 'no' });
});

test('a new question beside a reminder is registered', () => {
  const mail = 'I sent an FOI request on 1 October and have heard nothing. How many boats do you own?';
  expect(kindsOf(mail)).toEqual({ kinds: ['chaser', 'request'], opens: 'yes' });
});

test('who found the answer withdraws; who gives thanks asks nothing', () => {
  expect(kindsOf('No need to reply any more, I found it on your website.')).toEqual({
    kinds: ['withdrawal'],
    opens: 'no',
  });
  expect(kindsOf('Thanks very much for letting me know.')).toEqual({ kinds: ['general'], opens: 'no' });
  expect(kindsOf('There is no need to reply by post. How many boats do you own?').kinds).toEqual(['request']);
});

test('our own reference says nothing about what a mail asks for, and every quote still stands where it says', () => {
  const mail = exampleText({ subject: '[FOI/000012/26] Boats', body: 'FOI/000012/26: good morning, thank you.' });
  const found = classify(mail, rules, 'police', false, 'FOI/{serial:6}/{yy}');
  expect([found.kind, found.regime, found.topics, found.regimes]).toEqual(['general', null, [], []]);
  expect(found.references).toEqual([{ system: 'ours', value: 'FOI/000012/26' }]);
  const body = 'On FOI/000012/26 please tell me:\n1. How many boats does FOI/000012/26 cover?\n2. What did each cost?';
  const asked = of({ subject: 'FOI/000012/26', body });
  expect(asked.parts.map((part) => part.text)).toEqual([
    'How many boats does FOI/000012/26 cover?',
    'What did each cost?',
  ]);
  for (const { field, start, end, quote } of asked.kinds.flatMap((each) => each.evidence))
    expect((field === 'subject' ? 'FOI/000012/26' : body).slice(start, end)).toBe(quote);
});

test('the subject of a thread does not make a reply a new request', () => {
  const subject = 'FOI request - boats';
  expect(kindsOf({ subject, body: 'Calendar years, please.', threaded: true }).kinds).toEqual(['clarification']);
  expect(kindsOf({ subject, body: 'Boats of 2025' }).kinds).toEqual(['request']);
});

test('who is unhappy with an answer asks for a review, in its thread or by naming what was refused', () => {
  const body = 'I am unhappy with your reply, please look at it again. You were wrong to use section 40.';
  expect(kindsOf({ body, threaded: true })).toEqual({ kinds: ['internal_review'], opens: 'no' });
  expect(kindsOf('You should not have withheld the survey.').kinds).toEqual(['internal_review']);
  expect(kindsOf('I am unhappy with the bins.').kinds).toEqual(['general']);
});

test('a name answers our question only in a thread, or when it is all that is said', () => {
  const body = 'My name is Pearl Sandbank. I want to see all the information that you hold about me.';
  expect([kindsOf(body).kinds, of(body).regime]).toEqual([['request'], 'sar']);
  expect(kindsOf({ body: 'My name is Pearl Sandbank.', threaded: true }).kinds).toEqual(['clarification']);
  expect(kindsOf('Dear team,\n\nMy full name is Pearl Sandbank\n\nYours sincerely,').kinds).toEqual(['clarification']);
});

test('a regulator is known by its case reference and its wording, from whatever address; who only quotes it is not', () => {
  const subject = 'Case reference IC-990000-N0R1 - complaint about Northmere Constabulary';
  const body = 'We have received a complaint that you did not answer a request. Please do so within 10 working days.';
  expect(kindsOf({ subject, body, from: 'casework@regulator.example' })).toEqual({ kinds: ['regulator'], opens: 'no' });
  expect(kindsOf({ subject, body: 'Please send your letters to the Commissioner in this case.' }).kinds).toEqual([
    'request',
  ]);
});

test.each([
  'News for keepers of piers. In this issue\n* How long should a pier be?\n* What is rust?\nYou receive this because you are a member.',
  'We place keepers of records. Are you recruiting? Which roles are open?',
  'My bicycle was stolen last night. Can you tell me who looks into it, and what happens now?',
  'We act for the insurer of a van in a collision on the quay. Please provide the police collision report.',
])('what may be a request in law but is another’s business is put before a person: %s', (body) => {
  expect(of(body).opens).toBe('possible');
});

test('a complaint stays one beside a question about complaints', () => {
  const mail = 'PC 4412 was rude to me. Also, how many complaints about him were upheld?';
  expect(kindsOf(mail)).toEqual({ kinds: ['request', 'complaint'], opens: 'yes' });
  expect(kindsOf('How many complaints said that an officer was rude?').kinds).toEqual(['request']);
});
