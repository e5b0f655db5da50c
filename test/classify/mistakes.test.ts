// Each mistake that a person makes in a rule file has its message: where, what is wrong, what to write instead.
import { expect, test } from 'vitest';
import { problemLine } from '../../src/problem.ts';
import { EXAMPLES, problemsOf, ruleText as rule, WEIGHTS, WHEN } from './rule-bench.ts';

const GOOD = rule(WHEN + EXAMPLES);
const when = (condition: string) => rule(`    when: ${condition}\n${EXAMPLES}`);
const suggests = (what: string) => GOOD.replace('kind: chaser', what);
const told = (yaml: string, file = 'local/northmere.yaml') => problemsOf({ [file]: yaml }).map(problemLine);

test('a rule with proof is accepted', () => {
  expect(told(GOOD)).toEqual([]);
});

const FILE_IS_NOT_YAML: [string, string, string][] = [
  [
    'an open quotation mark',
    'rules:\n  - id: "a\n',
    '3:1 a quotation mark is opened and never closed — close it, or take it away',
  ],
  ['tabs', 'rules:\n\t- id: a\n', '2:1 a tab stands at the beginning of the line — indent with spaces, not with tabs'],
  [
    'a colon in text',
    GOOD.replace('source: Judgement', 'source: Judgement: ours'),
    "5:13 a colon stands where text goes on, or a hyphen without a space after it — put text that holds a colon in single quotes, 'so: here'; write a space after the hyphen of a list",
  ],
  ['a key twice', `${GOOD}    weight: weak\n`, '13:5 the same key stands twice — keep one of the two'],
  ['a second document', `${GOOD}---\n${GOOD}`, '13:1 the line --- begins a second document — remove that line'],
  [
    'no rules: above the list',
    '- id: a\n',
    '1:1 the file begins with a list — write rules: on a line above it, and indent the list below',
  ],
  ['an anchor', when('&words any update'), '9:18 anchor &words is not allowed — remove it'],
  ['an alias', `disable: [*words]\n`, '1:11 alias *words is not allowed — write the text out'],
  ['UTF-16', 'r\0u\0l\0e\0s\0', '1:2 a character cannot be read — save the file with the encoding UTF-8'],
  [
    'more than 256 kB',
    `# ${'x'.repeat(257 * 1024)}\n`,
    '1:1 the file is larger than 256 kB — split it into several files',
  ],
];

const KEYS_AND_WORDS: [string, string, string][] = [
  ['a key that does not exist', rule(`    wen: x\n${WHEN}${EXAMPLES}`), '9:5 unknown key “wen” — did you mean “when”?'],
  ['a key of a condition that does not exist', when('{ al: [x] }'), '9:13 unknown key “al” — did you mean “all”?'],
  ['a missing key', rule(EXAMPLES), '2:5 “when” is missing — add it'],
  [
    'an id with capitals',
    GOOD.replace('chaser.any-update', 'Chaser_Any'),
    '2:9 “id” holds other characters — write small letters, digits, hyphens and dots, such as local.harbour-patrol',
  ],
  [
    'a word of a closed list misspelt',
    GOOD.replace('strong', 'strnog'),
    '7:13 “weight” cannot be “strnog” — did you mean “strong”?',
  ],
  [
    'a number where words belong',
    when('{ any: [update, 999] }'),
    "9:27 a number cannot stand here — put it in quotes: '999'",
  ],
  [
    'text where a list belongs',
    when('{ any: update }'),
    '9:18 “any” must be a list, and this is text — write a list: each item on a line of its own, beginning with a hyphen',
  ],
  [
    'an unknown field',
    when('{ any: [update], in: [boddy] }'),
    '9:33 an item of “in” cannot be “boddy” — did you mean “body”?',
  ],
  [
    'an unknown placeholder',
    GOOD.replace('how far its', 'how {part} its'),
    '8:14 unknown placeholder “{part}” — did you mean “parts”?',
  ],
];

const OUTCOMES: [string, string, string][] = [
  ['an unknown kind', suggests('kind: chase'), '4:23 unknown kind “chase” — did you mean “chaser”?'],
  ['an unknown topic', suggests('topic: polic.ict'), '4:24 unknown topic “polic.ict” — did you mean “police.ict”?'],
  [
    'a topic that only this authority has',
    suggests('topic: harbour-patrol'),
    '4:24 unknown topic “harbour-patrol” — for a topic of your own write local.harbour-patrol; else rules/schema.json has the list',
  ],
  ['an unknown regime', suggests('regime: fioa'), '4:25 unknown regime “fioa” — did you mean “foia”?'],
  [
    'an exemption of another Act',
    suggests('exemption: s.40(2), regime: foisa'),
    '4:28 unknown exemption “s.40(2)” of foisa — it belongs to regime: foia',
  ],
  [
    'an exemption without its Act',
    suggests('exemption: s.40(2)'),
    '4:28 the exemption “s.40(2)” has no regime — add regime: foia, eir, foisa or eisr',
  ],
  [
    'a flag with capitals',
    suggests('flag: Late One'),
    '4:23 “Late One” is no flag — small letters, digits and hyphens, such as threat-to-life',
  ],
  [
    'two outcomes in one rule',
    suggests('kind: chaser, flag: late'),
    '4:15 a rule suggests exactly one thing, and this one suggests 2 — one of kind, regime, topic, exemption (with its regime), validity, flag',
  ],
];

