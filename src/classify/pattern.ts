// Patterns that an officer writes: RE2 only, so that no pattern can hang the bot, on a bounded stretch of each field.
import { RE2JS } from 're2js';
import { PermanentError, reasonOf } from '../errors.ts';

/** A pattern sees at most this much of a field: linear is not fast (DESIGN section 4: 6.5 s on 64 kB for a bad one). */
export const MAX_PATTERN_CHARACTERS = 16_384;
/** Slower than this on the worst text we know of, and the rule is refused. DESIGN section 4. */
export const MAX_PATTERN_MS = 50;

/** A compiled pattern: the first match in `text` (UTF-16 offsets), or null. `lower` is `text.toLowerCase()`, when at hand. */
export interface Pattern {
  readonly written: string;
  /** Whether there is a match: ten times quicker to say than where (a lazy DFA, without groups). */
  has(text: string, lower?: string): boolean;
  find(text: string, lower?: string): Found | null;
  /** The same without asking first whether there is a match: what a text costs that does match. */
  search(text: string, lower?: string): Found | null;
}
interface Found {
  readonly start: number;
  readonly end: number;
}
export type PatternResult =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly because: string; readonly cure: string };

/** An expression that finds a place without a character in one of these (^, \b, a*) would hold in every mail. */
const MATCHES_OF_NOTHING = ['', 'a', 'a 1\n.'];

function matchesNothing(expression: RE2JS, text: string): boolean {
  const matcher = expression.matcher(text);
  return matcher.find() && matcher.end() === matcher.start();
}

/** Compiles an RE2 expression, case-insensitive; says what is wrong with one that is none, or that matches nothing at all. */
export function compilePattern(written: string): PatternResult {
  try {
    const expression = RE2JS.compile(written, RE2JS.CASE_INSENSITIVE);
    if (MATCHES_OF_NOTHING.some((text) => matchesNothing(expression, text)))
      return { ok: false, because: 'the pattern also matches an empty text', cure: 'ask for at least one character' };
    const onLower = isAllLower(written) ? RE2JS.compile(written) : null;
    const chosen = (text: string, lower: string) =>
      onLower !== null && lower.length === text.length ? { by: onLower, read: lower } : { by: expression, read: text };
    const match = (by: RE2JS, text: string): Found | null => {
      const matcher = by.matcher(text);
      return matcher.find() ? { start: matcher.start(), end: matcher.end() } : null;
    };
    const search = (text: string, lower = text.toLowerCase()): Found | null => {
      const { by, read } = chosen(text, lower);
      return match(by, read);
    };
    const has = (text: string, lower = text.toLowerCase()): boolean => {
      const { by, read } = chosen(text, lower);
      return by.test(read);
    };
    const find = (text: string, lower = text.toLowerCase()): Found | null =>
      has(text, lower) ? search(text, lower) : null;
    return { ok: true, pattern: { written, has, find, search } };
  } catch (thrown) {
    const cure = 'RE2 has no back-references; see rules/README.md for what a pattern may hold';
    return { ok: false, because: `not a pattern: ${reasonOf(thrown)}`, cure };
  }
}

/** The same for an expression that has compiled before: the work is done when it is first asked for. */
export function provenPattern(written: string): PatternResult {
  let compiled: Pattern | null = null;
  const pattern = (): Pattern => {
    if (compiled !== null) return compiled;
    const result = compilePattern(written);
    if (!result.ok) throw new PermanentError(`“${written}” in the kept rules: ${result.because}`);
    compiled = result.pattern;
    return compiled;
  };
  return {
    ok: true,
    pattern: {
      written,
      has: (text, lower) => pattern().has(text, lower),
      find: (text, lower) => pattern().find(text, lower),
      search: (text, lower) => pattern().search(text, lower),
    },
  };
}

/**
 * Whether a pattern says the same of a text in small letters when it minds capitals: RE2 then looks for its literal words
 * first, and a text that has none of them costs next to nothing.
 */
const isAllLower = (written: string): boolean =>
  !/\(\?(?!:)|\\[pP]|\[:|\p{Lu}/u.test(written.replace(/\\p\{[LN]\}/g, '').replace(/\\[A-OQ-Z]/g, ''));

/** Texts that make a pattern work hard: each of its own characters and short runs of them over and over, and plain prose. */
export function worstTexts(written: string): string[] {
  const literal = [...new Set(written.replace(/\\[a-zA-Z]/g, '').match(/[\p{L}\p{N} @:/._-]/gu) ?? [])].slice(0, 6);
  const runs = written.match(/[\p{L}\p{N} ]{2,}/gu)?.slice(0, 3) ?? [];
  const units = [
    ...literal,
    literal.join(''),
    ...runs,
    'a',
    '0',
    ' a0',
    'aA0 .,-',
    'words and 12 numbers, of a kind\n',
  ];
  return [...new Set(units)]
    .filter((unit) => unit !== '')
    .map((unit) => unit.repeat(Math.ceil(MAX_PATTERN_CHARACTERS / unit.length)).slice(0, MAX_PATTERN_CHARACTERS - 1));
}

/** The longest time in ms that a pattern takes on its worst texts; `clock` gives ms. The best of its runs counts. */
export function slowestMs(pattern: Pick<Pattern, 'written' | 'search'>, clock: () => number): number {
  let slowest = 0;
  for (const text of worstTexts(pattern.written)) {
    let best = Number.POSITIVE_INFINITY;
    for (let run = 0; run < 5 && best > MAX_PATTERN_MS / 4; run++) {
      const began = clock();
      pattern.search(text);
      best = Math.min(best, clock() - began);
    }
    slowest = Math.max(slowest, best);
    if (slowest > 4 * MAX_PATTERN_MS) break;
  }
  return slowest;
}

/** The repetition to shorten in a slow pattern: the one with the largest count, else the first open-ended one. */
export function heaviestRepetition(written: string): string {
  const counted = [...written.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map((match) => {
    const times = Math.max(Number(match[1]), Number(match[2] ?? 0));
    return { times, text: repeated(written, match.index) + match[0] };
  });
  const [most] = counted.sort((a, b) => b.times - a.times);
  if (most !== undefined) return most.text;
  const open = /[*+]/.exec(written);
  return open === null ? written : repeated(written, open.index) + open[0];
}

/** What stands before a repetition: a group, a class, or one character. */
function repeated(written: string, end: number): string {
  const before = written.slice(0, end);
  const named = /\\[pPx]\{[^}]*\}$/.exec(before);
  if (named !== null) return named[0];
  if (before.endsWith(']')) return before.slice(before.lastIndexOf('['));
  if (!before.endsWith(')')) return before.slice(before.at(-2) === '\\' ? -2 : -1);
  let depth = 0;
  for (let at = end - 1; at >= 0; at--) {
    if (written[at] === ')') depth++;
    else if (written[at] === '(' && --depth === 0) return written.slice(at, end);
  }
  return before;
}
