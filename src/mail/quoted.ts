// Tells a person's own words in a mail from quoted text, signatures, platform footers and disclaimers. In doubt: own.
import {
  attributionAt,
  isForwardMark,
  isForwardSubject,
  isHeaderBlock,
  isOriginalMessage,
  pointsBelow,
} from './quote-marks.ts';
import { dashedEnd, signOffEnd } from './sign-off.ts';
import { footerStart, isNotice, isSentFrom } from './small-print.ts';

/** A stretch of the body: UTF-16 offsets, `end` exclusive. Segments cover the whole body, in order. */
export interface Segment {
  readonly kind: 'own' | 'quote' | 'signature' | 'footer' | 'disclaimer';
  readonly start: number;
  readonly end: number;
}

type Kind = Segment['kind'];

/** A body as lines: what is looked at (at most 1,000 characters each), and where each begins. */
interface Page {
  readonly lines: string[];
  readonly starts: number[];
  readonly kinds: Kind[];
}

const MAX_LOOKED_AT = 1000;
const isQuoted = (line: string): boolean => /^[ \t]?>/.test(line) && !/^>From /.test(line);
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text);

function pageOf(body: string): Page {
  const lines: string[] = [];
  const starts: number[] = [];
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf('\n', start);
    const stop = end < 0 ? body.length : end;
    lines.push(body.slice(start, Math.min(stop, start + MAX_LOOKED_AT)));
    starts.push(start);
    start = stop + 1;
  }
  return { lines, starts, kinds: lines.map(() => 'own') };
}

/** Marks the lines from..to (exclusive) that nothing has claimed yet. */
function mark(page: Page, from: number, to: number, kind: Kind): void {
  for (let i = from; i < to; i += 1) if (page.kinds[i] === 'own') page.kinds[i] = kind;
}

const ownTextBefore = (page: Page, end: number): string =>
  page.lines.filter((_, i) => i < end && page.kinds[i] === 'own').join('\n');

/** `>` lines, and the attribution above them. Words between the quoted lines are answers and stay own. */
function markPrefixed(page: Page): void {
  const { lines } = page;
  for (let i = 0; i < lines.length; i += 1) {
    if (isQuoted(lines[i] ?? '')) {
      mark(page, i, i + 1, 'quote');
      continue;
    }
    const count = attributionAt(lines, i);
    if (count === 0) continue;
    const next = lines.findIndex((line, at) => at >= i + count && line.trim() !== '');
    if (next >= 0 && next <= i + count + 3 && isQuoted(lines[next] ?? '')) mark(page, i, i + count, 'quote');
  }
}

/** Where a quotation without `>` begins: Outlook's header block, "Original Message", or an attribution; -1 for none. */
function bareQuoteStart(page: Page): number {
  const { lines } = page;
  for (let i = 0; i < lines.length; i += 1) {
    if (page.kinds[i] !== 'own') continue;
    if (isOriginalMessage(lines[i] ?? '') || isHeaderBlock(lines, i) || attributionAt(lines, i) > 0) {
      const rule = /^_{10,}$/.test((lines[i - 1] ?? '').trim());
      return rule ? i - 1 : i;
    }
  }
  return -1;
}

/**
 * Everything under a bare quotation mark is the earlier mail, unless the mail looks like a forward (it is new to us) or
 * announces answers between the lines.
 */
function markBare(page: Page, subject: string): void {
  const start = bareQuoteStart(page);
  if (start < 0) return;
  const above = ownTextBefore(page, start);
  if (!hasWords(above) || isForwardSubject(subject) || pointsBelow(above)) return;
  mark(page, start, page.lines.length, 'quote');
}

/** Whether a forward's mark stands before any quotation: what follows it was sent to us for the first time. */
function isForward(page: Page): boolean {
  const mark = page.lines.findIndex(isForwardMark);
  const quote = mark < 0 ? -1 : bareQuoteStart(page);
  return mark >= 0 && (quote < 0 || mark < quote);
}

function markSignatures(page: Page): void {
  const { lines } = page;
  const own = lines.map((line, i) => (page.kinds[i] === 'own' ? line : '>'));
  for (let i = 0; i < lines.length; i += 1) {
    if (page.kinds[i] !== 'own') continue;
    const end = Math.max(dashedEnd(own, i), signOffEnd(own, i));
    mark(page, i, end, 'signature');
  }
}

/** Notices are judged by the paragraph, "Sent from my phone" by the line. */
function markDisclaimers(page: Page): void {
  const { lines } = page;
  let start = 0;
  for (let i = 0; i <= lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (i < lines.length && page.kinds[i] === 'own' && isSentFrom(line)) mark(page, i, i + 1, 'disclaimer');
    if (i < lines.length && line.trim() !== '' && page.kinds[i] === 'own') continue;
    if (i > start && isNotice(lines.slice(start, i).join('\n'))) mark(page, start, i, 'disclaimer');
    start = i + 1;
  }
}

/** Lines of the same kind as one segment; a blank line goes with what stands above it. */
function joined(page: Page, body: string): Segment[] {
  const found: Segment[] = [];
  let kind: Kind | null = null;
  let start = 0;
  page.lines.forEach((line, i) => {
    const here = line.trim() === '' && kind !== null ? kind : (page.kinds[i] ?? 'own');
    if (here === kind) return;
    const at = page.starts[i] ?? 0;
    if (kind !== null) found.push({ kind, start, end: at });
    kind = here;
    start = at;
  });
  if (kind !== null) found.push({ kind, start, end: body.length });
  return found;
}

/**
 * The body taken apart, all of it, in order. `subject` tells a forwarded mail, whose text is new to us, from a reply.
 * The name under "Yours faithfully" is in a signature. When in doubt `own`: hidden new text is the worst error.
 */
export function segments(body: string, subject = ''): Segment[] {
  const page = pageOf(body);
  mark(page, footerStart(page.lines), page.lines.length, 'footer');
  if (!isForward(page)) {
    markPrefixed(page);
    markBare(page, subject);
  }
  markDisclaimers(page);
  markSignatures(page);
  const nothingOwn = !page.lines.some((line, i) => page.kinds[i] === 'own' && hasWords(line));
  const attributed = page.lines.some((_, i) => attributionAt(page.lines, i) > 0);
  if (nothingOwn && !attributed)
    return body === ''
      ? []
      : joined({ ...page, kinds: page.kinds.map((kind) => (kind === 'quote' ? 'own' : kind)) }, body);
  return joined(page, body);
}