const CONDITIONS: [string, string, string][] = [
  [
    'a phrase without a word',
    when("{ any: [update, '***'] }"),
    '9:27 “***” holds no word — write letters or digits, or use a pattern',
  ],
  [
    'a condition that says nothing',
    when('{ in: [body] }'),
    '9:11 this condition says nothing — give it any, all, near …',
  ],
  [
    'a count that the list cannot reach',
    when('{ atLeast: { count: 3, of: [update, news] } }'),
    '9:22 can never hold: 3 asked of a list of 2 — list more conditions, or ask for 2 at most',
  ],
  [
    'a window too small for its words',
    when('{ near: { words: [internal review of, x], within: 2 } }'),
    '9:19 can never hold: these words do not fit into 2 — a window of 4 words or more',
  ],
  [
    'a window too wide',
    when('{ near: { words: [any, update], within: 500 } }'),
    '9:51 “within” is too large — write 100 or less',
  ],
  [
    'a phrase that is required and forbidden',
    when('{ all: [any update], none: [update] }').replace('status: live', 'status: draft'),
    '9:11 unreachable: “any update” is required, and “update” forbidden — remove one of the two, or narrow what is forbidden',
  ],
  [
    'a pattern that matches everything',
    when("{ pattern: 'a*' }"),
    '9:22 the pattern also matches an empty text — ask for at least one character',
  ],
];

const PROOF: [string, string, string][] = [
  [
    'an example that should match',
    GOOD.replace('Is there any update?', 'News?'),
    '11:15 this example should match: it needs “any update” — change the condition or the example, or set status: draft',
  ],
  [
    'an example that should not match',
    GOOD.replace('Send me the update log.', 'Any update?'),
    '12:14 this example should not match: it has “Any update” — change the condition or the example, or set status: draft',
  ],
  [
    'one example where two are needed',
    rule(`${WHEN}    examples: { match: [Any update?], miss: [x, z] }\n`),
    '10:24 a live rule needs 2 texts that match, and this one has 1 — add examples under match:, or set status: draft',
  ],
  [
    'a date that is none',
    rule(`${WHEN}    examples: { match: [Any update?, { body: any update, receivedOn: 2 March }], miss: [x, z] }\n`),
    '10:70 “receivedOn” is no date — write it as 2026-03-02',
  ],
  ['an unknown id under disable', 'disable: [kind.chaser]\n', '1:11 there is no shipped rule “kind.chaser” — one of: '],
];

test.each([...FILE_IS_NOT_YAML, ...KEYS_AND_WORDS, ...OUTCOMES, ...CONDITIONS, ...PROOF])(
  '%s is named with its place and cure',
  (_, yaml, message) => {
    expect(told(yaml)).toEqual([`local/northmere.yaml:${message}`]);
  },
);

test('a rule without examples is told what it lacks, of each sort', () => {
  expect(told(rule(WHEN))).toEqual([
    'local/northmere.yaml:2:5 a live rule needs 2 texts that match, and this one has 0 — add examples under match:, or set status: draft',
    'local/northmere.yaml:2:5 a live rule needs 2 near misses, and this one has 0 — add examples under miss:, or set status: draft',
  ]);
});

test('a pattern that RE2 does not know is refused, and a tag', () => {
  expect(told(when("{ pattern: '(a)\\1' }")).join()).toMatch(
    /^local\/northmere\.yaml:9:22 not a pattern: .* — RE2 has no back-references/,
  );
  expect(told(when('!!binary aGk=')).join()).toMatch(/:9:\d+ .*tag.* is not allowed/i);
});

test('a switch-off outside rules/local is told where it belongs', () => {
  expect(told(`${GOOD}disable: [chaser.any-update]\n`, 'uk/kinds/chaser.yaml')).toEqual([
    'uk/kinds/chaser.yaml:13:11 “disable” counts only below rules/local — move it to a file there, such as local/off.yaml',
  ]);
});

test.each([
  [
    'a number that is none',
    WEIGHTS.replace('weak: 1', 'weak: much'),
    [
      '4:18 “weights.weak” must be a number, and this is text — see the comments in rules/weights.yaml as it was shipped',
    ],
  ],
  [
    'a misspelt key',
    WEIGHTS.replace('weights:', 'wieghts:'),
    ['1:1 “weights” is missing — add it', '4:1 unknown key “wieghts” — did you mean “weights”?'],
  ],
  [
    'a probability over 1',
    WEIGHTS.replace('threshold: 0.5', 'threshold: 50'),
    ['6:33 “families.kind.threshold” is too large — write less than 1'],
  ],
])('weights with %s are refused', (_, yaml, messages) => {
  expect(told(yaml, 'weights.yaml')).toEqual(messages.map((message) => `weights.yaml:${message}`));
});
