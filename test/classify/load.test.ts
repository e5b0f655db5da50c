// Rule files on disk: what belongs to a set, its version, and the cache of what has been checked.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { CompiledRules } from '../../src/classify/compiled.ts';
import { fire, read } from '../../src/classify/fire.ts';
import { loadRules, readRuleFiles, versionOf } from '../../src/classify/load.ts';
import type { Condition } from '../../src/classify/rule.ts';
import { mailOf, ruleOf, WEIGHTS } from './rule-bench.ts';

let dir = '';
const rules = () => path.join(dir, 'rules');
const cache = () => path.join(dir, 'cache');
const write = async (name: string, content: string) => {
  await mkdir(path.dirname(path.join(rules(), name)), { recursive: true });
  await writeFile(path.join(rules(), name), content);
};
const proven = { examples: { match: ['any update', 'Any updates?'], miss: ['update', 'any'] } };
const load = async () => loadRules(await readRuleFiles(rules()), cache());

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-load-'));
  await write('weights.yaml', WEIGHTS);
  await write('uk/kinds/chaser.yaml', stringify({ rules: [ruleOf('chaser.update', 'any update', proven)] }));
});
afterEach(() => rm(dir, { recursive: true }));

test('packs, own rules, letters and weights are part of a set; authority, notes and hidden files are not', async () => {
  for (const name of ['authority.yaml', 'README.md', 'uk/notes.txt', 'uk/.hidden.yaml', 'schema.json'])
    await write(name, 'x');
  for (const name of ['local/own.yml', 'letters/a.txt', 'local/letters/a.txt']) await write(name, '');
  const { files } = await readRuleFiles(rules());
  expect(files.map((file) => file.path)).toEqual([
    'letters/a.txt',
    'local/letters/a.txt',
    'local/own.yml',
    'uk/kinds/chaser.yaml',
    'weights.yaml',
  ]);
});

test('the version follows every path and every byte', () => {
  const a = { path: 'uk/a.yaml', content: 'x' };
  const version = versionOf([a]);
  expect(version).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(versionOf([{ ...a }])).toBe(version);
  expect(versionOf([{ ...a, content: 'y' }])).not.toBe(version);
  expect(versionOf([{ ...a, path: 'uk/b.yaml' }])).not.toBe(version);
  expect(versionOf([{ path: 'uk/a.yam', content: 'lx' }])).not.toBe(version);
});

/** The cache also remembers what each file holds. */
const sets = async () => (await readdir(cache())).filter((name) => !name.startsWith('file-'));

const firedIn = (body: string, rules: CompiledRules) => {
  const mail = mailOf(body);
  return fire(rules, read(mail, rules)).map(({ rule }) => rule.rule.id);
};

test('what was checked once is read from the cache, is the same set and says the same', async () => {
  const rule = (id: string, when: Condition, suggests = { flag: id }) =>
    ruleOf(id, when, { suggests, status: 'draft', weight: 'weak' });
  const own = [
    rule('quoted', '"officers"'),
    rule('near', { near: { words: [['pay', 'any update'], 'late'], within: 4 } }),
    rule('pattern', { all: ['update', { pattern: 'x\\d+' }] }),
    rule('again', { atLeast: { count: 2, of: ['any update', 'late', 'officers'] } }),
  ];
  await write('local/own.yaml', stringify({ rules: own }));
  const first = await load();
  expect(await sets()).toHaveLength(1);
  const second = await load();
  if (!(first.ok && second.ok)) throw new Error('the rules do not load');
  expect(second.set).toEqual(first.set);
  const mails = ['Any update of x12?', 'The officers are late', 'An officer paid late', 'Any updates so late?', 'Late'];
  const said = mails.map((mail) => firedIn(mail, first.rules));
  expect(said.map((each) => each.length)).toEqual([2, 2, 2, 3, 0]);
  expect(mails.map((mail) => firedIn(mail, second.rules))).toEqual(said);
});

test('a changed file is checked anew, and a set with problems is not kept', async () => {
  await load();
  await write('uk/kinds/chaser.yaml', 'rules: [{ id: a }]\n');
  expect((await load()).ok).toBe(false);
  expect(await sets()).toHaveLength(1);
});

test('a cache file that was cut short or tampered with only costs time', async () => {
  await load();
  const [name = ''] = await readdir(cache());
  const file = path.join(cache(), name);
  const text = await readFile(file, 'utf8');
  for (const broken of [
    text.slice(0, 100),
    '',
    '{}',
    text.replace('"strong"', '"heavy"'),
    text.replace('any update', '***'),
  ]) {
    await writeFile(file, broken);
    expect((await load()).ok).toBe(true);
    expect(await readFile(file, 'utf8')).toBe(text);
  }
});

test('rules load without a cache that can be written', async () => {
  await writeFile(cache(), 'a file, no folder');
  expect((await load()).ok).toBe(true);
});
