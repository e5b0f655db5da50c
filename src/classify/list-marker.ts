// What a line of a list begins with (1. (2) Q3 4a) b. iv) •): its readings, for lists are typed by hand and "i." may be a letter or a numeral.

/** `worded` is Q1 or Question 1; `bare` has nothing but a comma, a slash or a blank after it; `split` is 1.1 or 1(a); `bullet` has no order. */
export type Family = 'arabic' | 'worded' | 'bare' | 'split' | 'letter' | 'roman' | 'bullet';

export interface Marker {
  readonly family: Family;
  /** [1], [2] … ; for `split` the number and its sub-number; [] for a bullet. */
  readonly value: readonly number[];
  readonly label: string;
  /** Offset in the line where the words after the marker begin. */
  readonly textAt: number;
  /** Asterisks or underlines opened before the marker; as many close the item. */
  readonly emphasis: string;
}

/** Judgement: indentation and marker are shorter; a line of blanks without end costs nothing. */
const MAX_MARKER_CHARACTERS = 200;

const LEAD = '^[ \\t\\u00a0]*([*_]{0,3})[ \\t\\u00a0]*';
const WORDED = new RegExp(
  `${LEAD}(?:q|qn|question|query|request|part|item|point)[ \\t.:#]*(\\d{1,2})[ \\t]*(?:[.):\\]–-]+|[*_]*$|(?<=q\\d{1,2})[ \\t])[ \\t]*`,
  'i',
);
const ARABIC = new RegExp(`${LEAD}[([]?(\\d{1,2})[ ]?(?:[.)\\]:]+(?!\\d)|[ ][-–][ ]|\\t)[ \\t\\u00a0]*`);
/** "1 How many", "2/ When": a month or a unit after it makes it a date or an amount. */
const BARE = new RegExp(
  `${LEAD}(\\d{1,2})(?:[ ]?[/,][ ]?(?=\\p{L})|[ ]+(?=\\p{L}{2})(?!(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|st|nd|rd|th|am|pm|days?|weeks?|months?|years?|hours?|miles?|metres?)))`,
  'iu',
);
const SPLIT = new RegExp(
  `${LEAD}\\(?(\\d{1,2})(?:\\.(\\d{1,2})[.):]?[ \\t]+|(?:[.]?\\(([a-z])\\)|[.]?([a-z])[.):]|([a-z])(?=[ \\t]))[ \\t]*)`,
);
const LETTER = new RegExp(`${LEAD}(?:\\(([a-z])\\)|([a-z])[.)\\]:])[ \\t\\u00a0]*(?!\\.)`, 'i');
const ROMAN = new RegExp(`${LEAD}(?:\\(([ivx]{1,6})\\)|([ivx]{1,6})[.)\\]:])[ \\t\\u00a0]+`, 'i');
/** `? ` is what some mail clients leave of a bullet that their character set lacks. */
const BULLET = new RegExp(
  `${LEAD}(?:[•·●○▪■◦‣∙►➢✓][ \\t\\u00a0]*|(?:[-–—?+]|o(?=\\t|[ ]+\\p{Lu}))[ \\t\\u00a0]+)(?=\\S)`,
  'u',
);
const STAR_BULLET = /^[ \t]*()\*[ \t]+(?=\S)/;

const NUMERALS = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x', 'xi', 'xii', 'xiii', 'xiv', 'xv', 'xvi'];
const letterValue = (letter: string): number => letter.toLowerCase().charCodeAt(0) - 96;

function reading(line: string, pattern: RegExp, family: Family, value: (groups: string[]) => number[]): Marker[] {
  const match = pattern.exec(line);
  if (match === null) return [];
  const groups = match.slice(2).filter((group) => group !== undefined);
  const numbers = value(groups);
  if (family !== 'bullet' && (numbers.length === 0 || numbers.some((number) => number < 1))) return [];
  const label = family === 'split' ? `${groups[0]}(${groups[1]})` : (groups[0] ?? '');
  return [{ family, value: numbers, label, textAt: match[0].length, emphasis: match[1] ?? '' }];
}

const numbered = (line: string): Marker[] => {
  const split = reading(line, SPLIT, 'split', ([major = '0', minor = '0']) => [
    Number(major),
    /\d/.test(minor) ? Number(minor) : letterValue(minor),
  ]);
  if (split.length > 0) return split;
  const number = ([digits = '0']: string[]): number[] => [Number(digits)];
  const marked = reading(line, ARABIC, 'arabic', number);
  return marked.length > 0 ? marked : reading(line, BARE, 'bare', number);
};
const lettered = (line: string): Marker[] => [
  ...reading(line, WORDED, 'worded', ([number = '0']) => [Number(number)]),
  ...reading(line, ROMAN, 'roman', ([numeral = '']) => [NUMERALS.indexOf(numeral.toLowerCase()) + 1]),
  ...reading(line, LETTER, 'letter', ([letter = 'a']) => [letterValue(letter)]),
];

/** What stands before the first sign of an item, and that sign. */
const FIRST = /^[ \t\u00a0]*[*_]{0,3}[ \t\u00a0]*(.)/u;
/** A line that begins with a longer word than these is no item, as most lines are. */
const WORD =
  /^[ \t\u00a0]*[*_]{0,3}(?!(?:qn?|question|query|request|part|item|point)\b|q\d|[ivx]{2,6}[.)\]:])\p{L}[\p{L}'’]/iu;

/** How the beginning of a line can be read as an item of a list, most likely reading first; [] when it is no item. */
export function markers(whole: string): Marker[] {
  const line = whole.slice(0, MAX_MARKER_CHARACTERS);
  if (WORD.test(line)) return [];
  const first = FIRST.exec(line)?.[1] ?? '';
  if (/\d/.test(first)) return numbered(line);
  const found = /[([]/.test(first)
    ? [...numbered(line), ...lettered(line)]
    : /\p{L}/u.test(first)
      ? lettered(line)
      : [];
  if (found.length > 0) return found;
  const bullet = reading(line, BULLET, 'bullet', () => []);
  return bullet.length > 0 ? bullet : reading(line, STAR_BULLET, 'bullet', () => []);
}

/** Whether an item may be the first of a list, `under` the item before it: 2a opens a list of its own under 2. */
export function opens(marker: Marker, under: Marker | undefined): boolean {
  const [major, minor] = marker.value;
  if (minor === undefined) return major === undefined || major === 1;
  const isUnder = under !== undefined && major === under.value[0];
  // 8b after 8: the sender took 8 for 8a
  return (minor === 1 && (major === 1 || isUnder)) || (minor === 2 && isUnder && under.value.length === 1);
}

/** Whether `next` may follow `last` in one list. One number may be missing: people delete a question and do not renumber. */
export function follows(last: Marker, next: Marker): boolean {
  if (last.family !== next.family) return false;
  const [major = 0, minor = 0] = last.value;
  const [nextMajor = 0, nextMinor = 0] = next.value;
  if (last.family === 'bullet') return true;
  if (last.family === 'split') {
    return nextMajor === major
      ? nextMinor === minor + 1
      : nextMajor > major && nextMajor <= major + 2 && nextMinor <= 1;
  }
  return nextMajor > major && nextMajor <= major + 2;
}
