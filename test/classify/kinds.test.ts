// Who owns a mail, and whether it opens a request: look-alikes, mixtures and doubt.
import { expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import type { Text } from '../../src/classify/text.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

const says = (word: string, suggests: Record<string, string>, overrides: Record<string, unknown> = {}) =>
  ruleOf(`says.${word}`, word, { suggests, weight: 'decisive', ...overrides });
const RULES = rulesOf([
  says('provide', { kind: 'request' }),
  says('maybe', { kind: 'request' }, { weight: 'weak' }),
  says('perhaps', { kind: 'request' }, { weight: 'strong' }),
  says('chasing', { kind: 'chaser' }),
  says('reconsider', { kind: 'internal_review' }),
  says('suicidal', { kind: 'safeguarding' }),
  says('commissioner', { kind: 'regulator' }),
  says('rude', { kind: 'complaint' }),
  says('lottery', { kind: 'spam' }),
  says('forwarded', { kind: 'transfer' }),
  says('object', { kind: 'third_party' }),
  says('myself', { regime: 'sar' }, { weight: 'strong' }),
  says('act', { regime: 'foia' }, { weight: 'strong' }),
  says('trees', { regime: 'eir' }),
  says('dashboards', { topic: 'police.ict' }),
  says('bins', { topic: 'council.waste' }),
  says('wards', { topic: 'nhs-trust.structure-contacts' }),
  says('expensive', { exemption: 's.12(1)', regime: 'foia' }),
  says('costly', { exemption: 's.12', regime: 'foisa' }),
  says('unreasonable', { exemption: 'reg.12(4)(b)', regime: 'eir' }),
  says('anonymous', { validity: 's.8(1)(b)' }),
  says('soon', { flag: 'urgent' }, { status: 'draft' }),
]);
const of = (body: string, overrides: Partial<Text> = {}) => classify(mailOf(body, overrides), RULES, 'police', false);
const kinds = (body: string, overrides: Partial<Text> = {}) => {
  const { kind, alsoKinds, opens } = of(body, overrides);
  return [kind, ...alsoKinds, opens];
};

test.each([
  ['Provide it.', ['request', 'yes']],
  ['I am chasing.', ['chaser', 'no']],
  ['I am chasing. Also provide the list.', ['chaser', 'request', 'yes']],
  ['He was rude. Provide his file.', ['request', 'complaint', 'yes']],
  ['I am suicidal. Provide it.', ['safeguarding', 'request', 'yes']],
  ['The commissioner asks you to reconsider.', ['regulator', 'internal_review', 'no']],
  ['Forwarded: provide it.', ['transfer', 'request', 'yes']],
  ['We object. Provide nothing.', ['third_party', 'request', 'yes']],
  ['He was rude.', ['complaint', 'no']],
  ['Reconsider. Provide all about myself.', ['request', 'internal_review', 'yes']],
])('%j: the owner comes first', (body, expected) => {
  expect(kinds(body)).toEqual(expected);
});

test('words of a request that are not plain enough do not open one beside a chaser, but a person looks', () => {
  expect(kinds('I am chasing, perhaps.')).toEqual(['chaser', 'request', 'possible']);
  expect(kinds('Perhaps.')).toEqual(['request', 'yes']);
});

test('a complaint with a hint of a request is a possible request, a chaser with one is not', () => {
  expect(kinds('He was rude, maybe.')).toEqual(['complaint', 'possible']);
  expect(kinds('I am chasing, maybe.')).toEqual(['chaser', 'no']);
});

test('spam that holds a request is a possible request, not an opened one', () => {
  expect(kinds('Lottery! Provide it.')).toEqual(['request', 'spam', 'possible']);
  expect(kinds('You won the lottery!')).toEqual(['spam', 'no']);
});

test('in the junk folder a plain request is one, a doubtful one is possible, and the rest is spam', () => {
  expect(kinds('Provide it.', { junk: true })).toEqual(['request', 'yes']);
  expect(kinds('Perhaps.', { junk: true })).toEqual(['request', 'possible']);
  expect(kinds('How many cars?', { junk: true })).toEqual(['general', 'possible']);
  expect(kinds('Cheap watches', { junk: true })).toEqual(['spam', 'no']);
});

test('a mail that no rule knows is put before a person as a possible request', () => {
  expect(kinds('Minutes of the board in 2021.')).toEqual(['general', 'possible']);
  expect(kinds('How many cars do you have?')).toEqual(['general', 'possible']);
});

test('an answer to our mail that asks nothing and that no rule knows opens nothing', () => {
  expect(kinds('Many thanks for that.', { threaded: true })).toEqual(['general', 'no']);
  expect(kinds('And for 2021?', { threaded: true })).toEqual(['general', 'possible']);
});

test('a question in quoted text is none', () => {
  const body = 'Many thanks.\n> What years do you mean?';
  const at = body.indexOf('>');
  const segments = [
    { kind: 'own', start: 0, end: at },
    { kind: 'quote', start: at, end: body.length },
  ] as const;
  expect(kinds(body, { threaded: true, segments })).toEqual(['general', 'no']);
});

test('mail of a machine is the machine’s, whatever it says; a request in an automatic one is shown to a person', () => {
  const machine = { kind: 'automatic', because: 'Auto-Submitted: auto-replied', sure: true } as const;
  expect(kinds('I am away. Chasing is of no use.', { machine })).toEqual(['automatic', 'no']);
  expect(kinds('Provide it.', { machine })).toEqual(['automatic', 'request', 'possible']);
  expect(kinds('Provide it.', { machine: { ...machine, kind: 'bounce' } })).toEqual(['bounce', 'no']);
});

test('a mail that only looks like a machine’s is a person’s when it holds a request, and shown when it asks', () => {
  const machine = { kind: 'automatic', because: 'the subject says so', sure: false } as const;
  expect(kinds('Provide out of office hours policing costs.', { machine })).toEqual(['request', 'yes']);
  expect(kinds('I am away.', { machine })).toEqual(['automatic', 'no']);
  expect(kinds('I am away. Is it urgent?', { machine })).toEqual(['automatic', 'possible']);
});

test('the reason names the rules in words', () => {
  expect(of('I am chasing. Provide it.').kindBecause).toBe(
    'chaser: Title of says.chasing. Also request: Title of says.provide',
  );
});

test('a request without another law is under FOIA; a mail that is no request is under none', () => {
  expect(of('Provide it.')).toMatchObject({ regime: 'foia', alsoRegimes: [] });
  expect(of('I am chasing about trees.')).toMatchObject({ regime: null, alsoRegimes: [] });
});

test('what is asked decides between the Act and the Regulations, whichever of them is named', () => {
  expect(of('Provide the trees under the act.')).toMatchObject({ regime: 'eir', alsoRegimes: [] });
  expect(of('Provide the list under the act.')).toMatchObject({ regime: 'foia', alsoRegimes: [] });
});

test('a mixed request has its likeliest law first, and the special one of two that are as likely', () => {
  expect(of('Provide all on myself under the act.')).toMatchObject({ regime: 'sar', alsoRegimes: ['foia'] });
});

test('in Scotland the Scottish Act and Regulations take the place of the others', () => {
  const mail = mailOf('Provide the costly and expensive trees under the act.');
  const result = classify(mail, RULES, 'police', true);
  expect(result).toMatchObject({ regime: 'eisr', alsoRegimes: [] });
  const under = (body: string) =>
    classify(mailOf(body), RULES, 'police', true).exemptions.map(({ regime, id }) => `${regime} ${id}`);
  expect(under('Provide the costly and expensive list.')).toEqual(['foisa s.12']);
});

test('topics are those of the authority’s sector, and its own', () => {
  const mail = mailOf('Provide dashboards, bins and wards.');
  const topics = (sector: 'police' | 'council' | 'nhs' | 'central') =>
    classify(mail, RULES, sector, false).topics.map((topic) => topic.id);
  expect(topics('police')).toEqual(['police.ict']);
  expect(topics('council')).toEqual(['council.waste']);
  expect(topics('nhs')).toEqual(['nhs-trust.structure-contacts']);
  expect(topics('central')).toEqual([]);
  const own = rulesOf([ruleOf('says.lettings', 'lettings', { suggests: { topic: 'local.short-term-lets' } })]);
  for (const sector of ['police', 'council'] as const)
    expect(classify(mailOf('How many lettings?'), own, sector, false).topics.map(({ id }) => id)).toEqual([
      'local.short-term-lets',
    ]);
});

test('exemptions are those of the law that the request is under, and none for other mail', () => {
  const ids = (body: string) => of(body).exemptions.map((exemption) => exemption.id);
  expect(ids('Provide the expensive, unreasonable list.')).toEqual(['s.12(1)']);
  expect(ids('Provide the expensive, unreasonable trees.')).toEqual(['reg.12(4)(b)']);
  expect(ids('I am chasing the expensive list.')).toEqual([]);
});

test('a draft rule is silent, and what it would have said is kept apart', () => {
  const result = of('Provide it soon.');
  expect(result.flags).toEqual([]);
  expect(result.silent).toEqual([expect.objectContaining({ id: 'urgent', rules: ['says.soon'] })]);
});

test('every quote stands where its evidence says, also after emoji', () => {
  const mail = mailOf('👩‍👩‍👧 Provide the *dashboards* 👍', { subject: '🚓 provide' });
  const result = classify(mail, RULES, 'police', false);
  const evidence = [...result.kinds, ...result.topics].flatMap((each) => each.evidence);
  expect(evidence.map((each) => each.quote)).toEqual(['provide', 'Provide', 'dashboards']);
  const fields = { subject: mail.subject, body: mail.body, attachment: '', sender: '' };
  for (const { field, start, end, quote } of evidence) expect(fields[field].slice(start, end)).toBe(quote);
});

test('a suggestion below the threshold of its family is not shown', () => {
  expect(of('Maybe.').kinds).toEqual([]);
  expect(of('Perhaps.').kinds.map((each) => each.id)).toEqual(['request']);
});
