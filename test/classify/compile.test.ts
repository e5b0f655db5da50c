// Rules that hang together wrongly are refused: twins, ids taken twice, slow patterns; all problems come at once. mistakes.test.ts has the rest.
import { expect, test } from 'vitest';
import { problemLine } from '../../src/problem.ts';
import { EXAMPLES, problemsOf, ruleText as rule, WHEN } from './rule-bench.ts';

const lines = (files: Record<string, string>) => problemsOf(files).map(problemLine);
const inFile = (yaml: string) => lines({ 'uk/kinds/chaser.yaml': yaml });

test('a rule with proof is accepted', () => {
  expect(inFile(rule(WHEN + EXAMPLES))).toEqual([]);
});

test('a pattern that is slow on a bad text is refused, and its longest repetition named', () => {
  expect(inFile(rule(`    when: { pattern: '(a|b|ab){500}[0-9]' }\n${EXAMPLES}`)).join('\n')).toMatch(
    /:9:11 the pattern takes \d+ ms on a bad text, more than 50 — shorten the repetition \(a\|b\|ab\)\{500\}/,
  );
});

test('words that are forbidden only together with others do not contradict', () => {
  const when = `    when: { all: [any update], none: [{ all: [any update, log] }] }\n`;
  expect(inFile(rule(when + EXAMPLES.replace('Send me the update log.', 'Any update of the log?')))).toEqual([]);
});

test.each([40, 500, 20_000])('a condition nested %i levels deep is refused', (levels) => {
  const when = `    when: ${'{ any: ['.repeat(levels)}x${'] }'.repeat(levels)}\n`;
  expect(inFile(rule(when)).join('\n')).toMatch(
    /^uk\/kinds\/chaser\.yaml:9:\d+ nested too deep — split it into several rules$/,
  );
});

test('the problems of all files come together, in order', () => {
  const found = lines({
    'uk/b.yaml': rule(WHEN + EXAMPLES)
      .replace('strong', 'heavy')
      .replace('live', 'alive'),
    'uk/a.yaml': 'rule: []\n',
  });
  expect(found.map((line) => line.split(' ')[0])).toEqual(['uk/a.yaml:1:1', 'uk/b.yaml:6:13', 'uk/b.yaml:7:13']);
});

test('the same id twice is refused, and named with the place of the first', () => {
  const twice = lines({
    'uk/a.yaml': rule(WHEN + EXAMPLES),
    'uk/b.yaml': rule(`    when: any news\n    examples: { match: [any news, any news?], miss: [x, z] }\n`),
  });
  expect(twice).toEqual([
    expect.stringMatching(/^uk\/b\.yaml:2:9 the id “chaser.any-update” is taken by uk\/a\.yaml:2 — /),
  ]);
});

test('a rule of the authority itself replaces the shipped one with the same id', () => {
  const local = rule(WHEN + EXAMPLES).replace('chaser }', 'complaint }');
  expect(lines({ 'uk/a.yaml': rule(WHEN + EXAMPLES), 'local/a.yaml': local })).toEqual([]);
});

test('the authority may switch off a shipped rule, and is told when there is no such rule', () => {
  const shipped = { 'uk/a.yaml': rule(WHEN + EXAMPLES) };
  expect(lines({ ...shipped, 'local/off.yaml': 'disable: [chaser.any-update]\n' })).toEqual([]);
  expect(lines({ ...shipped, 'local/off.yaml': 'disable: [chaser.any-updat]\n' })).toEqual([
    'local/off.yaml:1:11 there is no shipped rule “chaser.any-updat” — did you mean “chaser.any-update”?',
  ]);
});

test('two rules with the same condition and suggestion are one too many', () => {
  const twin = rule(WHEN + EXAMPLES).replace('chaser.any-update', 'chaser.twin');
  expect(lines({ 'uk/a.yaml': rule(WHEN + EXAMPLES), 'uk/b.yaml': twin })).toEqual([
    expect.stringMatching(
      /^uk\/b\.yaml:9:11 the same suggestion and condition as “chaser.any-update” \(uk\/a.yaml:2\) — /,
    ),
  ]);
});

test('a file over 256 kB is refused unread', () => {
  expect(inFile(`# ${'x'.repeat(257 * 1024)}\n`)).toEqual([
    'uk/kinds/chaser.yaml:1:1 the file is larger than 256 kB — split it into several files',
  ]);
});

test('a draft needs no examples', () => {
  expect(inFile(rule(WHEN).replace('live', 'draft'))).toEqual([]);
});
