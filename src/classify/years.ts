// The span of years that a mail speaks of: "since 2015", "2018 to 2023", "the last five financial years".

/** How many calendar years are touched, and the words that say so (offsets into the text that was read). */
export interface YearSpan {
  readonly years: number;
  readonly start: number;
  readonly end: number;
}

const NUMBER_WORDS = 'one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty'.split(' ');
const NUMBER_VALUES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 20, 30];

/** Years of Acts and Regulations are no period: "Freedom of Information Act 2000", "the 2004 Regulations". */
const STATUTE_BEFORE =
  /(?:\bact|\bregulations?|\border|\brules|\bdirective|\bmeasure|\bschemes?|\bcode|\bconvention)(?:\s+of|,|\s*\()?\s*$/i;
const STATUTE_AFTER = /^\)?\s+(?:act|regulations?|order|rules|directive|measure|code)\b/i;

/** Judgement: earlier than 1950 is history or a house number, not a period of records that an authority searches. */
const FIRST_YEAR = 1950;

/** Not inside a reference ("FOI/2021/17"), an amount or a link; the end of a written date ("01/04/2019") counts. */
const YEAR =
  /(?<year>19[5-9]\d|20\d\d)(?<!(?:[\p{L}\p{N}:@#£$€]|(?<!\b\d{1,2}[/.-]\d{1,2})[/.-])\d{4})(?<to>\s?[/–-]\s?(?:\d{4}|\d{2}))?(?![\p{L}\p{N}]|[.,]\d)/gu;
const RELATIVE = new RegExp(
  `\\b(?:last|past|previous|preceding|prior)\\s+(?<count>\\d{1,2}|${NUMBER_WORDS.join('|')}|decade)(?:\\s*\\(\\d{1,2}\\))?(?<unit>(?:\\s+(?:full|complete|financial|fiscal|calendar|academic))*\\s+years?)?`,
  'giu',
);
const SINCE_BEFORE = /\bsince\b[^.?!]*$/i;
const ONWARDS_AFTER =
  /^\s*(?:onwards\b|(?:and|[-–]|(?:up |through )?to|(?:un)?til(?:l)?)\s*(?:date|the (?:present|current|most recent|latest)|present|now(?! and)|today)\b)/i;

interface Mention {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/**
 * The span of years in `text` from `start` to `end`, or null when it names none; one named year is a span of one, and
 * "since 2015" runs to the year of receipt (`receivedOn`, YYYY-MM-DD).
 */
export function yearSpan(text: string, receivedOn: string, start = 0, end = text.length): YearSpan | null {
  const received = Number(receivedOn.slice(0, 4));
  const named = [...text.slice(start, end).matchAll(YEAR)].flatMap((match) => namedYears(text, start, match, received));
  const relative = [...text.slice(start, end).matchAll(RELATIVE)].flatMap((match) =>
    relativeYears(match, received, start),
  );
  const longest = relative.sort((a, b) => a.first - b.first)[0];
  const span = named.length > 0 ? together(named) : null;
  if (span === null || (longest !== undefined && longest.last - longest.first > span.years - 1))
    return longest === undefined
      ? null
      : { years: longest.last - longest.first + 1, start: longest.start, end: longest.end };
  return span;
}

/** From the earliest to the latest year named; the evidence runs between the two when they stand close. */
function together(named: readonly Mention[]): YearSpan {
  const earliest = named.reduce((a, b) => (b.first < a.first ? b : a));
  const latest = named.reduce((a, b) => (b.last > a.last ? b : a));
  const years = latest.last - earliest.first + 1;
  const start = Math.min(earliest.start, latest.start);
  const end = Math.max(earliest.end, latest.end);
  return end - start <= 80 ? { years, start, end } : { years, start: earliest.start, end: earliest.end };
}

function namedYears(text: string, offset: number, match: RegExpExecArray, received: number): Mention[] {
  const start = offset + match.index;
  const end = start + match[0].length;
  const first = Number(match.groups?.year);
  if (first < FIRST_YEAR || first > received + 1) return [];
  const before = text.slice(Math.max(0, start - 30), start);
  if (STATUTE_BEFORE.test(before) || STATUTE_AFTER.test(text.slice(end, end + 30))) return [];
  const to = match.groups?.to?.replace(/\D/g, '');
  const second = to === undefined ? first : Number(to.length === 2 ? `${String(first).slice(0, 2)}${to}` : to);
  // 2019-04 is a month, 2018/19 a financial year, 2018-23 a period
  const last = second >= first && second <= received + 1 ? second : first;
  const untilNow = SINCE_BEFORE.test(before) || ONWARDS_AFTER.test(text.slice(end, end + 30));
  return [{ first, last: untilNow ? Math.max(last, received) : last, start, end }];
}

function relativeYears(match: RegExpExecArray, received: number, offset: number): Mention[] {
  const count = match.groups?.count?.toLowerCase() ?? '';
  if (count !== 'decade' && match.groups?.unit === undefined) return [];
  const years = count === 'decade' ? 10 : (NUMBER_VALUES[NUMBER_WORDS.indexOf(count)] ?? Number(count));
  if (!(years >= 1)) return [];
  const start = offset + match.index;
  return [{ first: received - years + 1, last: received, start, end: start + match[0].length }];
}
