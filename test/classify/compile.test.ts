// A broken rule file is refused with file, line, column and cure, and with all of its problems at once.
import { expect, test } from 'vitest';
import { problemLine } from '../../src/problem.ts';
import { problemsOf, WEIGHTS } from './rule-bench.ts';

const rule = (lines: string) => `rules:
  - id: chaser.any-update
    title: Asks for news of a request
    suggests: { kind: chaser }
    source: Judgement
    status: live
    weight: strong
    because: The mail asks how far its request is.
${lines}`;
const WHEN = `    when: any update\n`;
const EXAMPLES = `    examples:
      match: [Is there any update?, Any updates on this?]
      miss: [Send me the update log., We updated any file.]
`;
const lines = (files: Record<string, string>) => problemsOf(files).map(problemLine);
const inFile = (yaml: string) => lines({ 'uk/kinds/chaser.yaml': yaml });

test('a rule with proof is accepted', () => {
  expect(inFile(rule(WHEN + EXAMPLES))).toEqual([]);
});

test.each([
  [
    'YAML that does not parse',
    'rules:\n  - id: "a\n',
    /^uk\/kinds\/chaser\.yaml:\d+:\d+ not valid YAML: .* — check indentation and quotes/,
  ],
  ['a key twice', rule(`${WHEN + EXAMPLES}    weight: weak\n`), /:13:5 not valid YAML: .*unique.* — keep one/],
  [
    'a key that does not exist',
    rule(`    wen: x\n${WHEN}${EXAMPLES}`),
    /:9:5 unknown key “wen” — did you mean “when”\?/,
  ],
  [
    'a key of a condition that does not exist',
    rule(`    when: { al: [x] }\n${EXAMPLES}`),
    /:9:13 unknown key “al” — did you mean “all”\?/,
  ],
  ['a key missing', rule(EXAMPLES), /:2:5 “when” is missing — add it/],
  [
    'a word of a closed list misspelt',
    rule(WHEN + EXAMPLES).replace('strong', 'strnog'),
    /:7:13 “weight” cannot be “strnog” — did you mean “strong”\?/,
  ],
  [
    'a number where words belong',
    rule(`    when: { any: [update, 999] }\n${EXAMPLES}`),
    /:9:27 a number cannot stand here — put it in quotes: '999'/,
  ],
  [
    'an unknown kind',
    rule(WHEN + EXAMPLES).replace('chaser }', 'chase }'),
    /:4:23 unknown kind “chase” — did you mean “chaser”\?/,
  ],
  [
    'an unknown topic',
    rule(WHEN + EXAMPLES).replace('kind: chaser', 'topic: polic.ict'),
    /:4:24 unknown topic “polic.ict” — did you mean “police.ict”\?/,
  ],
  [
    'an exemption of another Act',
    rule(WHEN + EXAMPLES).replace('kind: chaser', 'exemption: s.40(2), regime: foisa'),
    /unknown exemption “s.40\(2\)” of foisa — it belongs to regime: foia/,
  ],
  [
    'an exemption without its Act',
    rule(WHEN + EXAMPLES).replace('kind: chaser', 'exemption: s.40(2)'),
    /:4:28 the exemption “s.40\(2\)” has no regime — add regime/,
  ],
  [
    'two suggestions in one rule',
    rule(WHEN + EXAMPLES).replace('kind: chaser', 'kind: chaser, flag: late'),
    /:4:15 a rule suggests exactly one thing, and this one suggests 2 —/,
  ],
  ['an anchor', rule(`    when: &words any update\n${EXAMPLES}`), /:9:18 anchor &words is not allowed — remove it/],
  [
    'an alias',
    rule(`    when: &a any update\n    extra: *a\n`),
    /:10:12 alias \*a is not allowed — write the text out/,
  ],
  ['a tag', rule(`    when: !!binary aGk=\n${EXAMPLES}`), /:9:\d+ .*tag.* is not allowed/i],
  [
    'a phrase without a word',
    rule(`    when: { any: [update, '***'] }\n${EXAMPLES}`),
    /:9:27 “\*\*\*” holds no word — /,
  ],
  [
    'a count that the list cannot reach',
    rule(`    when: { atLeast: { count: 3, of: [update, news] } }\n${EXAMPLES}`),
    /:9:22 can never hold: 3 asked of a list of 2 — /,
  ],
  [
    'a window too small for its words',
    rule(`    when: { near: { words: [internal review of, x], within: 2 } }\n${EXAMPLES}`),
    /:9:19 can never hold: .* — a window of 4 words or more/,
  ],
  [
    'a phrase that is required and forbidden',
    rule(`    when: { all: [any update], none: [update] }\n`),
    /:9:11 unreachable: “any update” is required, and “update” forbidden — /,
  ],
  [
    'a pattern that RE2 does not know',
    rule(`    when: { pattern: '(a)\\1' }\n${EXAMPLES}`),
    /:9:22 not a pattern: .* — RE2 has no back-references/,
  ],
  [
    'a pattern that matches everything',
    rule(`    when: { pattern: 'a*' }\n${EXAMPLES}`),
    /:9:22 the pattern also matches an empty text — /,
  ],
  [
    'no examples in a live rule',
    rule(WHEN),
    /:2:5 a live rule needs 2 texts that match, and this one has 0 — add examples under match:/,
  ],
  [
    'an example that should match',
    rule(WHEN + EXAMPLES.replace('Is there any update?', 'News?')),
    /:11:15 this example should match: it needs “any update” — /,
  ],
  [
    'an example that should not match',
    rule(WHEN + EXAMPLES.replace('Send me the update log.', 'Any update?')),
    /:12:14 this example should not match: it has “Any update” — /,
  ],
  [
    'an unknown placeholder in a reason',
    rule(WHEN + EXAMPLES).replace('how far its request is', 'how {part} are'),
    /:8:14 unknown placeholder “\{part\}” — did you mean “parts”\?/,
  ],
  [
    'a switch-off outside rules/local',
    `${rule(WHEN + EXAMPLES)}disable: [chaser.any-update]\n`,
    /:13:11 “disable” counts only below rules\/local — move it/,
  ],
])('%s is named with its place and cure', (_, yaml, expected) => {
  const found = inFile(yaml);
  expect(found.join('\n')).toMatch(expected);
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

test('weights that are missing or malformed are named', () => {
  expect(lines({ 'weights.yaml': WEIGHTS.replace('weak: 1', 'weak: much') })).toEqual([
    expect.stringMatching(/^weights\.yaml:4:18 “weak” must be a number, and this is text — /),
  ]);
});

test('a draft needs no examples', () => {
  expect(inFile(rule(WHEN).replace('live', 'draft'))).toEqual([]);
});
