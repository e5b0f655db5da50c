// `clerk due` as scripts see it: what it prints, and which errors are wrong usage.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dueCommand } from '../../src/cli/due.ts';
import { UsageError } from '../../src/cli/usage.ts';
import { PermanentError } from '../../src/errors.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'foi-clerk-due-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs `clerk due …`; input comes in pieces that do not end where lines end. */
async function run(args: string[], input = ''): Promise<{ lines: string[]; error: unknown }> {
  const lines: string[] = [];
  const program = new Command('clerk').exitOverride();
  dueCommand(program, {
    out: (line) => lines.push(line),
    err: (line) => lines.push(line),
    async *readStdin() {
      yield* input.match(/[\s\S]{1,7}/g) ?? [];
    },
  });
  try {
    await program.parseAsync(['due', ...args], { from: 'user' });
    return { lines, error: null };
  } catch (error) {
    return { lines, error };
  }
}

test('--json prints the date with its sum and nothing else', async () => {
  const { lines } = await run(['--regime', 'foia', '--received', '2022-06-29', '--json']);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      received: '2022-06-29',
      regime: 'foia',
      on: '2022-07-28',
      because: '20th working day after receipt, FOIA s.10(1); 12 July 2022 is a bank holiday in Northern Ireland',
      days: [{ on: '2022-07-12', counts: false, why: 'bank holiday in Northern Ireland (Battle of the Boyne)' }],
    },
  ]);
});

test('without --json the sum is text', async () => {
  const { lines } = await run(['--regime', 'sar', '--received', '2025-12-02', '--division', 'scotland']);
  expect(lines.join('\n')).toContain('Due Monday 5 January 2026\none month after receipt');
});

test('events move the clock, in any order on the command line', async () => {
  const asked = ['--event', 'answered:2026-06-12', '--event', 'asked:2026-06-09'];
  const { lines } = await run(['--regime', 'foia', '--received', '2026-06-01', ...asked, '--json']);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ on: '2026-07-14' });
});

test('school terms come from a YAML or a JSON file', async () => {
  const yaml = join(folder, 'terms.yaml');
  const json = join(folder, 'terms.json');
  const terms = [
    { from: '2026-04-13', to: '2026-07-17' },
    { from: '2026-09-01', to: '2026-12-18' },
  ];
  writeFileSync(yaml, terms.map(({ from, to }) => `- from: ${from}\n  to: ${to}\n`).join(''));
  writeFileSync(json, JSON.stringify(terms));
  for (const file of [yaml, json]) {
    const { lines } = await run(['--regime', 'foia', '--received', '2026-07-06', '--school-terms', file, '--json']);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ on: '2026-09-16' });
  }
});

test('a file that holds no terms is wrong usage and shows what one looks like', async () => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, 'summer: [2026');
  for (const terms of [file, join(folder, 'missing.yaml')]) {
    const { error } = await run(['--regime', 'foia', '--received', '2026-07-06', '--school-terms', terms]);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(/--school-terms .*\[\{"from": "2026-04-13"/);
  }
});

test('lines of standard input give an object each; a bad line names itself and costs no other', async () => {
  const input =
    '\uFEFFfoia 2022-06-29\r\nfoio 2022-06-29\n\n  sar\t2025-11-25\nfoia 2022-06-31\neir 2026-06-01 x\neir 2026-06-01';
  const { lines, error } = await run(['--json', '-'], input);
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { regime: 'foia', on: '2022-07-28' },
    { error: expect.stringMatching(/^line 2: 'foio 2022-06-29': write one of foia, eir/) },
    { regime: 'sar', on: '2025-12-29' },
    { error: expect.stringMatching(/^line 5: '2022-06-31' is no date/) },
    { error: expect.stringMatching(/^line 6: /) },
    { regime: 'eir', on: '2026-06-30' },
  ]);
  expect(error).toBeInstanceOf(PermanentError);
  expect(String(error)).toContain('3 of 7 lines, the first is line 2');
});

test('the division holds for every line', async () => {
  const { lines, error } = await run(['--division', 'scotland', '--json', '-'], 'sar 2025-12-02\nfoisa 2022-06-29\n');
  expect(lines.map((line) => JSON.parse(line).on)).toEqual(['2026-01-05', '2022-07-27']);
  expect(error).toBeNull();
});

const WRONG: [string[], RegExp][] = [
  [['--received', '2022-06-29'], /--regime is missing: write one of foia, /],
  [['--regime', 'foia'], /--received is missing/],
  [['--regime', 'foi', '--received', '2022-06-29'], /--regime foi: write one of foia, /],
  [['--regime', 'foia', '--received', '29/06/2022'], /--received: '29\/06\/2022' is no date: write it as 2022-06-29/],
  [['--regime', 'foia', '--received', '2022-06-29', '--extended'], /--extended: .* leave it out/],
  [['--regime', 'sar', '--received', '2022-06-29', '--review'], /--review: .* leave it out/],
  [
    ['--regime', 'sar', '--received', '2022-06-29', '--division', 'wales'],
    /--division wales: write one of england-and-wales/,
  ],
  [
    ['--regime', 'foia', '--received', '2022-06-29', '--event', 'paused:2022-07-01'],
    /--event paused:2022-07-01: write asked\|/,
  ],
  [['--regime', 'foia', '--received', '2022-06-29', '--event', 'answered:2022-07-01'], /--event: .*in turn/],
  [['2022-06-29'], /the only argument is -/],
  [['-'], /add --json/],
  [['-', '--json', '--regime', 'foia'], /leave them out/],
  [['-', '--json', '--event', 'asked:2022-07-01'], /instead of -/],
];
for (const [args, message] of WRONG) {
  test(`clerk due ${args.join(' ')} is wrong usage and says how to write it`, async () => {
    const { lines, error } = await run(args);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toMatch(message);
    expect(lines).toEqual([]);
  });
}

test('an open question is a failure, not wrong usage: there is no due date yet', async () => {
  const { error } = await run(['--regime', 'foia', '--received', '2026-06-01', '--event', 'asked:2026-06-09']);
  expect(error).toBeInstanceOf(PermanentError);
  expect(String(error)).toContain('no due date while the question of 9 June 2026 is open');
});
