// Every rule under rules/ proves itself: its examples match, its near misses do not.
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { compileRules } from '../src/classify/compile.ts';
import { failedExamples } from '../src/classify/example.ts';
import { readRuleFiles } from '../src/classify/load.ts';
import { problemLine } from '../src/problem.ts';

const files = await readRuleFiles(path.join(import.meta.dirname, '..', 'rules'));
const compiled = compileRules(files, { validated: true });

test('the rule files and weights have no problem', () => {
  const all = compileRules(files);
  expect(all.ok ? [] : all.problems.map(problemLine)).toEqual([]);
});

describe.each(compiled.ok ? [...compiled.rules.rules] : [])('$rule.id ($file:$line)', (rule) => {
  test('matches its examples and none of its near misses', () => {
    expect(compiled.ok ? failedExamples(rule, compiled.rules) : 'the rules do not compile').toEqual([]);
  });
});
