// A rule that takes too long is named by whoever ends the thread, and the mail is classified without it.
import { expect, test } from 'vitest';
import { NO_RULE, watchedRules, withoutRules } from '../../src/classify/compiled.ts';
import { fire, read } from '../../src/classify/fire.ts';
import { mailOf, ruleOf, rulesOf } from './rule-bench.ts';

const RULES = rulesOf([ruleOf('first', 'alpha'), ruleOf('second', { pattern: 'beta' }), ruleOf('third', 'gamma')]);
const MAIL = mailOf('alpha beta gamma');

test('a suspended rule says nothing, and the others say what they said', () => {
  const rules = withoutRules(RULES, ['second']);
  expect(fire(rules, read(MAIL, rules)).map((each) => each.rule.rule.id)).toEqual(['first', 'third']);
  expect(fire(RULES, read(MAIL, RULES))).toHaveLength(3);
});

test('shared memory holds the number of the rule that is being evaluated, and of none afterwards', () => {
  const watch = new Int32Array(new SharedArrayBuffer(4)).fill(NO_RULE);
  const rules = watchedRules(RULES, watch);
  const reading = read(MAIL, rules);
  const during: number[] = [];
  const has: typeof reading.has = (...asked) => {
    during.push(watch[0] ?? NO_RULE);
    return reading.has(...asked);
  };
  fire(rules, { ...reading, has });
  expect(during.map((index) => RULES.rules[index]?.rule.id)).toEqual(['second']);
  expect(watch[0]).toBe(NO_RULE);
});
