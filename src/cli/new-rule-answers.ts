// What a new rule says: taken from flags, and asked for where a flag is missing and a person is there to answer.
import { createInterface } from 'node:readline/promises';
import { EXEMPTIONS, isOneOf, KINDS, REGIMES, TOPICS, VALIDITY } from '../classify/known.ts';
import { outcomeOf } from '../classify/outcome.ts';
import { type Rule, WEIGHTS } from '../classify/rule.ts';
import { didYouMean } from '../nearest.ts';
import { UsageError } from './usage.ts';

export interface NewOptions {
  readonly suggests?: string;
  readonly title?: string;
  readonly because?: string;
  readonly source?: string;
  readonly weight?: string;
  readonly words: readonly string[];
  readonly not: readonly string[];
  readonly match: readonly string[];
  readonly miss: readonly string[];
  readonly id?: string;
  readonly file?: string;
  readonly live?: boolean;
}

/** Asks a question; what is no answer is told, and asked again. */
export type Ask = (question: string) => Promise<string>;

interface Question {
  readonly flag: string;
  readonly asks: string;
  /** What is wrong with an answer; null: nothing. */
  wrong(answer: string): string | null;
}

const SUGGESTS: Question = {
  flag: '--suggests',
  asks: 'What does it suggest? (topic=council.waste, exemption=s.12(1),regime=foia, kind=chaser, flag=my-flag)',
  wrong: (answer) => {
    const outcome = outcomeOf(suggestsOf(answer));
    return 'family' in outcome ? null : `${outcome.message} — ${outcome.cure}`;
  },
};
const text = (flag: string, asks: string): Question => ({
  flag,
  asks,
  wrong: (answer) => (answer.trim() === '' ? 'it is empty — write a few words' : null),
});
const TITLE = text('--title', 'Its title, in a few words:');
const BECAUSE = text('--because', 'One sentence for staff, why it may be so:');
const SOURCE = text('--source', 'Its source (a provision, guidance, whose experience):');
const WEIGHT: Question = {
  flag: '--weight',
  asks: 'How strong a sign is it? (weak, moderate, strong, decisive)',
  wrong: (answer) => (isOneOf(WEIGHTS, answer) ? null : `“${answer}” is no weight — ${didYouMean(answer, WEIGHTS)}`),
};

/** Of each sort; a live rule needs as many. */
const EXAMPLES = 2;

/** @throws UsageError that names every missing flag, where nobody is there to answer, or what is wrong with one. */
export async function answersFrom(options: NewOptions, ask: Ask | null): Promise<Rule> {
  if (ask === null) mustHaveAll(options);
  const one = (question: Question, given: string | undefined): Promise<string> => answerTo(question, given, ask);
  const suggests = suggestsOf(await one(SUGGESTS, options.suggests));
  const title = await one(TITLE, options.title);
  const source = await one(SOURCE, options.source);
  const weight = await one(WEIGHT, options.weight);
  const list = (flag: string, asks: string, given: readonly string[], least: number): Promise<readonly string[]> =>
    given.length > 0 || ask === null ? Promise.resolve(given) : listOf(ask, text(flag, asks), least);
  const any = await list('--words', 'A word or phrase that makes it speak', options.words, 1);
  const none = await list('--not', 'A word or phrase that keeps it silent', options.not, 0);
  const because = await one(BECAUSE, options.because);
  const match = await list('--match', 'A sentence of a mail that it must find', options.match, EXAMPLES);
  const miss = await list('--miss', 'A sentence with like words that it must not find', options.miss, EXAMPLES);
  return {
    id: options.id ?? `local.${slug(title)}`,
    title,
    suggests,
    source,
    status: options.live ? 'live' : 'draft',
    weight: WEIGHTS.find((word) => word === weight) ?? 'moderate',
    when: { any: [...any], ...(none.length > 0 ? { none: [...none] } : {}) },
    because,
    examples: { match: [...match], miss: [...miss] },
  };
}

/** A terminal to ask; null where input is no terminal. Close it afterwards. */
export function terminal(): { ask: Ask; close(): void } | null {
  if (!process.stdin.isTTY) return null;
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  return { ask: (question) => reader.question(`${question} `), close: () => reader.close() };
}

async function answerTo(question: Question, given: string | undefined, ask: Ask | null): Promise<string> {
  const wrong = given === undefined ? null : question.wrong(given);
  if (wrong !== null) throw new UsageError(`${question.flag}: ${wrong}`);
  if (given !== undefined || ask === null) return given ?? '';
  for (let asks = question.asks; ; ) {
    const answer = (await ask(asks)).trim();
    const fault = question.wrong(answer);
    if (fault === null) return answer;
    asks = `${fault}\n${question.asks}`;
  }
}

/** One a line, until an empty one. */
async function listOf(ask: Ask, question: Question, least: number): Promise<string[]> {
  const found: string[] = [];
  for (;;) {
    const more = found.length < least ? `${least - found.length} more` : 'or Enter to go on';
    const answer = (await ask(`${question.asks} (${more}):`)).trim();
    if (answer !== '') found.push(answer);
    else if (found.length >= least) return found;
  }
}

function mustHaveAll(options: NewOptions): void {
  const single = ['suggests', 'title', 'because', 'source', 'weight'] as const;
  const missing = [
    ...single.filter((name) => options[name] === undefined).map((name) => `--${name}`),
    ...(options.words.length === 0 ? ['--words'] : []),
    ...(['match', 'miss'] as const)
      .filter((name) => options[name].length < EXAMPLES)
      .map((name) => `--${name} (twice)`),
  ];
  if (missing.length > 0)
    throw new UsageError(`rules new: nobody is there to answer, and these are missing: ${missing.join(', ')}`);
}

/** `exemption=s.12(1),regime=foia` as the map of a rule; a bare id is found in the lists. */
function suggestsOf(written: string): Rule['suggests'] {
  const pairs = written.split(',').map((pair) => pair.split('=').map((half) => half.trim()));
  if (pairs.length === 1 && pairs[0]?.length === 1) return bareId(pairs[0][0] ?? '');
  return Object.fromEntries(pairs.filter(([key, id]) => key !== undefined && id !== undefined));
}

function bareId(id: string): Rule['suggests'] {
  if (isOneOf(TOPICS, id)) return { topic: id };
  if (isOneOf(KINDS, id)) return { kind: id };
  if (isOneOf(REGIMES, id)) return { regime: id };
  const regime = REGIMES.find((law) => EXEMPTIONS[law]?.includes(id));
  if (regime !== undefined) return { exemption: id, regime };
  return isOneOf(VALIDITY, id) ? { validity: id } : { topic: id };
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40)
    .replace(/-+$/, '') || 'rule';
