// What an officer sees of `clerk rules check`, `test`, `try`, `new` and `impact` where there is no register.
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { registerRulesCommand } from '../../src/cli/rules-command.ts';
import { readConfig } from '../../src/config.ts';
import { reasonOf } from '../../src/errors.ts';
import { ruleOf, WEIGHTS } from '../classify/rule-bench.ts';
import { mailOf } from '../intake/scene.ts';

const SHIPPED = path.join(import.meta.dirname, '..', '..', 'rules');
const UPDATE = ruleOf('chaser.update', 'any update', {
  suggests: { kind: 'chaser' },
  weight: 'decisive',
  examples: { match: ['any update', 'any updates'], miss: ['update', 'any'] },
});
let dir = '';
let mail = '';
let mailDir = '';

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-rules-'));
  await cp(path.join(SHIPPED, 'letters'), path.join(dir, 'letters'), { recursive: true });
  await mkdir(path.join(dir, 'uk'));
  await writeFile(path.join(dir, 'weights.yaml'), WEIGHTS);
  mailDir = await mkdtemp(path.join(tmpdir(), 'foi-clerk-mail-'));
  mail = path.join(mailDir, 'mail.eml');
  await writeFile(mail, mailOf({ subject: 'Hello', body: 'Send me the dashboards. Is there any update?' }));
});
afterEach(async () => {
  process.exitCode = undefined;
  await rm(dir, { recursive: true });
  await rm(mailDir, { recursive: true });
});

async function clerk(rules: readonly Record<string, unknown>[], ...args: string[]) {
  await writeFile(path.join(dir, 'uk', 'test.yaml'), stringify({ rules }));
  const out: string[] = [];
  const err: string[] = [];
  const io = { out: (line: string) => out.push(line), err: (line: string) => err.push(line), readStdin: nothing };
  const env = {
    FOI_RULES: dir,
    FOI_VAR: path.join(mailDir, 'var'),
    AUTHORITY_FILE: path.join(SHIPPED, 'authority.yaml'),
  };
  const program = new Command().exitOverride();
  registerRulesCommand(program, io, () => readConfig(env));
  process.exitCode = undefined;
  const failed = await program.parseAsync(['rules', ...args], { from: 'user' }).then(
    () => null,
    (error: unknown) => reasonOf(error),
  );
  return { out: out.join('\n'), err: err.join('\n'), code: process.exitCode ?? 0, failed };
}
async function* nothing(): AsyncGenerator<string> {}

test('check says how many rules there are when nothing is wrong', async () => {
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out.split('\n').at(-1)).toMatch(/^1 rule in \d+ files, no problem, 1 warning\. Version sha256:/);
  expect(code).toBe(0);
});

test('check prints each problem on a line with its cure, and fails', async () => {
  const { out, err, code } = await clerk([{ ...UPDATE, weight: 'heavy' }], 'check');
  expect(out.split('\n')[0]).toBe(
    'uk/test.yaml:8:13 “weight” cannot be “heavy” — one of: weak, moderate, strong, decisive',
  );
  expect(err).toBe('1 problem; the rules in force stay as they are until all are cured');
  expect(code).toBe(1);
});

test('check prints problems as JSON objects', async () => {
  const { out } = await clerk([{ ...UPDATE, weight: 'strog' }], 'check', '--json');
  expect(JSON.parse(out.split('\n')[0] ?? '')).toMatchObject({
    severity: 'error',
    file: 'uk/test.yaml',
    line: 8,
    column: 13,
    cure: 'did you mean “strong”?',
  });
});

test('check refuses a letter that speaks of exemptions', async () => {
  await appendFile(path.join(dir, 'letters', 'acknowledgement.en.txt'), 'Some of it may be exempt.\n');
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out).toMatch(
    /^letters\/acknowledgement\.en\.txt:\d+:\d+ "exempt" must not stand in an automatic receipt — write it another way: whether a request is good is decided by a person/m,
  );
  expect(code).toBe(1);
});

test('check tells of a file that is never read, and what to call it', async () => {
  await mkdir(path.join(dir, 'local'));
  await writeFile(path.join(dir, 'local', 'northmere.yaml.txt'), 'rules: []\n');
  await writeFile(path.join(dir, 'mine.yaml'), 'rules: []\n');
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out).toContain(
    'warning: local/northmere.yaml.txt:1:1 this file is not read — give it a name that ends in .yaml',
  );
  expect(out).toContain('warning: mine.yaml:1:1 this file is not read — rules of your own go into rules/local');
  expect(code).toBe(0);
});

test('check tells of a topic that an authority of this sector is never shown', async () => {
  await mkdir(path.join(dir, 'local'));
  const own = (topic: string) => ({ ...UPDATE, id: `local.${topic}`, status: 'draft', suggests: { topic } });
  const rules = [own('council.licensing'), own('local.short-term-lets')];
  await writeFile(path.join(dir, 'local', 'own.yaml'), JSON.stringify({ rules }));
  const { out, code } = await clerk([UPDATE], 'check');
  expect(out.split('\n').filter((line) => line.includes('never shown'))).toEqual([
    'warning: local/own.yaml:1:1 “council.licensing” is never shown: authority.yaml says that this is the sector police — a topic that begins with police. or local.',
  ]);
  expect(code).toBe(0);
});

