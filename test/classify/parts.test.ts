// Which questions are found in a mail, and where; every text is made up.
import { expect, test } from 'vitest';
import { listedParts, ownText } from '../../src/classify/parts.ts';

const found = (body: string) => {
  const all = listedParts(ownText(body, [{ kind: 'own', start: 0, end: body.length }]));
  for (const part of all) expect(body.slice(part.start, part.end)).toBe(part.text);
  return all;
};
const numbers = (body: string) => found(body).map((part) => part.number);
const texts = (body: string) => found(body).map((part) => part.text);

const LONG = `Dear Northmere Constabulary,

I ask about gadgets on your boats.

EXAMPLES OF GADGETS

To help you, examples of gadgets that I am asking about include:

1. *Depth finders*: any gadget which measures depth

below the keel. For example, the Soundwell.

*2. *Any other gadget*: whatever beeps (e.g., radios, and so on).*

WHAT I ASK

My questions are numbered below.

*? If you have more than ten gadgets, answer for ten of them;*

FOR EACH GADGET, CAN YOU PLEASE:

*1. State the *name* of each gadget.*

2. Say where it is kept and indicate

whether it is locked away.

*3. List ***documents*** about it, including:*

? Any manuals.

? Any tests.

FOR GADGETS **IN USE** ONLY, CAN YOU PLEASE:**

*4. Say who uses it.*

*5. If it was given up, can you explain why?*

Yours faithfully,

P. Tern
`;

test('a list announced as examples is no list of questions, and numbers go on across headings', () => {
  expect(texts(LONG)).toEqual([
    'State the *name* of each gadget.',
    'Say where it is kept and indicate\n\nwhether it is locked away.',
    'List ***documents*** about it, including:*\n\n? Any manuals.\n\n? Any tests.',
    'Say who uses it.',
    'If it was given up, can you explain why?',
  ]);
  expect(numbers(LONG)).toEqual(['1', '2', '3', '4', '5']);
});

test.each([
  ['1. Who?\n2. When?', ['1', '2']],
  ['1) Who?\n2) When?', ['1', '2']],
  ['(1) Who?\n(2) When?', ['1', '2']],
  ['Q1. Who?\nQ2. When?', ['1', '2']],
  ['Question 1\nWho?\nQuestion 2\nWhen?', ['1', '2']],
  ['a) Who?\nb) When?\nc) Where?', ['a', 'b', 'c']],
  ['i. Who?\nii. When?\niii. Where?', ['i', 'ii', 'iii']],
  ['Please send:\n• The number of boats\n• The cost of each', ['1', '2']],
  ['Please send:\n- The number of boats\n- The cost of each', ['1', '2']],
  ['1.1 Who?\n1.2 When?\n2.1 Where?', ['1(1)', '1(2)', '2(1)']],
])('questions are found however they are numbered: %j', (body, expected) => {
  expect(numbers(`Please answer.\n\n${body}\n\nRegards`)).toEqual(expected);
});

test('a question that only leads to lettered ones gives way to them', () => {
  const body =
    'Please confirm:\n1. Who owns the mast?\n2. Please send a copy of:\na. the survey\nb. the insurance policy\n3. When?';
  expect(numbers(body)).toEqual(['1', '2(a)', '2(b)', '3']);
});

test('lettered choices under a question stay part of it', () => {
  const body = 'Please answer:\n1. How many boats were late by\na) a day\nb) a week\n2. Why?';
  expect(numbers(body)).toEqual(['1', '2']);
});

test('numbering that starts again under a new heading is a second list of questions', () => {
  const body = 'Please answer:\n\nBOATS\n\n1. How many?\n2. How old?\n\nNETS\n\n1. How many?\n2. Who mends them?';
  expect(numbers(body)).toEqual(['1', '2', '1', '2']);
});

