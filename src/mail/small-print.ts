// The small print of mails: footers of request platforms and lists, confidentiality notices, "Sent from my iPhone".
import type { Lines } from './quote-marks.ts';

/** Judgement: rules drawn by platforms and lists run across the page; people type shorter ones. */
const LONG_RULE = /^[-_=*—]{30,}$/;
/** Judgement: the longest platform footer seen has 30 lines. */
const MAX_FOOTER_LINES = 40;

/** What footers talk about: where answers go and what happens to them. One is enough between two rules, two after one. */
const FOOTER_WORDS: readonly RegExp[] = [
  /\bpublished\b.{0,80}\b(?:web ?site|internet|online|automatically)|\b(?:web ?site|internet)\b.{0,60}\bpublish/i,
  /\b(?:answers?|replies|reply|responses?|respond)\b.{0,60}\bthis (?:e-?mail )?(?:address|message)/i,
  /\bthis (?:e-?mail )?address for all repl/i,
  /\b(?:privacy|copyright) (?:polic|and)|\badvice on (?:privacy|copyright)/i,
  /\bwrong address for\b|\blink to us\b|\bcontact us using\b/i,
  /\bunsubscribe\b|\bmailing list\b|\bmanage your (?:subscription|preferences)/i,
  /\bconfidential\b|\bdisclaimer\b|\bintended (?:only |solely )?for\b/i,
];

/** What a person asks; text that has it is never taken for small print. */
const ASKS =
  /^\s*(?:\(?\d{1,2}[.):]|\(?[a-z][.)]|[-•*]\s)|\bplease (?:can you |could you )?(?:provide|supply|send|confirm|tell|state|list|disclose|answer|include|give|also|let me know)\b|\b(?:how many|could you|can you|i (?:would|'d|also) |i am (?:also )?(?:asking|requesting|writing)|under (?:the )?(?:freedom|environmental|data protection))/im;

/** Whether a person asks for something in this text. */
export const asks = (text: string): boolean => ASKS.test(text);

const between = (lines: Lines, from: number, to: number): string =>
  lines
    .slice(from, to)
    .join('\n')
    .replace(/\n(?=\S)/g, ' \n');

/** The line where a footer at the end of the body begins, or `lines.length` when there is none. */
export function footerStart(lines: Lines): number {
  let last = lines.length - 1;
  while (last >= 0 && (lines[last] ?? '').trim() === '') last -= 1;
  const closed = last >= 0 && LONG_RULE.test((lines[last] ?? '').trim());
  const lowest = Math.max(0, last - MAX_FOOTER_LINES);
  let start = closed ? last - 1 : last;
  while (start >= lowest && !LONG_RULE.test((lines[start] ?? '').trim())) start -= 1;
  if (start < lowest) return lines.length;
  const text = between(lines, start + 1, closed ? last : last + 1);
  const flat = text.replace(/\s+/g, ' ');
  const words = FOOTER_WORDS.filter((pattern) => pattern.test(flat)).length;
  return words >= (closed ? 1 : 2) && !asks(text) ? start : lines.length;
}

/** Lines that mail programs add under a mail. */
const SENT_FROM =
  /^(?:sent (?:from|via|with|using) (?:my|outlook|yahoo|mail|proton|samsung|gmail|aol|hotmail|[\w.]+ mail|mailbird|sparrow|spark|sky)\b.{0,60}|get outlook for .{0,60}|anfonwyd o(?:'m| fy) .{0,40}|(?:von|envoyé de|enviado desde|verzonden vanaf|inviato da) (?:meinem|mon|mi|mijn|il mio) .{0,40})$/i;

const NOTICE: readonly RegExp[] = [
  /\b(?:this|the) (?:e-?mail|message|communication|transmission)\b.{0,120}\b(?:confidential|privileged|intended (?:only |solely |exclusively )?for)\b/i,
  /\b(?:if you (?:are not|have received|receive)|are not) (?:the |an )?(?:intended (?:recipient|addressee)|this (?:e-?mail|message|communication).{0,40}in error)\b/i,
  /\b(?:consider|think (?:of|about)) the environment before (?:you )?print/i,
  /\b(?:virus[- ]free|(?:scanned|checked|swept) (?:for|by).{0,60}(?:virus|malware|security|mimecast|messagelabs))\b/i,
  /^\W{0,4}(?:caution|warning|external(?: e-?mail| sender)?)\W.{0,40}\b(?:originated|came|sent|was received|from) (?:from )?(?:an? )?(?:outside|external)/i,
  /\b(?:neges|e-?bost)\b.{0,120}\b(?:gyfrinachol|cyfrinachol|bwriadwyd)\b/i,
  /\bregistered in (?:england|scotland|wales|northern ireland)\b.{0,80}\b(?:number|no\.?|company)\b/i,
];
/** Judgement: notices of law firms run to 2,500 characters. */
const MAX_NOTICE_CHARACTERS = 4000;

/** A line with a comma goes on as a sentence ("Sent from my desk, where I found …"): own. */
export const isSentFrom = (line: string): boolean =>
  line.length <= 100 && !/[,;?]/.test(line) && SENT_FROM.test(line.trim());

/** Whether a paragraph (lines between blank ones) is a confidentiality or virus notice in which nobody asks for anything. */
export function isNotice(paragraph: string): boolean {
  if (paragraph.length > MAX_NOTICE_CHARACTERS || asks(paragraph)) return false;
  const flat = paragraph.replace(/\s+/g, ' ').trim();
  return !flat.includes('?') && NOTICE.some((pattern) => pattern.test(flat));
}
