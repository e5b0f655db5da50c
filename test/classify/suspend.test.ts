// A rule that takes too long is named by whoever ends the thread, and the mail is classified without it.
import { expect, test } from 'vitest';
import { watchedRules, withoutRules } from '../../src/classify/compiled.ts';
import { fire, read } from '../../src/classify/fire.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

const RULES = rulesOf([ruleOf('first', 'alpha'), ruleOf('second', { pattern: 'beta' }), ruleOf('third', 'gamma')]);
const MAIL = mailOf('alpha beta gamma');

test('a suspended rule says nothing, and the others say what they said', () => {
  const rules = withoutRules(RULES, ['second']);
  expect(fire(rules, read(MAIL, rules)).map((each) => each.rule.rule.id)).toEqual(['first', 'third']);
  expect(fire(RULES, read(MAIL, RULES))).toHaveLength(3);
});

test('shared memory holds the number of the rule that is being evaluated', () => {
  const watch = new Int32Array(new SharedArrayBuffer(4));
  const rules = watchedRules(RULES, watch);
  fire(rules, read(mailOf('alpha beta'), rules));
  expect(RULES.rules[watch[0] ?? 0]?.rule.id).toBe('second');
});
