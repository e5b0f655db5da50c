// Reads address headers strictly: an entry that two mail systems could read as two different addresses is refused.
import { parseAddressHeader } from 'mailparser';
import { bareAddress } from '../bare-address.ts';
import { oneLine } from './clean.ts';

/** One person or office: `name` may be empty; `address` is a bare, validated `local@domain`, domain in lower case. */
export interface Address {
  readonly name: string;
  readonly address: string;
}

export interface AddressList {
  readonly list: readonly Address[];
  /** Entries that were empty, a group, ambiguous, or no address. */
  readonly bad: number;
}

/** Judgement: a header above this is an attack or a list, and no one gets a receipt from it. */
const MAX_HEADER_CHARACTERS = 64 * 1024;

interface Entry {
  raw: string;
  /** What stands outside comments and angle brackets; quoted strings keep their quotes. */
  outside: string;
  inside: string | null;
  broken: boolean;
  /** Stands in a group (RFC 5322 section 3.4) that is still open: none of its members gets mail. */
  group: boolean;
}

/** The index after a comment or quoted string that opens at `from`, or -1 when it never closes. RFC 5322 section 3.2.2. */
function closingOf(text: string, from: number): number {
  const quoted = text[from] === '"';
  let depth = 1;
  for (let i = from + 1; i < text.length; i += 1) {
    const character = text[i];
    if (character === '\\') i += 1;
    else if (character === (quoted ? '"' : ')')) {
      depth -= 1;
      if (depth === 0) return i + 1;
    } else if (character === '(' && !quoted) depth += 1;
  }
  return -1;
}

/** Takes in what starts at `i` of `text` and returns the index after it. */
function takeIn(entry: Entry, text: string, i: number): number {
  const character = text[i] ?? '';
  if (character === '"' || character === '(') {
    const end = closingOf(text, i);
    entry.broken ||= end < 0;
    const stop = end < 0 ? text.length : end;
    entry.outside += character === '"' ? text.slice(i, stop) : ' ';
    // A quoted word after the address, or one that carries an address of its own behind it, is read in many ways.
    entry.broken ||= character === '"' && entry.inside !== null;
    return stop;
  }
  if (character === '<') {
    const end = text.indexOf('>', i);
    entry.broken ||= end < 0 || entry.inside !== null;
    entry.inside = text.slice(i + 1, end < 0 ? text.length : end);
    return end < 0 ? text.length : end + 1;
  }
  entry.group ||= character === ':';
  // A stray bracket, or text behind the address.
  entry.broken ||= character === '>' || character === ')';
  entry.broken ||= entry.inside !== null && character.trim() !== '';
  entry.outside += character;
  return i + 1;
}

function entriesOf(text: string): Entry[] {
  const entries: Entry[] = [];
  let start = 0;
  let entry: Entry = { raw: '', outside: '', inside: null, broken: false, group: false };
  const close = (end: number): void => {
    entry.raw = text.slice(start, end);
    if (entry.raw.trim() !== '') entries.push(entry);
    const group = entry.group && text[end] !== ';';
    entry = { raw: '', outside: '', inside: null, broken: false, group };
    start = end + 1;
  };
  for (let i = 0; i < text.length; ) {
    if (text[i] === ',' || text[i] === ';') {
      close(i);
      i += 1;
    } else {
      i = takeIn(entry, text, i);
    }
  }
  close(text.length);
  return entries;
}

/** The entry as an address, or null when it is none or is ambiguous. */
function addressOf(entry: Entry): Address | null {
  if (entry.broken || entry.group) return null;
  const spec = entry.inside ?? entry.outside.trim();
  const address = bareAddress(spec);
  if (address === null) return null;
  const unquoted = entry.outside.replace(/"(?:[^"\\]|\\.)*"/g, '').trim();
  // An address before the bracket that differs from the one in it: some systems take the first.
  if (entry.inside !== null && unquoted.includes('@') && unquoted.toLowerCase() !== spec.toLowerCase()) return null;
  const [seen, ...more] = parseAddressHeader(entry.raw, { decodePunycode: false }).value;
  if (seen === undefined || more.length > 0 || seen.address !== spec) return null;
  return { name: oneLine(seen.name, 200), address };
}

/** The addresses of one header value (unfolded, decoded to Unicode), and how many entries could not be taken. */
export function addresses(value: string): AddressList {
  if (value.length > MAX_HEADER_CHARACTERS) return { list: [], bad: 1 };
  const read = entriesOf(value).map(addressOf);
  const list = read.filter((address) => address !== null);
  return { list, bad: read.length === 0 ? 1 : read.length - list.length };
}
