// A small rule set and a mail, written in a test: what most tests of the rule engine start from.
import { stringify } from 'yaml';
import { compileRules } from '../../src/classify/compile.ts';
import type { CompiledRules } from '../../src/classify/compiled.ts';
import { fire, read } from '../../src/classify/fire.ts';
import type { Condition } from '../../src/classify/rule.ts';
import type { RuleFiles } from '../../src/classify/rule-set.ts';
import type { Text } from '../../src/classify/text.ts';
import type { Problem } from '../../src/problem.ts';

const family = 'prior: -2, threshold: 0.5, most: 5, slope: 1, intercept: 0';
export const WEIGHTS = `date: 2026-01-05
judged: true
counts: { mails: 0, decisions: 0 }
weights: { weak: 1, moderate: 2, strong: 3, decisive: 5 }
families:
  kind: { ${family} }
  regime: { ${family} }
  topic: { ${family} }
  exemption: { ${family} }
  validity: { ${family} }
  flag: { ${family} }
request: { alongside: 0.8, doubt: 0.25 }
`;

/** A rule with everything but what the test is about; a draft unless `overrides` says otherwise, so that it needs no proof. */
export const ruleOf = (
  id: string,
  when: Condition,
  overrides: Record<string, unknown> = {},
): Record<string, unknown> => ({
  id,
  title: `Title of ${id}`,
  suggests: { flag: 'seen' },
  source: 'made up for a test',
  status: 'live',
  weight: 'strong',
  when,
  because: `because of ${id}`,
  ...overrides,
});

const filesOf = (files: Record<string, string>): RuleFiles => ({
  version: 'sha256:test',
  files: Object.entries({ 'weights.yaml': WEIGHTS, ...files }).map(([path, content]) => ({ path, content })),
});

/** Compiles rules without asking for examples. Throws with the problems when there are any. */
export function rulesOf(rules: readonly Record<string, unknown>[], weights = WEIGHTS): CompiledRules {
  const files = filesOf({ 'uk/test.yaml': stringify({ rules }), 'weights.yaml': weights });
  const compiled = compileRules(files, { validated: true });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.rules;
}

/** A rule file of one rule without condition and examples, which `lines` are. */
export const ruleText = (lines: string): string => `rules:
  - id: chaser.any-update
    title: Asks for news of a request
    suggests: { kind: chaser }
    source: Judgement
    status: live
    weight: strong
    because: The mail asks how far its request is.
${lines}`;
export const WHEN = `    when: any update\n`;
export const EXAMPLES = `    examples:
      match: [Is there any update?, Any updates on this?]
      miss: [Send me the update log., We updated any file.]
`;

/** The problems of rule files, `weights.yaml` given unless the test replaces it. */
export function problemsOf(files: Record<string, string>): readonly Problem[] {
  const compiled = compileRules(filesOf(files));
  return compiled.ok ? [] : compiled.problems;
}

/** A mail of a person whose body is all own words, unless the test says otherwise. */
export function mailOf(body: string, overrides: Partial<Text> = {}): Text {
  return {
    subject: '',
    body,
    segments: [{ kind: 'own', start: 0, end: body.length }],
    attachmentText: '',
    from: { name: 'Ada Field', address: 'ada.field@mail.example' },
    platform: null,
    machine: null,
    threaded: false,
    receivedOn: '2026-03-02',
    junk: false,
    ...overrides,
  };
}

/** The words that make a condition hold in a mail, or null when it does not hold. */
export function heldBy(when: Condition, mail: Text): readonly string[] | null {
  const rules = rulesOf([ruleOf('test.rule', when)]);
  const [fired] = fire(rules, read(mail, rules));
  if (fired === undefined) return null;
  const fields: Record<string, string> = {
    subject: mail.subject,
    body: mail.body,
    attachment: mail.attachmentText,
    sender: mail.from === null ? '' : `${mail.from.name} <${mail.from.address}>`,
  };
  return fired.places().map(({ field, start, end }) => fields[field]?.slice(start, end) ?? '');
}
