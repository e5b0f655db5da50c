// `npm run bench -- classify`: requests classified per second on one core, with the shipped rules and with three and ten times as many.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { classify } from '../../src/classify/classify.ts';
import { compileRules } from '../../src/classify/compile.ts';
import type { CompiledRules } from '../../src/classify/compiled.ts';
import { read } from '../../src/classify/fire.ts';
import { readRuleFiles } from '../../src/classify/load.ts';
import type { Text } from '../../src/classify/text.ts';
import { words } from '../../src/classify/words.ts';
import { parse } from '../../src/mail/parse.ts';
import { segments } from '../../src/mail/quoted.ts';
import { corpus, mulberry32 } from './corpus.ts';

const RULES = join(import.meta.dirname, '../../rules');
/** Real requests for development, beside the repository and no part of it; without them the bench's own mails are taken. */
const REQUESTS = join(import.meta.dirname, '../../../shared/data/requests-dev.jsonl');
const FORMAT = 'FOI/{serial:6}/{yy}';
const SEED = 42;
/** Each round classifies every mail once with each set, so that sets are measured side by side. */
const ROUNDS = 20;
/** Two thousand mails, after which the compiler has seen all of the engine that it will. */
const WARM_UP_ROUNDS = 10;
const RULES_PER_FILE = 250;
/** About as many phrases as a shipped rule has. */
const PHRASES_PER_RULE = 12;
/** Of a thousand added phrases so many are words that stand together in a mail; the others hardly ever do: hits in all grow by half. */
const FOUND_PER_THOUSAND = 6;

export interface ClassifyFigures {
  readonly perSecond: number;
  readonly perSecondThreefoldRules: number;
  readonly perSecondTenfoldRules: number;
  readonly timeTenfold: number;
  readonly hitsTenfold: number;
  readonly rules: number;
  readonly mails: number;
  readonly medianWords: number;
  readonly source: string;
}

export async function benchClassify(): Promise<ClassifyFigures> {
  const { texts, source } = await mails();
  const shipped = await readRuleFiles(RULES);
  const compiled = (times: number): CompiledRules => {
    const added = inFiles(invented(texts, (times - 1) * count));
    const result = compileRules({ ...shipped, files: [...shipped.files, ...added] }, { validated: true });
    if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
    return result.rules;
  };
  let count = 0;
  const once = compiled(1);
  count = once.rules.length;
  // By itself, as it runs in a thread of the bot: other sets beside it take its place in the processor's caches.
  const [alone = 0] = typicalRounds(texts, [once]);
  const sets = [once, compiled(3), compiled(10)];
  const spent = typicalRounds(texts, sets);
  const perSecond = [alone, ...spent.slice(1)].map((ms) => Math.round((texts.length * 1000) / ms));
  const hits = (rules: CompiledRules): number =>
    texts.reduce((sum, text) => sum + [...read(text, rules).phrases].length, 0);
  const lengths = texts.map((text) => words(text.body).length).sort((a, b) => a - b);
  return {
    perSecond: perSecond[0] ?? 0,
    perSecondThreefoldRules: perSecond[1] ?? 0,
    perSecondTenfoldRules: perSecond[2] ?? 0,
    timeTenfold: ratio(spent[2], spent[0]),
    hitsTenfold: ratio(hits(sets[2] ?? once), hits(once)),
    rules: count,
    mails: texts.length,
    medianWords: lengths[Math.floor(lengths.length / 2)] ?? 0,
    source,
  };
}

/** How long a round took with each set, in ms: the median, as other work on the machine only ever adds. */
function typicalRounds(texts: readonly Text[], sets: readonly CompiledRules[]): number[] {
  const took: number[][] = sets.map(() => []);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++)
    for (const [index, rules] of sets.entries()) {
      const began = performance.now();
      for (const text of texts) classify(text, rules, 'council', false, FORMAT);
      if (round >= 0) took[index]?.push(performance.now() - began);
    }
  return took.map((rounds) => rounds.sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0);
}

/** A rule file may have 256 kB. */
function inFiles(rules: readonly object[]): { path: string; content: string }[] {
  const files: { path: string; content: string }[] = [];
  for (let at = 0; at < rules.length; at += RULES_PER_FILE)
    files.push({ path: `local/bench-${at}.yaml`, content: stringify({ rules: rules.slice(at, at + RULES_PER_FILE) }) });
  return files;
}

const ratio = (part = 0, whole = 1): number => Math.round((part / whole) * 100) / 100;

async function mails(): Promise<{ texts: Text[]; source: string }> {
  if (existsSync(REQUESTS)) {
    const rows = readFileSync(REQUESTS, 'utf8').split('\n').filter(Boolean);
    const texts = rows.map((row): Text => {
      const { subject, text, receivedOn } = JSON.parse(row);
      return textOf(subject, text, receivedOn);
    });
    return { texts, source: 'real requests' };
  }
  const texts: Text[] = [];
  for (const bytes of corpus({ count: 200, seed: SEED })) {
    const parsed = await parse(bytes);
    if (parsed.state === 'parsed') texts.push(textOf(parsed.mail.subject, parsed.mail.body, '2026-03-02'));
  }
  return { texts, source: 'generated mails, which are longer' };
}

const textOf = (subject: string, body: string, receivedOn: string): Text => ({
  subject,
  body,
  segments: segments(body),
  attachmentText: '',
  from: { name: 'Ada Field', address: 'request-1-0123abcd@whatdotheyknow.com' },
  platform: 'whatdotheyknow',
  machine: null,
  threaded: false,
  receivedOn,
  junk: false,
});

/** Rules of distinct phrases drawn from the words of these mails. */
function invented(texts: readonly Text[], count: number): object[] {
  const random = mulberry32(SEED);
  const spoken = texts.flatMap((text) => words(text.body).map((word) => word.text));
  const at = (): number => Math.floor(random() * (spoken.length - 1));
  const seen = new Set<string>();
  const phrase = (): string => {
    for (;;) {
      const first = at();
      const second = random() * 1000 < FOUND_PER_THOUSAND ? first + 1 : at();
      const made = `${spoken[first]} ${spoken[second]}`;
      if (!seen.has(made) && /^\p{L}+ \p{L}+$/u.test(made)) {
        seen.add(made);
        return made;
      }
    }
  };
  return Array.from({ length: count }, (_, index) => ({
    id: `bench.${index}`,
    title: 'Made for the bench',
    suggests: { flag: `bench-${index % 50}` },
    source: 'made for the bench',
    status: 'live',
    weight: 'weak',
    when: { any: Array.from({ length: PHRASES_PER_RULE }, phrase) },
    because: 'It was made for the bench.',
  }));
}
