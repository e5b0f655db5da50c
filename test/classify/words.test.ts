// Words, their places, and which forms of a word are one to a rule.
import { expect, test } from 'vitest';
import { stem } from '../../src/classify/stem.ts';
import { words } from '../../src/classify/words.ts';

const texts = (text: string) => words(text).map((word) => word.text);

test.each([
  ['council’s policy', ['council', 'policy']],
  ["I don't, I don’t and I dont", ['i', 'dont', 'i', 'dont', 'and', 'i', 'dont']],
  ['up to *ten* _tools_', ['up', 'to', 'ten', 'tools']],
  ['follow-up', ['follow', 'up']],
  ['E-mails and emails', ['emails', 'and', 'emails']],
  ['s.12(1), s12 and S. 12', ['s', '12', '1', 's', '12', 'and', 's', '12']],
  ['reg.12(4)(b) and art15', ['reg', '12', '4', 'b', 'and', 'art', '15']],
  ['FOIs and IDs', ['foi', 'and', 'id']],
  ['infor\u00ADmation', ['information']],
  ['cafe\u0301 and ﬁle', ['café', 'and', 'file']],
])('%j is read as %j', (text, expected) => {
  expect(texts(text)).toEqual(expected);
});

test('places are UTF-16 offsets, also after emoji, joined emoji and combining marks', () => {
  const text = '👍🏽 👩‍👩‍👧 cafe\u0301s: e\u0301tude of 🚓 police';
  for (const word of words(text))
    expect(text.slice(word.start, word.end).normalize('NFKC').toLowerCase()).toContain(word.text.slice(0, 4));
  const last = words(text).at(-1);
  expect(text.slice(last?.start, last?.end)).toBe('police');
});

test('a sentence or paragraph that ends keeps a phrase from running on', () => {
  const opening = (text: string) =>
    words(text)
      .filter((word) => word.opens)
      .map((word) => word.text);
  expect(opening('This is internal. Review it? No! yes\n\nwell')).toEqual(['this', 'review', 'no', 'yes', 'well']);
  expect(opening('see s. 12 of the Act, the first\nline')).toEqual(['see']);
});

test('plain text is split as it is split beside letters of other alphabets', () => {
  const plain = `“Who's” the officer’s e-mail? s.12(1) s12 reg5 FOIs’ O'Neill's 2019/20 £5,000 – don't… rock'n'roll'99 a_b C++`;
  const beside = words(`${plain} żółw`);
  expect(beside.at(-1)?.text).toBe('żółw');
  expect(words(plain)).toEqual(beside.slice(0, -1));
  expect(words(`${plain} żółw`, 0, plain.length)).toEqual(words(plain));
});

test.each([
  [['organise', 'organised', 'organising', 'organizes', 'organisation', 'organizations']],
  [['policy', 'policies']],
  [['complaint', 'complaints']],
  [['withdraw', 'withdrew', 'withdrawn', 'withdraws', 'withdrawing']],
  [['hold', 'holds', 'holding', 'held']],
  [['spend', 'spent', 'spending']],
  [['child', 'children']],
  [['request', 'requests', 'requested', 'requesting']],
  [['analyse', 'analysed', 'analyzed', 'analysing']],
  [['write', 'wrote', 'written', 'writing']],
])('%j are one word to a rule', (forms) => {
  expect(new Set(forms.map(stem)).size).toBe(1);
});

test.each([
  ['international', 'internal'],
  ['community', 'communication'],
  ['authority', 'author'],
  ['officer', 'office'],
  ['news', 'new'],
  ['his', 'hi'],
  ['gas', 'ga'],
  ['policy', 'police'],
  ['general', 'generation'],
  ['university', 'universal'],
])('“%s” and “%s” stay two words', (one, other) => {
  expect(stem(one)).not.toBe(stem(other));
});
