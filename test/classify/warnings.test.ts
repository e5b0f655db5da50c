// What is allowed in a rule set and probably not meant is told as a warning: files that were emptied, ids nearly like a shipped one.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { compileRules } from '../../src/classify/compile.ts';
import { readRuleFiles } from '../../src/classify/load.ts';
import { type RuleFiles, readRuleSet } from '../../src/classify/rule-set.ts';
import { warningsOf } from '../../src/classify/warnings.ts';
import { problemLine } from '../../src/problem.ts';
import { ruleOf, WEIGHTS } from './rule-bench.ts';

const SHIPPED = join(import.meta.dirname, '..', '..', 'rules');
const setOf = (files: Record<string, readonly string[]>, off: readonly string[] = []): RuleFiles => ({
  version: 'sha256:test',
  files: [
    { path: 'weights.yaml', content: WEIGHTS },
    { path: 'local/off.yaml', content: stringify({ disable: off }) },
    ...Object.entries(files).map(([path, ids]) => ({
      path,
      content: stringify({ rules: ids.map((id) => ruleOf(id, `words of ${id}`, { status: 'draft' })) }),
    })),
  ],
});
const told = (files: RuleFiles) =>
  warningsOf(readRuleSet(files).written, { 'uk/a.yaml': 4, 'uk/b.yaml': 2 }).map(problemLine);

test('the program knows how many rules each shipped file holds (vitest -u writes it anew)', async () => {
  const counts: Record<string, number> = {};
  for (const { file } of readRuleSet(await readRuleFiles(SHIPPED)).written)
    if (file.startsWith('uk/')) counts[file] = (counts[file] ?? 0) + 1;
  await expect(`${JSON.stringify(counts, null, 2)}\n`).toMatchFileSnapshot('../../src/classify/shipped.json');
});

test('a shipped file that was emptied or deleted is told, and is no error', () => {
  const files = setOf({ 'uk/b.yaml': ['b.one', 'b.two'] });
  expect(told(files)).toEqual([
    'uk/a.yaml:1:1 none of its 4 shipped rules are left — put the shipped file back (`rules back` does); to do without rules, name them under disable: in rules/local',
  ]);
  expect(compileRules(files)).toMatchObject({ ok: true });
});

test('rules that are switched off by name are not lost, nor is one of many', () => {
  const whole = { 'uk/a.yaml': ['a.one', 'a.two', 'a.three', 'a.four'], 'uk/b.yaml': ['b.one', 'b.two'] };
  expect(told(setOf(whole, ['a.one', 'a.two', 'a.three', 'a.four']))).toEqual([]);
  expect(told(setOf({ ...whole, 'uk/a.yaml': ['a.one', 'a.two', 'a.three'] }))).toEqual([]);
});

test('a flag of the authority one letter away from a shipped one is told; any other is its own', () => {
  const flagged = (path: string, id: string, flag: string) => ({
    path,
    content: stringify({ rules: [ruleOf(id, 'soon', { status: 'draft', suggests: { flag } })] }),
  });
  const slips = (flag: string) => {
    const files = [flagged('uk/a.yaml', 'a.one', 'media-deadline'), flagged('local/a.yaml', 'local.mine', flag)];
    return told({ version: 'sha256:test', files }).filter((line) => line.startsWith('local/'));
  };
  expect(slips('media-deadlin')).toEqual([
    'local/a.yaml:5:13 the flag “media-deadlin” is one letter away from the shipped “media-deadline” — write “media-deadline”, or a name that differs more',
  ]);
  expect(slips('press-office')).toEqual([]);
});

test('an id of the authority one letter away from a shipped one replaces nothing, and is told', () => {
  const files = setOf({
    'uk/a.yaml': ['a.one', 'a.two', 'a.three', 'a.four'],
    'uk/b.yaml': ['b.one', 'b.two'],
    'local/a.yaml': ['a.on', 'local.mine'],
  });
  expect(told(files)).toEqual([
    'local/a.yaml:2:9 the id “a.on” is one letter away from the shipped “a.one”, and replaces nothing — write “a.one” to replace that rule, or an id that differs more',
  ]);
});