test('a line wrapped by a mail client belongs to its question, the closing words do not', () => {
  const body = [
    'Please tell me about the lifeboat and the people who row it on the bay:',
    '',
    '1. How many people have rowed the lifeboat in each month of the year',
    '2025, and how often?',
    '2. What did the new oars cost, and from which of the funds were they all',
    'paid in the end?',
    'Thank you for your help.',
    'P. Tern',
  ].join('\n');
  expect(texts(body)).toEqual([
    'How many people have rowed the lifeboat in each month of the year\n2025, and how often?',
    'What did the new oars cost, and from which of the funds were they all\npaid in the end?',
  ]);
});

test('words over the next question are no part of the one before', () => {
  expect(texts('1. Do you own a crane?\nIf you do, please say:\n2. How old is it?')).toEqual([
    'Do you own a crane?',
    'How old is it?',
  ]);
});

test('years, sums and initials at the beginning of a line are no numbering', () => {
  expect(
    found('In the year\n2025. That was it.\n12.5 tonnes of cod were landed.\n20 working days have passed.\nA. Tern'),
  ).toEqual([]);
});

test('questions in quoted text, signatures and footers are not the sender’s', () => {
  const own = 'Please answer:\n1. Who?\n2. When?\n';
  const quote = '> 3. Where?\n> 4. Why?\n';
  const segments = [
    { kind: 'own' as const, start: 0, end: own.length },
    { kind: 'quote' as const, start: own.length, end: own.length + quote.length },
  ];
  expect(listedParts(ownText(own + quote, segments)).map((part) => part.text)).toEqual(['Who?', 'When?']);
});

test('a mail in prose has no numbered questions', () => {
  expect(found('How many boats are there? Please also say who owns them.')).toEqual([]);
});

test.each([
  ['1 Who rows?\n2 When do they row?', ['1', '2']],
  ['1/ Who rows?\n2/ When do they row?', ['1', '2']],
  ['1, Who rows?\n2, When do they row?', ['1', '2']],
])('a number without a full stop is a number when it counts on: %j', (body, expected) => {
  expect(numbers(`Please answer.\n\n${body}\n\nRegards`)).toEqual(expected);
});

test('bullets under the title of a number are its questions, bullets under a question are its details', () => {
  const body =
    'Please answer:\n1. Boats\n- How many are there?\n- How many leak?\n2. What did they cost in\n- 2023\n- 2024';
  expect(numbers(body)).toEqual(['1(1)', '1(2)', '2']);
});

test('a question and the lettered questions after it are counted each', () => {
  const body =
    'Please answer:\n1. Do you own a crane?\na) If so, how old is it?\nb) If not, who lends you one?\n2. Why?';
  expect(numbers(body)).toEqual(['1', '1(a)', '1(b)', '2']);
});

test('the first sub-question may stand in the line of its number', () => {
  const body = 'Please answer:\nQ1. Who rows?\nQ2. a. Do you charge for it?\nb. What is the charge?\n';
  expect(numbers(body)).toEqual(['1', '2(a)', '2(b)']);
});

test('8b after 8 is a question beside it', () => {
  const body = 'Please answer:\n1. How many boats?\n2. How many nets?\n2b. How many torn ones?\n3. Why?';
  expect(numbers(body)).toEqual(['1', '2', '2(b)', '3']);
});

test('numbers go on behind bullets that stand under a line of their own', () => {
  const body = [
    'Please answer:',
    '1. Do you lend out boats?',
    'For each boat, please provide:',
    '- its age',
    '- its name',
    '2. Who repairs them?',
    '3. When was the last one sold?',
  ].join('\n');
  expect(numbers(body)).toEqual(['1', '2', '3']);
});

test('the columns of the table that somebody asks for are no questions', () => {
  expect(found('Please send a table with the following columns:\n1. Name of boat\n2. Year\n3. Length')).toEqual([]);
});

test('a megabyte of list lines is read without delay or loss', () => {
  const lines = Array.from({ length: 40_000 }, (_, index) => `${(index % 99) + 1}. What is it?`).join('\n');
  expect(found(lines)).toHaveLength(40_000);
});
