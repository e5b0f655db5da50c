// Which questions are found in a mail that lists none; every text is made up.
import { expect, test } from 'vitest';
import { listedParts, ownText, proseParts, requestParts } from '../../src/classify/parts.ts';
import { of } from './shipped-rules.ts';

const found = (body: string) => {
  const all = proseParts(ownText(body, [{ kind: 'own', start: 0, end: body.length }]));
  let last = 0;
  for (const part of all) {
    expect(body.slice(part.start, part.end)).toBe(part.text);
    expect(part.start).toBeGreaterThanOrEqual(last);
    expect(part.end).toBeGreaterThan(part.start);
    last = part.end;
  }
  return all;
};
const texts = (body: string) => found(body).map((part) => part.text);
const letter = (words: string) => `Dear Northmere Council,\n${words}\nYours faithfully,\nP. Tern`;

test('each question sentence is one question, numbered in order', () => {
  expect(found(letter('How many boats do you own? When was the last one bought?'))).toMatchObject([
    { number: '1', text: 'How many boats do you own?' },
    { number: '2', text: 'When was the last one bought?' },
  ]);
});

test('a question after an answer is one more', () => {
  expect(texts(letter('Has the quay been surveyed? If so, who surveyed it?'))).toHaveLength(2);
});

test('each order that asks for another thing is one question', () => {
  expect(
    texts(letter('Please send the survey of the slipway. Please also confirm whether the crane has been sold.')),
  ).toHaveLength(2);
});

test.each([
  'Please send this in Excel format.',
  'If the cost limit would be exceeded, please tell me how I can narrow my request.',
  'I look forward to hearing from you within 20 working days.',
  'Please acknowledge receipt of this email.',
  'If you need any clarification, please do not hesitate to contact me.',
  'Could you please provide this data for the last three years?',
  'Please break this down by month.',
  'For the avoidance of doubt, boat refers to anything that floats.',
  'If any of this information is already published, please provide a link.',
  'Under section 16 you must provide advice and assistance.',
])('a sentence about the answer is no question: %s', (handling) => {
  expect(texts(letter(`How many boats were stolen from the harbour?\n${handling}`))).toEqual([
    'How many boats were stolen from the harbour?',
  ]);
});

test('background is no question', () => {
  expect(
    texts(letter('I have moored here for years. Last month the quay was shut. Why was the quay shut in May?')),
  ).toEqual(['Why was the quay shut in May?']);
});

test('unmarked lines under "please provide" are a question each', () => {
  expect(
    texts(letter('Please provide the following:\nThe number of moorings\nThe fee for each\nCopies of the two leases')),
  ).toEqual(['The number of moorings', 'The fee for each', 'Copies of the two leases']);
});

test.each([
  ['periods', 'How many boats were sunk in each of these years:\n2021\n2022\n2023'],
  ['places', 'Please send the inspection records for the following piers:\nNorth Pier\nSouth Pier\nFish Quay'],
  ['columns', 'Please send a list of all mooring holders.\nCan I have:\nName of holder\nEmail\nPhone number\nAddress'],
  ['examples', 'Please send the log of the harbour master, including the notes, the maps and the letters.'],
])('%s are no questions of their own', (_, words) => {
  expect(found(letter(words))).toHaveLength(1);
});

test('one sentence may ask for several things', () => {
  expect(
    texts(letter('Please tell me who ordered the dredging, what it cost, and when the channel will be open again.')),
  ).toEqual(['Please tell me who ordered the dredging', 'what it cost', 'and when the channel will be open again.']);
});

test('things wanted one after the other are a question each', () => {
  expect(
    texts(letter('Please send me the survey of the pier, the report of the diver, and any letters from the insurer.')),
  ).toHaveLength(3);
});

test('numbers inside a sentence are questions', () => {
  expect(
    texts(letter('Kindly provide (1) the price of the winner, (2) the marks of each bidder, (3) the minutes.')),
  ).toEqual(['the price of the winner', 'the marks of each bidder', 'the minutes.']);
});

test('what is asked of each record is one question', () => {
  expect(found(letter('For each accident please state the date, the place, the boat and how it ended.'))).toHaveLength(
    1,
  );
});

test('a condition belongs to its question', () => {
  expect(texts(letter('If the lease has ended, please explain why the boats are still there.'))).toHaveLength(1);
});

test('who writes many questions joins what belongs together in one of them', () => {
  const body = letter(
    'How many boats are there and how many leak? Who mends them and when? What does it cost? Who pays for it?',
  );
  expect(found(body)).toHaveLength(4);
});

test('bulleted questions that are no list by themselves are found one by one', () => {
  expect(texts(letter('• How many claims are open?\nIf any:\n• When will they be settled?'))).toEqual([
    'How many claims are open?',
    'When will they be settled?',
  ]);
});

test('a request that asks in no known way is one question', () => {
  expect(found(letter('All papers on the sinking of the Teal, with names blacked out.'))).toHaveLength(1);
});

test('questions in quoted text are not the sender’s', () => {
  const own = 'How many boats are there?\n';
  const quote = '> When were they bought?\n';
  const segments = [
    { kind: 'own' as const, start: 0, end: own.length },
    { kind: 'quote' as const, start: own.length, end: own.length + quote.length },
  ];
  expect(proseParts(ownText(own + quote, segments)).map((part) => part.text)).toEqual(['How many boats are there?']);
});

test('an empty mail has no question', () => {
  expect(found('')).toEqual([]);
  expect(found('\n'.repeat(100_000))).toEqual([]);
});

test.each(['a) ', '?', '? ', ' ', '. ', 'please ', ', the ', '(', 'how many ', 'Please send:\n', '- \n', 'if the, '])(
  'a hundred kilobytes of %j are read without delay',
  (piece) => {
    expect(found(piece.repeat(100_000 / piece.length)).length).toBeLessThan(5000);
  },
);

test('a request lists what it asks for; a mail that only asks where the answer is lists nothing', () => {
  const request = of(
    'Under the Freedom of Information Act: how many boats do you own? Please also say where they lie.',
  );
  expect(request.parts.map((part) => part.number)).toEqual(['1', '2']);
  expect(of('When can I expect an answer? Please give me an update.').parts).toEqual([]);
});

test('a list that lost its lines is found inside its one item', () => {
  const body = '(1) How many boats are there? (2) What did they cost? (3) Who rows them?';
  const own = ownText(body, [{ kind: 'own', start: 0, end: body.length }]);
  expect(requestParts(own, listedParts(own))).toHaveLength(3);
});
