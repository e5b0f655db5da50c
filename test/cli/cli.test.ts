// The command line as a script uses it: a process of its own, its output and its exit code.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');
const MAIL = `Date: Mon, 2 Mar 2026 09:30:00 +0000
From: Ada Field <ada.field@mail.example>
To: foi@northmere.police.example
Subject: Boats
Message-ID: <boats@mail.example>

Under the Freedom of Information Act please tell me:
1. How many boats do you own?
2. What did each cost?
`;
let dir = '';
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-cli-'));
  await cp(path.join(ROOT, 'rules'), path.join(dir, 'rules'), { recursive: true });
  await writeFile(path.join(dir, 'boats.eml'), MAIL);
});
afterAll(() => rm(dir, { recursive: true }));

const clerk = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((resolve) => {
    const env = { PATH: '', FOI_VAR: path.join(dir, 'var'), FOI_RULES: path.join(dir, 'rules') };
    const program = path.join(ROOT, 'src', 'cli.ts');
    execFile(process.execPath, [program, ...args], { env, cwd: dir }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    );
  });

test('help lists every command', async () => {
  const { code, out } = await clerk('--help');
  expect(out.match(/^ {2}(?!help)[a-z]+(?= )/gm)?.map((name) => name.trim())).toEqual(
    expect.arrayContaining(['start', 'classify', 'due', 'import', 'register', 'rules', 'reconcile']),
  );
  expect(code).toBe(0);
});

test.each([[['unknown']], [['due', '--regime', 'foi', '--received', '2026-03-02']], [['classify']]])(
  'wrong usage ends with 2: %j',
  async (args) => {
    const { code, out, err } = await clerk(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  },
);

test('classify prints one object a mail, in the order given, and a file that is no mail is one too', async () => {
  await writeFile(path.join(dir, 'empty.eml'), '');
  const { code, out, err } = await clerk('classify', '--json', 'boats.eml', 'empty.eml', 'boats.eml');
  const found = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(found.map((each) => [each.file, each.kind])).toEqual([
    ['boats.eml', 'request'],
    ['empty.eml', 'general'],
    ['boats.eml', 'request'],
  ]);
  expect(found[0]).toMatchObject({ regime: 'foia', due: { on: '2026-03-31' }, acknowledge: { send: true } });
  expect(found[0].parts).toHaveLength(2);
  expect(found[1]).toMatchObject({ error: { code: 'unparsable' }, acknowledge: { send: false } });
  expect([code, err]).toEqual([0, '']);
});

test('classify names every problem of the rule files, and fails', async () => {
  const broken = path.join(dir, 'rules', 'local', 'broken.yaml');
  await writeFile(broken, 'rules:\n  - id: a\nrule: []\n');
  const { code, out, err } = await clerk('classify', 'boats.eml');
  await rm(broken);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/^local\/broken\.yaml:3:1 unknown key “rule” — did you mean “rules”\?$/m);
});

test('rules try reads a mail and says which words did it', async () => {
  const { code, out } = await clerk('rules', 'try', 'boats.eml');
  expect(out).toContain('[Under the Freedom of Information]');
  expect(code).toBe(0);
});