test('test tells which example fails and why, and counts those of live rules', async () => {
  const failing = { match: ['no news', 'any updates'], miss: ['Is there any update?', 'any'] };
  const { out, code } = await clerk([{ ...UPDATE, examples: failing }], 'test');
  expect(out.split('\n')).toEqual([
    'uk/test.yaml:2 chaser.update: match example 1 fails: it needs “any update”',
    '    no news',
    'uk/test.yaml:2 chaser.update: miss example 1 fails: it has “any update”',
    '    Is there any update?',
    '1 rule, 4 examples: 2 of live rules fail',
  ]);
  expect(code).toBe(1);
});

test('a failing example of a draft is told and is no failure', async () => {
  const draft = { ...UPDATE, status: 'draft', examples: { match: ['no news'], miss: [] } };
  const { out, code } = await clerk([draft], 'test');
  expect(out).toMatch(/chaser\.update \(draft\): match example 1 fails/);
  expect(out).toMatch(/0 of live rules fail, 1 of drafts$/);
  expect(code).toBe(0);
});

test('try shows what was said, by which rule, because of which words in their sentence, and what nearly spoke', async () => {
  const nearly = ruleOf('exemption.cost', { all: ['dashboards', 'any tool'] }, { suggests: { flag: 'costly' } });
  const silent = ruleOf('flag.silent', { all: ['any update'], none: ['dashboards'] }, { suggests: { flag: 'late' } });
  const against = ruleOf('chaser.not', 'dashboards', {
    suggests: { kind: 'chaser' },
    counts: 'against',
    weight: 'weak',
  });
  const { out } = await clerk([UPDATE, nearly, silent, against], 'try', mail);
  expect(out.split('\n')).toEqual([
    'chaser: opens no request; regime none; questions 0',
    '  because: chaser: Title of chaser.update',
    '',
    'What staff are shown',
    '  kind chaser: 88 %; 12 % before any rule speaks',
    '    + chaser.update, decisive (uk/test.yaml:2)',
    '        body: Send me the dashboards. Is there [any update]?',
    '    - chaser.not, weak, against (uk/test.yaml:43)',
    '        body: Send me the [dashboards]. Is there any update?',
    '',
    'Rules that nearly spoke',
    '  exemption.cost (flag costly) lacks “any tool”',
    '  flag.silent (flag late) is kept silent by “dashboards”',
    '',
    expect.stringMatching(/^4 rules, version sha256:/),
  ]);
});

test('try names the fifteen nearest rules, and with --all every one', async () => {
  const many = Array.from({ length: 20 }, (_, i) => ruleOf(`flag.n${i}`, { all: ['dashboards', `word${i}`] }));
  const few = (await clerk(many, 'try', mail)).out;
  expect(few.match(/ lacks /g)).toHaveLength(15);
  expect(few).toContain('and 5 more: --all shows them');
  expect((await clerk(many, 'try', mail, '--all')).out.match(/ lacks /g)).toHaveLength(20);
});

test('try works while examples still fail, and prints JSON', async () => {
  const { out, code } = await clerk([{ ...UPDATE, examples: { match: ['x', 'y'], miss: [] } }], 'try', mail, '--json');
  expect(JSON.parse(out)).toMatchObject({
    classification: { kind: 'chaser', opens: 'no' },
    said: [{ id: 'chaser', hidden: null, evidence: [{ field: 'body', start: 33, end: 43, quote: 'any update' }] }],
    nearly: [],
  });
  expect(code).toBe(0);
});

test('a draft is tried as if it were live, and said apart', async () => {
  const { out } = await clerk([{ ...UPDATE, status: 'draft' }], 'try', mail);
  expect(out).toMatch(/^general: /);
  expect(out).toMatch(/What drafts would have said\n {2}kind chaser: 95 %; .*\n {4}\+ chaser\.update, decisive, draft/);
});

test('try leaves out the words of our own letter, as intake does', async () => {
  const letter = 'We have received your request for information.';
  const own = await readFile(path.join(dir, 'letters', 'acknowledgement.en.txt'), 'utf8');
  const ours = own.split('\n').find((line) => line.split(' ').length > 8 && !line.includes('{{')) ?? letter;
  await writeFile(mail, mailOf({ subject: 'Re:', body: `${ours}\n` }));
  const words = ours
    .split(' ')
    .slice(0, 4)
    .join(' ')
    .replace(/[^A-Za-z ]/g, '');
  const { out } = await clerk([ruleOf('flag.ours', words)], 'try', mail);
  expect(out).not.toContain('flag.ours, ');
});

test('try asks for one mail', async () => {
  expect((await clerk([UPDATE], 'try')).failed).toContain(
    'name a mail file, or a mail of the register with --message N',
  );
});

