// Every rule under rules/ proves itself: its examples match, its near misses do not.
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { describe, expect, test } from 'vitest';
import { compileRules, compileSet } from '../src/classify/compile.ts';
import { failedExamples } from '../src/classify/example.ts';
import { hashOf, readRuleFiles } from '../src/classify/load.ts';
import { problemLine } from '../src/problem.ts';

const files = await readRuleFiles(path.join(import.meta.dirname, '..', 'rules'));
const compiled = compileRules(files, { validated: true });

test('the rule files and weights have no problem, and the program knows them as they are (vitest -u writes it anew)', async () => {
  const all = compileRules(files);
  expect(all.ok ? [] : all.problems.map(problemLine)).toEqual([]);
  const shipped = files.files.filter((file) => file.path.startsWith('uk/'));
  const hashes = Object.fromEntries(shipped.map(({ path: name, content }) => [name, hashOf(content)]));
  await expect(`${JSON.stringify(hashes, null, 2)}\n`).toMatchFileSnapshot('../src/classify/proven.json');
}, 60_000);

test('rules made ready from what was kept of them match the same', () => {
  if (!(compiled.ok && compiled.kept)) throw new Error('the rules do not compile');
  const again = compileSet(compiled.set, deserialize(serialize(compiled.kept())));
  expect(again.rules.flatMap((rule) => failedExamples(rule, again))).toEqual([]);
});

describe.each(compiled.ok ? [...compiled.rules.rules] : [])('$rule.id ($file:$line)', (rule) => {
  test('matches its examples and none of its near misses', () => {
    expect(compiled.ok ? failedExamples(rule, compiled.rules) : 'the rules do not compile').toEqual([]);
  });
});
