// What stops two machines that answer each other, when nothing in their mail betrays them; and whom that must not stop.
import { expect, test } from 'vitest';
import type { Authority } from '../../src/authority.ts';
import { mailOf } from '../intake/scene.ts';
import { type Sending, sendings } from './sending.ts';

const MINUTE_MS = 60_000;
const FORM = 'form@northmere.police.example';
const openOne = sendings();
let sending: Sending;
async function open(settings: Partial<Authority['acknowledge']> = {}): Promise<void> {
  sending = await openOne(settings);
}
const from = (address: string, subject?: string) => mailOf({ from: address, ...(subject ? { subject } : {}) });
/** Letter, mail, letter, mail: each mail comes after the letter before it has left. */
async function inTurn(senders: readonly string[], subject?: string): Promise<string[]> {
  const states: string[] = [];
  for (const sender of senders) states.push(...(await sending.answered(from(sender, subject))));
  return states;
}
const many = (count: number, make: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => make(i));
const letterOf = (i: number): string => String.fromCharCode(97 + i);

test.each([
  ['number', (i: number) => `ticket-${100 + i}@sedge.example`],
  ['tag', (i: number) => `help+${letterOf(i)}@sedge.example`],
])('a ticket system that writes from another %s each time meets the limit of one address', async (_, make) => {
  await open({ perAddressPerDay: 2, perDomainPerHour: null });
  // All waited before the first letter left, so that only the limit is asked, not the breaker of loops.
  expect(await sending.answered(...many(4, make).map((one) => from(one)))).toEqual(['sent', 'sent', 'held', 'held']);
});

test('requesters at a platform or a mail provider whose addresses differ by a number are people of their own', async () => {
  await open({ perAddressPerDay: 1, perDomainPerHour: null });
  const wdtk = many(3, (i) => `request-${100 + i}-abc${i}@whatdotheyknow.com`);
  expect(await sending.answered(...wdtk.map((one) => from(one)))).toEqual(['sent', 'sent', 'sent']);
  expect(await sending.answered(...many(3, (i) => `jo${80 + i}@gmail.com`).map((one) => from(one)))).toEqual(
    many(3, () => 'sent'),
  );
  expect(await sending.answered(from('jo80+foi@gmail.com'))).toEqual(['held']);
});

test('a ticket system that answers each letter from a new number is cut after three mails, until a person lets it go', async () => {
  await open();
  const states = await inTurn(many(5, (i) => `ticket-${100 + i}@sedge.example`));
  expect(states).toEqual(['sent', 'sent', 'sent', 'held', 'held']);
});

test.each([
  ['under one name', (i: number) => `Help Desk <case-${letterOf(i)}@sedge.example>`, undefined],
  [
    'under one name with a number in it',
    (i: number) => `"Help Desk #${i}" <case-${letterOf(i)}@sedge.example>`,
    undefined,
  ],
  ['without a name, under one subject', (i: number) => `case-${letterOf(i)}@sedge.example`, 'Your ticket'],
])(
  'a machine that answers each letter from a new address %s is held from its sixth mail on',
  async (_, make, subject) => {
    await open();
    expect(await inTurn(many(7, make), subject)).toEqual([...many(5, () => 'sent'), 'held', 'held']);
    const held = await sending.scene.db
      .selectFrom('acknowledgement')
      .select(['because', 'retry_at'])
      .where('state', '=', 'held')
      .execute();
    expect(held[0]).toMatchObject({ retry_at: null, because: expect.stringMatching(/each right after the receipt/) });
  },
);

test('twenty colleagues of one council whose requests lay waiting get their receipts', async () => {
  await open();
  const states = await sending.answered(
    ...many(20, (i) => `person-${letterOf(i)}@council.example`).map((one) => from(one)),
  );
  expect(states).toEqual(many(20, () => 'sent'));
});

test('twenty colleagues of one council who write one after the other, each after the receipt before, get their receipts', async () => {
  await open();
  const states = await inTurn(many(20, (i) => `Person ${letterOf(i)} <person-${letterOf(i)}@council.example>`));
  expect(states).toEqual(many(20, () => 'sent'));
});

test('people at one mail provider are no machine, however they write', async () => {
  await open();
  expect(await inTurn(many(8, (i) => `case-${letterOf(i)}@gmail.com`))).toEqual(many(8, () => 'sent'));
});

test('mails through a web form are counted for the requester they name, not for the form', async () => {
  await open({ webForms: [FORM] });
  const through = (address: string) =>
    mailOf({ from: FORM, headers: [`Return-Path: <${FORM}>`, `Reply-To: ${address}`] });
  const states: string[] = [];
  for (let i = 0; i < 5; i += 1) states.push(...(await sending.answered(through('jo@alder.example'))));
  expect(states).toEqual(['sent', 'sent', 'sent', 'held', 'held']);
  expect(await sending.answered(...many(6, (i) => `pupil-${letterOf(i)}@school.example`).map(through))).toEqual(
    many(6, () => 'sent'),
  );
});

test('mails that come in turn but not at once are no loop', async () => {
  await open({ perAddressPerDay: null });
  const start = Date.now();
  const states: string[] = [];
  for (let i = 0; i < 7; i += 1) {
    const [id] = await sending.letters(from(`Help Desk <case-${letterOf(i)}@sedge.example>`));
    // Each letter left three minutes before the next mail came.
    const sent = await sending.send(id, new Date(start - (7 - i) * 3 * MINUTE_MS));
    states.push(sent.state);
  }
  expect(states).toEqual(many(7, () => 'sent'));
});