const NEW = [
  ...['new', '--suggests', 'topic=police.armed-policing', '--title', 'The harbour patrol', '--source', 'Our scheme'],
  ...['--weight', 'strong', '--words', 'harbour patrol', '--because', 'It speaks of the harbour patrol.'],
  ...['--match', 'How many boats has the harbour patrol?', '--match', 'Harbour patrols at night'],
  ...['--miss', 'How many boats lie in the harbour?'],
];

test('new writes a draft with its examples, which check and test accept', async () => {
  const { out, err, failed, code } = await clerk([UPDATE], ...NEW, '--miss', 'Who patrols the quay?');
  expect({ err, failed, code }).toEqual({ err: '', failed: null, code: 0 });
  expect(out).toContain('rules/local/the-harbour-patrol.yaml is written: local.the-harbour-patrol, draft.');
  const { rules } = parse(await readFile(path.join(dir, 'local', 'the-harbour-patrol.yaml'), 'utf8'));
  expect(rules).toMatchObject([
    {
      id: 'local.the-harbour-patrol',
      suggests: { topic: 'police.armed-policing' },
      status: 'draft',
      when: { any: ['harbour patrol'] },
      examples: { miss: ['How many boats lie in the harbour?', 'Who patrols the quay?'] },
    },
  ]);
  expect((await clerk([UPDATE], 'test')).out).toContain('2 rules, 8 examples: 0 of live rules fail');
});

test('new never overwrites a file, and writes nothing whose examples fail', async () => {
  const wrong = await clerk([UPDATE], ...NEW, '--miss', 'The harbour patrol again');
  expect(wrong.err).toMatch(
    /local\/the-harbour-patrol\.yaml:\d+:11 this example should not match: it has “harbour patrol”/,
  );
  expect(wrong.code).toBe(1);
  await clerk([UPDATE], ...NEW, '--miss', 'Who patrols the quay?');
  const again = await clerk([UPDATE], ...NEW, '--miss', 'Who patrols the quay?');
  expect(again.failed).toContain('rules/local/the-harbour-patrol.yaml is there already');
});

test('new names every flag that is missing, and the nearest id for a misspelt one', async () => {
  expect((await clerk([UPDATE], 'new', '--title', 'x')).failed).toBe(
    'rules new: nobody is there to answer, and these are missing: --suggests, --because, --source, --weight, --words, --match (twice), --miss (twice)',
  );
  const misspelt = NEW.map((word) => word.replace('armed-policing', 'armed-polising'));
  expect((await clerk([UPDATE], ...misspelt, '--miss', 'x')).failed).toBe(
    '--suggests: unknown topic “police.armed-polising” — did you mean “police.armed-policing”?',
  );
  expect((await clerk([UPDATE], ...NEW, '--miss', 'x', '--file', '../mine')).failed).toContain('write a plain name');
});

test('impact over files compares with the shipped rules alone, and tells how right both are by labels', async () => {
  await mkdir(path.join(dir, 'local'));
  await writeFile(
    path.join(dir, 'local', 'own.yaml'),
    stringify({
      rules: [
        ruleOf('local.boats', 'dashboards', {
          suggests: { topic: 'police.ict' },
          examples: { match: ['dashboards', 'a dashboard'], miss: ['board', 'dash'] },
        }),
      ],
    }),
  );
  const labels = path.join(dir, 'labels.jsonl');
  await writeFile(labels, '{"id": "mail", "kind": "chaser", "topics": ["police.ict"]}\n');
  const { out } = await clerk([UPDATE], 'impact', mail, '--labels', labels);
  expect(out).toMatch(
    /^1 mail, 1 with decisions: rules on disk \(\w{12}\) against the shipped rules alone \(\w{12}\)\n1 mail changes\./,
  );
  expect(out).toMatch(/topic police\.ict +│ 1 +│ – +│ – +│ – +│ – → 100 % +│ 0 % → 100 %/);
  expect(out).toMatch(
    /1 gain topic police\.ict:\n {2}.*mail\.eml {2}Hello {2}\(\d+ %\)\n {6}“dashboards” by local\.boats/,
  );
  const rows = (await clerk([UPDATE], 'impact', mail, '--labels', labels, '--json')).out
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(rows).toMatchObject([
    { row: 'summary', mails: 1, decided: 1, changed: 1 },
    {
      row: 'outcome',
      family: 'topic',
      outcome: 'police.ict',
      gained: 1,
      before: { missed: 1 },
      after: { right: 1, precision: 1 },
    },
    { row: 'outcome', family: 'kind', outcome: 'chaser', gained: 0, after: { recall: 1 } },
  ]);
});

test('impact without a register asks for mail files', async () => {
  expect((await clerk([UPDATE], 'impact')).failed).toContain('there is no register here; name mail files');
  expect((await clerk([UPDATE], 'impact', '/nowhere')).failed).toBe('/nowhere: there is no such file or folder');
});
