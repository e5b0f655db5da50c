// Signatures: closing words with a name under them, the lines of contact details that follow, and what stands under "-- ".
import { isHeaderBlock, type Lines } from './quote-marks.ts';
import { asks } from './small-print.ts';

/** How British and Welsh letters close. */
const CLOSING_WORDS =
  'yours(?: (?:faithfully|sincerely|truly|respectfully|ever))?|(?:kind(?:est)?|best|warm(?:est)?|with kind) regards|regards|best wishes|all the best|best|many thanks|thanks(?: (?:again|in advance|very much|and (?:kind |best )?regards))?|thank you(?: (?:again|in advance|very much))?|with thanks|sincerely|respectfully|cheers|(?:yr )?eiddoch yn (?:gywir|ffyddlon)|yn gywir|cofion(?: (?:gorau|cynnes))?|diolch(?: yn fawr)?|dymuniadau gorau';
const CLOSING = new RegExp(`^(?:${CLOSING_WORDS})\\s*[,.!;-]*$`, 'i');
const CLOSING_AND_NAME =
  /^(?:yours (?:faithfully|sincerely|truly)|(?:kind(?:est)?|best) regards|regards)\s*[,.]\s*(\S.{0,60})$/i;

/** One to six words, the first with a capital, initials and titles allowed: "A. Requester", "Dr M. O'Neill-Jones (Mrs)". */
const NAME =
  /^(?:[\p{Lu}][\p{L}'’.-]*|\([\p{L}. ]{1,20}\)|(?:de|van|von|der|la|le|ap|ab|ferch|bin|al|and|y)|[&,])(?:[\s,]+(?:[\p{Lu}][\p{L}'’.-]*|\([\p{L}. ]{1,20}\)|(?:de|van|von|der|la|le|ap|ab|ferch|bin|al|and|y)|&)){0,5}[,.]?$/u;
/** A first name typed without a capital is a name only straight under the closing words. */
const LOWER_NAME = /^[\p{Ll}][\p{L}'’-]{1,20}(?: [\p{Ll}][\p{L}'’-]{1,20})?$/u;
const NO_NAME =
  /^(?:questions?|requests?|annex|appendix|schedule|part|section|ps|p\.s|notes?|information|background|sent|dear|re|the|please|additional|further)\b/i;

/** A telephone number, an address of mail or web, or the label of one. */
const CONTACT =
  /@[\w-]+\.[\w.-]+|\bhttps?:\/\/|\bwww\.|(?:\+\d{2}|\(?0\d{2,4}\)?)[\d ()-]{6,}|^(?:tel|telephone|phone|mobile|mob|fax|e-?mail|web|website|twitter|ffôn|ebost|e-bost|gwefan|[tmewf])\s*[:.]/i;
/** A UK postcode ends a postal address, straight under the name; further down it is a place that the mail is about. */
const POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/;
/** Judgement: a title, office or street line has no sentence in it. */
const MAX_CONTACT_CHARACTERS = 70;

const isName = (line: string): boolean => line.length <= 60 && !NO_NAME.test(line) && NAME.test(line);

const isContact = (line: string): boolean =>
  CONTACT.test(line) && line.length <= 160 && line.split(/\s+/).length <= 14 && !line.includes('?') && !asks(line);
const isTitle = (line: string): boolean =>
  line.length <= MAX_CONTACT_CHARACTERS && !/[.!?;:]$/.test(line) && !asks(line) && !NO_NAME.test(line);
const isRule = (line: string): boolean => /^[-_=*]{5,}$/.test(line);

/** From `at`, the end (exclusive) of the contact details: title and office lines only straight under the name. */
function contactEnd(lines: Lines, at: number): number {
  const reach = Math.min(lines.length, at + 10);
  let end = at;
  let apart = false;
  for (let i = at; i < reach; i += 1) {
    const line = (lines[i] ?? '').trim();
    apart ||= line === '';
    if (line === '') continue;
    if (isRule(line) || isHeaderBlock(lines, i)) break;
    const near = lines.slice(i, Math.min(reach, i + 5)).some((next) => isContact(next) || POSTCODE.test(next));
    if (!isContact(line) && (apart || !near || !isTitle(line))) break;
    end = i + 1;
  }
  return end;
}

const nextText = (lines: Lines, from: number, blanks: number): number => {
  for (let i = from; i <= from + blanks && i < lines.length; i += 1) if ((lines[i] ?? '').trim() !== '') return i;
  return -1;
};

/** "Many thanks" and "Yours faithfully" may follow each other; three of them is as far as people go. */
const MAX_CLOSINGS = 3;

/** The end (exclusive) of a signature that begins with closing words at `at`, or `at` when none does. */
export function signOffEnd(lines: Lines, at: number, closings = 1): number {
  const line = (lines[at] ?? '').trim();
  const named = CLOSING_AND_NAME.exec(line)?.[1];
  if (named !== undefined && isName(named)) return contactEnd(lines, at + 1);
  if (!CLOSING.test(line)) return at;
  const under = nextText(lines, at + 1, 4);
  if (under < 0) return at + 1;
  const name = (lines[under] ?? '').trim();
  if (CLOSING.test(name))
    return closings < MAX_CLOSINGS ? Math.max(signOffEnd(lines, under, closings + 1), under + 1) : at;
  if (!isName(name) && !(under <= at + 2 && LOWER_NAME.test(name) && !NO_NAME.test(name))) return at;
  return contactEnd(lines, under + 1);
}

/** Judgement: RFC 3676 section 4.3 asks for four lines; offices use ten. */
const MAX_DASHED_LINES = 15;
const isProse = (line: string): boolean =>
  line.length > 100 || line.includes('?') || line.split(/\s+/).length > 14 || asks(line);

/** The end (exclusive) of a signature under "-- " (RFC 3676 section 4.3) at `at`, or `at` when what follows is no signature. */
export function dashedEnd(lines: Lines, at: number): number {
  if (!/^(?:--|—|__)\s?$/.test(lines[at] ?? '')) return at;
  let end = at + 1;
  for (let i = at + 1; i < lines.length && i <= at + MAX_DASHED_LINES; i += 1) {
    const line = (lines[i] ?? '').trim();
    if (line !== '' && isProse(line)) return end > at + 1 || i > at + 1 ? end : at;
    if (line !== '') end = i + 1;
  }
  return end;
}
