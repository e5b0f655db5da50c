// The reader's threads, real ones: what a mail or a rule may cost, and what happens beyond that.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openReader, openThreads, type Reader, type ReaderOptions } from '../../src/intake/reader.ts';
import { mailOf, ruleOf, WEIGHTS } from '../classify/rule-bench.ts';

const ABOUT = { sector: 'police', scottish: false, referenceFormat: 'FOI/{serial:6}/{yy}' } as const;
/** Longer than a thread takes to start on a busy machine, shorter by far than the slow rule below. */
const LIMIT_MS = 8000;
/** Forty different patterns of a second or more each on their worst text: no rule check would let them through. */
const SLOW = { any: Array.from({ length: 40 }, (_, index) => ({ pattern: `(a|b|ab){${940 + index}}[0-9]` })) };
const WORST = `please say ${'ab'.repeat(8000)}`;

let dir = '';
let opened: { close(): Promise<void> }[] = [];
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-reader-'));
});
afterEach(async () => {
  for (const reader of opened) await reader.close();
  opened = [];
});
afterAll(() => rm(dir, { recursive: true }));

function readerOf(rules: readonly Record<string, unknown>[], options: ReaderOptions = {}): Reader {
  const content = stringify({ rules });
  const files = [
    { path: 'uk/test.yaml', content },
    { path: 'weights.yaml', content: WEIGHTS },
  ];
  const reader = openReader({ version: 'sha256:test', files }, ABOUT, 1, options);
  opened.push(reader);
  return reader;
}

test('a rule that takes too long is suspended and named once, and the mail is classified without it', async () => {
  const suspended: string[] = [];
  const rules = [ruleOf('quick', 'please say', { suggests: { kind: 'request' } }), ruleOf('slow', SLOW)];
  const reader = readerOf(rules, { limitMs: LIMIT_MS, onSuspended: (rule) => suspended.push(rule) });
  const first = await reader.classify(mailOf(WORST));
  expect(first).toMatchObject({ state: 'classified', classification: { kind: 'request', flags: [] } });
  expect(await reader.classify(mailOf(WORST))).toMatchObject({ state: 'classified' });
  expect(suspended).toEqual(['slow']);
}, 60_000);

test('a mail that takes too long while no rule is evaluated blames none', async () => {
  const suspended: string[] = [];
  const rules = [ruleOf('quick', 'please say')];
  const reader = readerOf(rules, { limitMs: 1, onSuspended: (rule) => suspended.push(rule) });
  expect(await reader.classify(mailOf('please say'))).toEqual({
    state: 'failed',
    because: 'reading it took over 0.001 seconds',
  });
  expect(suspended).toEqual([]);
});

test('a mail that two slow rules meet is left for a person, and both are suspended for the next', async () => {
  const suspended: string[] = [];
  const slower = { any: SLOW.any.map(({ pattern }) => ({ pattern: pattern.replace('0-9', '0-8') })) };
  const rules = [ruleOf('slow', SLOW), ruleOf('slower', slower)];
  const reader = readerOf(rules, { limitMs: LIMIT_MS, onSuspended: (rule) => suspended.push(rule) });
  expect(await reader.classify(mailOf(WORST))).toMatchObject({ state: 'failed' });
  expect(suspended).toEqual(['slow', 'slower']);
  expect(await reader.classify(mailOf(WORST))).toMatchObject({ state: 'classified' });
}, 60_000);

test('a reference in the format of the authority is one of ours', async () => {
  const reader = readerOf([ruleOf('quick', 'please say')]);
  const judged = await reader.classify(mailOf('About FOI/000042/26: is there any news?'));
  expect(judged).toMatchObject({ classification: { references: [{ system: 'ours', value: 'FOI/000042/26' }] } });
});

test('a mail is read exactly as it is, and what is no mail is said to be none', async () => {
  const reader = readerOf([ruleOf('quick', 'please say')]);
  const look = await reader.look(
    Buffer.from('From: Ada Field <ada.field@mail.example>\r\nSubject: Boats\r\n\r\nPlease say.\r\n'),
  );
  expect(look).toMatchObject({ state: 'parsed', mail: { subject: 'Boats' }, platform: null, machine: null });
  expect(await reader.look(Buffer.alloc(0))).toMatchObject({ state: 'unparsable' });
});

test('rules on disk that cannot be used are told with file, line and cure, before any mail is read', async () => {
  const reader = openThreads({ ...ABOUT, rules: { dir, cacheDir: path.join(dir, 'cache') } }, 1);
  opened.push(reader);
  expect(await reader.prepare()).toEqual({
    ok: false,
    problems: ['weights.yaml:1:1 the file is missing — restore rules/weights.yaml from the version you installed'],
  });
  expect(await reader.classify(mailOf('please say'))).toMatchObject({ state: 'failed' });
});

test('the shipped rules are checked once, and the next reader takes them as checked', async () => {
  const rules = { dir: path.join(import.meta.dirname, '..', '..', 'rules'), cacheDir: path.join(dir, 'cache') };
  for (const _time of ['first', 'second']) {
    const reader = openThreads({ ...ABOUT, rules }, 1);
    opened.push(reader);
    expect(await reader.prepare()).toEqual({ ok: true });
  }
  const sets = (await readdir(rules.cacheDir)).filter((name) => !name.startsWith('file-'));
  expect(sets).toHaveLength(1);
});
