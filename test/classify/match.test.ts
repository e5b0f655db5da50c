// What each condition of the rule language holds for, and with which words.
import { expect, test } from 'vitest';
import { fire, read } from '../../src/classify/fire.ts';
import { segments } from '../../src/mail/quoted.ts';
import { heldBy, mailOf, ruleOf, rulesOf } from './rule-bench.ts';

test('a phrase matches other forms of its words, in the order it was written', () => {
  expect(heldBy('internal review', mailOf('I ask for Internal Reviews.'))).toEqual(['Internal Reviews']);
  expect(heldBy('internal review', mailOf('a review that is internal'))).toBeNull();
  expect(heldBy('any tool', mailOf('*any* tool'))).toEqual(['any* tool']);
});

test('a phrase in inner double quotes matches those very words only, in any case', () => {
  expect(heldBy('"internal review"', mailOf('an INTERNAL Review'))).toEqual(['INTERNAL Review']);
  expect(heldBy('"internal review"', mailOf('internal reviews'))).toBeNull();
  expect(heldBy({ any: ['"reviews"', 'review'] }, mailOf('reviews'))).toEqual(['reviews', 'reviews']);
});

test('a phrase does not run over the end of a sentence, and does run over a line end', () => {
  expect(heldBy('internal review', mailOf('It is internal. Review it.'))).toBeNull();
  expect(heldBy('internal review', mailOf('an internal\nreview'))).toEqual(['internal\nreview']);
});

test('near words hold in any order up to the last word of the window, and not one beyond', () => {
  const near = { near: { words: ['cost', 'contract'], within: 4 } };
  expect(heldBy(near, mailOf('the cost of the contract now'))).toEqual(['cost of the contract']);
  expect(heldBy(near, mailOf('contract and its cost'))).toEqual(['contract and its cost']);
  expect(heldBy(near, mailOf('cost of the whole contract'))).toBeNull();
  expect(heldBy(near, mailOf('cost one two three four five cost six contract'))).toEqual(['cost six contract']);
});

test('near words may be given in order, and each as a choice of several', () => {
  const choice = [['all', 'every'], 'harbour', ['log', 'log book']];
  const near = { near: { words: choice, within: 5, inOrder: true } };
  expect(heldBy(near, mailOf('all old harbour log books'))).toEqual(['all old harbour log']);
  expect(heldBy(near, mailOf('every harbour log'))).toEqual(['every harbour log']);
  expect(heldBy(near, mailOf('harbour logs, all of them'))).toBeNull();
  expect(heldBy(near, mailOf('all the harbour and pier logs'))).toBeNull();
  expect(heldBy(near, mailOf('harbour log, all harbour log'))).toEqual(['all harbour log']);
  expect(heldBy({ near: { words: choice, within: 5 } }, mailOf('logs of the harbour, all'))).not.toBeNull();
});

test('near words may have to stand in one sentence', () => {
  const pay = { words: ['paid', 'late'], within: 6 };
  const inOne = { words: ['paid', ['late', 'never']], within: 6, oneSentence: true };
  const mail = 'The bill was paid. Late fees follow.';
  expect(heldBy({ near: pay }, mailOf(mail))).toEqual(['paid. Late']);
  for (const order of [true, false]) {
    const near = { near: { ...inOne, inOrder: order } };
    expect(heldBy(near, mailOf(mail))).toBeNull();
    expect(heldBy(near, mailOf(`${mail} They were paid very late`))).toEqual(['paid very late']);
    expect(heldBy(near, mailOf('Paid? Never. Late'))).toBeNull();
    expect(heldBy({ near: { ...inOne, words: ['paid', 'so', 'late'], inOrder: order } }, mailOf(mail))).toBeNull();
  }
  expect(heldBy({ near: inOne }, mailOf('Paid last. We were late. It was late when we paid'))).toEqual([
    'late when we paid',
  ]);
});

test('of several places with near words the one that reads as the rule is written is shown', () => {
  const near = { near: { words: ['for each', 'tool'], within: 5 } };
  expect(heldBy(near, mailOf('name the tools.\n\nFor each relevant tool say who made it'))).toEqual([
    'For each relevant tool',
  ]);
});

test('near words that stand far apart are shown one by one', () => {
  const filler = 'considerations '.repeat(12);
  expect(heldBy({ near: { words: ['cost', 'contract'], within: 40 } }, mailOf(`cost ${filler}contract`))).toEqual([
    'cost',
    'contract',
  ]);
});

test('near words in two fields are not near', () => {
  expect(
    heldBy({ near: { words: ['cost', 'contract'], within: 9 } }, mailOf('contract', { subject: 'cost' })),
  ).toBeNull();
});

test('what the sender quotes is never matched, nor a phrase across it', () => {
  const body = 'internal\n> refuse the request\nreview of it';
  const cut = (kind: 'own' | 'quote', text: string) => ({
    kind,
    start: body.indexOf(text),
    end: body.indexOf(text) + text.length,
  });
  const mail = mailOf(body, {
    segments: [cut('own', 'internal\n'), cut('quote', '> refuse the request\n'), cut('own', 'review of it')],
  });
  expect(heldBy('refuse', mail)).toBeNull();
  expect(heldBy('internal review', mail)).toBeNull();
  expect(heldBy({ near: { words: ['internal', 'review'], within: 50 } }, mail)).toBeNull();
  expect(heldBy({ pattern: 'refuse' }, mail)).toBeNull();
  expect(heldBy('review', mail)).toEqual(['review']);
});

