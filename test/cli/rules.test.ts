// What an officer sees of `clerk rules check`, `test` and `try`.
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readAuthority } from '../../src/authority.ts';
import { registerRules } from '../../src/cli/rules.ts';
import { mailOf, ruleOf, WEIGHTS } from '../classify/rule-bench.ts';

const SHIPPED = path.join(import.meta.dirname, '..', '..', 'rules');
const MAIL = mailOf('Send me the dashboards. Is there any update?', { subject: 'Hello' });
const UPDATE = ruleOf('chaser.update', 'any update', {
  suggests: { kind: 'chaser' },
  weight: 'decisive',
  examples: { match: ['any update', 'any updates'], miss: ['update', 'any'] },
});
let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-rules-'));
  await cp(path.join(SHIPPED, 'letters'), path.join(dir, 'letters'), { recursive: true });
  await mkdir(path.join(dir, 'uk'));
  await writeFile(path.join(dir, 'weights.yaml'), WEIGHTS);
});
afterEach(async () => {
  process.exitCode = undefined;
  await rm(dir, { recursive: true });
});

async function clerk(rules: readonly Record<string, unknown>[], ...args: string[]) {
  await writeFile(path.join(dir, 'uk', 'test.yaml'), stringify({ rules }));
  const out: string[] = [];
  const err: string[] = [];
  const program = new Command().exitOverride();
  registerRules(program, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    rulesDir: dir,
    authority: () => readAuthority(path.join(SHIPPED, 'authority.yaml')),
    readText: async () => MAIL,
  });
  process.exitCode = undefined;
  await program.parseAsync(['rules', ...args], { from: 'user' });
  return { out: out.join('\n'), err: err.join('\n'), code: process.exitCode ?? 0 };
}

test('check says how many rules there are when nothing is wrong', async () => {
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out).toMatch(/^1 rules in \d+ files, no problem\. Version sha256:/);
  expect(code).toBe(0);
});

test('check prints each problem on a line with its cure, and fails', async () => {
  const { out, err, code } = await clerk([{ ...UPDATE, weight: 'heavy' }], 'check');
  expect(out).toMatch(/^uk\/test\.yaml:8:13 “weight” cannot be “heavy” — one of: weak, moderate, strong, decisive$/);
  expect(err).toMatch(/^1 problems/);
  expect(code).toBe(1);
});

test('check prints problems as JSON objects', async () => {
  const { out } = await clerk([{ ...UPDATE, weight: 'strog' }], 'check', '--json');
  expect(JSON.parse(out)).toMatchObject({ file: 'uk/test.yaml', line: 8, column: 13, cure: 'did you mean “strong”?' });
});

test('check refuses a letter that speaks of exemptions', async () => {
  await appendFile(path.join(dir, 'letters', 'acknowledgement.en.txt'), 'Some of it may be exempt.\n');
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out).toMatch(/letters\/acknowledgement\.en\.txt:\d+:\d+ .*exempt/);
  expect(code).toBe(1);
});

test('test tells which example fails and why, and counts those of live rules', async () => {
  const failing = { match: ['no news', 'any updates'], miss: ['Is there any update?', 'any'] };
  const { out, code } = await clerk([{ ...UPDATE, examples: failing }], 'test');
  expect(out.split('\n')).toEqual([
    'uk/test.yaml:2 chaser.update: match example 1 fails: it needs “any update”',
    'uk/test.yaml:2 chaser.update: miss example 1 fails: it has “any update”',
    '1 rules, 4 examples, 2 of live rules fail',
  ]);
  expect(code).toBe(1);
});

test('a failing example of a draft is told and is no failure', async () => {
  const draft = { ...UPDATE, status: 'draft', examples: { match: ['no news'], miss: [] } };
  const { out, code } = await clerk([draft], 'test');
  expect(out).toMatch(/chaser\.update \(draft\): match example 1 fails/);
  expect(code).toBe(0);
});

test('try shows what was said, by which rule, because of which words, and what nearly spoke', async () => {
  const nearly = ruleOf('exemption.cost', { all: ['dashboards', 'any tool'] }, { suggests: { flag: 'costly' } });
  const { out, code } = await clerk([UPDATE, nearly], 'try', 'mail.eml');
  expect(out).toContain('chaser: opens no request');
  expect(out).toContain('because: chaser: Title of chaser.update');
  expect(out).toMatch(/kind chaser: 95 %\n {4}chaser\.update \(uk\/test\.yaml:2\)\n {6}body 33–43: “any update”/);
  expect(out).toContain('exemption.cost (flag costly) lacks “any tool”');
  expect(code).toBe(0);
});

test('try works while examples still fail, and prints JSON', async () => {
  const { out, code } = await clerk(
    [{ ...UPDATE, examples: { match: ['x', 'y'], miss: [] } }],
    'try',
    'a.eml',
    '--json',
  );
  expect(JSON.parse(out)).toMatchObject({
    classification: { kind: 'chaser', opens: 'no' },
    said: [{ id: 'chaser', hidden: null, evidence: [{ field: 'body', start: 33, end: 43, quote: 'any update' }] }],
    nearly: [],
  });
  expect(code).toBe(0);
});

test('a draft is tried as if it were live, and marked', async () => {
  const { out } = await clerk([{ ...UPDATE, status: 'draft' }], 'try', 'mail.eml');
  expect(out).toContain('kind chaser: 95 % (not shown to staff: a draft takes part)');
  expect(out).toContain('general: a possible request: a person decides');
});