test('a quoted mail below the own words, as mail programs write it, is left out', () => {
  const body =
    'Thank you.\n\nOn Mon, 2 Mar 2026 at 10:00, Northmere Constabulary wrote:\n> You may ask for an internal review.\n';
  expect(heldBy('internal review', mailOf(body, { segments: segments(body) }))).toBeNull();
});

test('none keeps a condition from holding, also with near inside', () => {
  const when = { all: ['withdraw'], none: [{ near: { words: ['withdraw', 'warrant'], within: 3 } }] };
  expect(heldBy(when, mailOf('I withdraw my request'))).toEqual(['withdraw']);
  expect(heldBy(when, mailOf('copies of withdrawn warrants'))).toBeNull();
});

test('at least two of three hold with two, and not with one said twice', () => {
  const when = { atLeast: { count: 2, of: ['cost', 'length', 'supplier'] } };
  expect(heldBy(when, mailOf('the cost and the supplier'))).toEqual(['cost', 'supplier']);
  expect(heldBy(when, mailOf('cost, cost and cost'))).toBeNull();
});

test('all keys of a condition must hold', () => {
  const when = { any: ['dashboard', 'tool'], years: { atLeast: 5 } };
  expect(heldBy(when, mailOf('every tool since 2015'))).toEqual(['tool', '2015']);
  expect(heldBy(when, mailOf('every tool in 2025'))).toBeNull();
});

test('words are looked for in the fields that are named, and in those of the outer condition otherwise', () => {
  const mail = mailOf('body words', { subject: 'overdue', attachmentText: 'a spreadsheet' });
  expect(heldBy('overdue', mail)).toEqual(['overdue']);
  expect(heldBy({ in: ['body'], any: ['overdue'] }, mail)).toBeNull();
  expect(heldBy('spreadsheet', mail)).toBeNull();
  expect(heldBy({ in: ['attachment'], all: ['spreadsheet', { in: ['subject'], any: ['overdue'] }] }, mail)).toEqual([
    'spreadsheet',
    'overdue',
  ]);
  expect(heldBy({ in: ['sender'], any: ['ada field'] }, mail)).toEqual(['Ada Field']);
});

test('numbered questions are counted', () => {
  const body = 'Please tell me:\n\n1. How many cars do you own?\n2. What did they cost?\n3. Who drives them?\n';
  expect(heldBy({ parts: { atLeast: 3 } }, mailOf(body))).toEqual(['How many cars do you own?']);
  expect(heldBy({ parts: { atLeast: 4 } }, mailOf(body))).toBeNull();
});

test('sender, platform and thread are conditions of their own', () => {
  const from = (address: string) => mailOf('x', { from: { name: '', address } });
  expect(heldBy({ domain: 'ico.org.uk' }, from('casework@ico.org.uk'))).toEqual([]);
  expect(heldBy({ domain: 'ico.org.uk' }, from('a@mail.ico.org.uk'))).toEqual([]);
  expect(heldBy({ domain: 'ico.org.uk' }, from('a@notico.org.uk'))).toBeNull();
  expect(heldBy({ platform: 'whatdotheyknow' }, mailOf('x', { platform: 'whatdotheyknow' }))).toEqual([]);
  expect(heldBy({ replyTo: 'ours' }, mailOf('x', { threaded: true }))).toEqual([]);
  expect(heldBy({ replyTo: 'ours' }, mailOf('x'))).toBeNull();
});

test('the words of a pattern are given as they stand, also after emoji', () => {
  expect(heldBy({ pattern: 'ic-\\d{6}-[a-z0-9]{4}' }, mailOf('👮 ref IC-123456-A1B2.'))).toEqual(['IC-123456-A1B2']);
});

test('of a field, a pattern reads the first 16 kB only', () => {
  const far = `${'x '.repeat(8_200)}needle`;
  expect(heldBy({ pattern: 'needle' }, mailOf(far))).toBeNull();
  expect(heldBy('needle', mailOf(far))).toEqual(['needle']);
});

test('a rule that needs no word is asked of every mail, and one whose words are missing of none', () => {
  const rules = rulesOf([
    ruleOf('needs.nothing', { none: ['freedom'] }),
    ruleOf('needs.words', { any: ['dashboard', { near: { words: ['stop', 'search'], within: 3 } }] }),
    ruleOf('needs.two', { atLeast: { count: 2, of: ['alpha', { pattern: 'zz' }] } }),
    ruleOf('needs.one', { atLeast: { count: 1, of: ['alpha', { pattern: 'zz' }] } }),
  ]);
  expect(rules.always).toEqual([0, 3]);
  const fired = fire(rules, read(mailOf('stop and search, zz'), rules)).map((each) => each.rule.rule.id);
  expect(fired).toEqual(['needs.nothing', 'needs.words', 'needs.one']);
});
