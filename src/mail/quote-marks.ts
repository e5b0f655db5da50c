// Where quoted mail begins: the lines that mail programs put before it, in the languages that reach a British mailbox.

/** Lines of a body without their line ends; only the first 1,000 characters of each are looked at. */
export type Lines = readonly string[];

/** Judgement: an attribution is one sentence, folded by mail programs at 78 characters. */
const MAX_ATTRIBUTION_LINES = 4;
const MAX_ATTRIBUTION_CHARACTERS = 400;

/** "wrote:" as Gmail, Apple Mail, Thunderbird and Outlook for phones write it: en, cy, de, fr, es, pt, it, nl, sv/da/no, pl, ru, cs. */
const WROTE =
  /(?:\bwrote|\bysgrifennodd|\bschrieb(?: .{1,80})?|\ba écrit|\bescribió|\bescreveu|\bha scritto|\bschreef(?: .{1,80})?|\bskrev|\bnapisał(?:\(?a\)?)?|написала?|\bnapsal\(?a?\)?)\s?:?\s*(?:-{2,})?\s*$/iu;
const ENDS_LIKE_ATTRIBUTION = /:\s*(?:-{2,})?\s*$|wrote\s*-{2,}\s*$/;
/** A sender's address in brackets, or a clock time: a narrative ("On 3 May the council wrote:") has neither. */
const MACHINE_WRITTEN = /<[^<>\s]+@[^<>\s]+>|\[mailto:|"[^"]+@[^"]+"|\b\d{1,2}[:.]\d{2}\b/;
const STARTS_LIKE_ATTRIBUTION =
  /^(?:-{2,}\s*)?(?:on|ar|am|le|el|il|op|den|på|em|w dniu|dne|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,|"?[\p{L}][^<>]{0,80}<[^<>\s]+@[^<>\s]+>)/iu;

/** How many lines an attribution takes from `at`, 0 when none begins there. */
export function attributionAt(lines: Lines, at: number): number {
  if (!STARTS_LIKE_ATTRIBUTION.test((lines[at] ?? '').trim())) return 0;
  let joined = '';
  for (let count = 1; count <= MAX_ATTRIBUTION_LINES; count += 1) {
    const line = (lines[at + count - 1] ?? '').trim();
    if (line === '' || line.startsWith('>')) return 0;
    joined = `${joined} ${line}`.trim();
    if (joined.length > MAX_ATTRIBUTION_CHARACTERS) return 0;
    if (ENDS_LIKE_ATTRIBUTION.test(joined) && WROTE.test(joined)) return MACHINE_WRITTEN.test(joined) ? count : 0;
  }
  return 0;
}

/** "-----Original Message-----" and its translations in Outlook, Yahoo and Samsung. */
const ORIGINAL =
  /^[-_*\s]{2,}\s*(?:original (?:message|appointment|e-?mail)|(?:y )?neges (?:wreiddiol|gwreiddiol)|ursprüngliche nachricht|message (?:d'origine|original)|mensaje original|messaggio originale|oorspronkelijk bericht|reply (?:message|above this line))\s*[-_*\s]{2,}$/i;

export const isOriginalMessage = (line: string): boolean => ORIGINAL.test(line.trim());

/** Gmail, Apple Mail, Thunderbird, Notes, Outlook for Mac; "Attached message" is ours (parse.ts). */
const FORWARDED =
  /^(?:[-_\s]{2,}\s*(?:forwarded (?:message|by .{1,120})|attached message|weitergeleitete nachricht|message transféré|neges (?:wedi'i hanfon ymlaen|a anfonwyd ymlaen))\s*[-_\s]{2,}|begin forwarded message\s?:|dechrau'r neges a anfonwyd ymlaen\s?:)$/i;

export const isForwardMark = (line: string): boolean => FORWARDED.test(line.trim());

/** Labels of the block that Outlook puts over a quoted mail: en, cy, de, fr, es/pt, it, nl, sv/da/no. */
const FROM = /^\*?(?:from|oddi wrth|gan|von|de|da|van|från|fra)\s?:\s?\*?\s*\S/i;
const FIELD =
  /^\*?(?:sent|date|to|cc|subject|anfonwyd|dyddiad|at|copi|pwnc|testun|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|data|para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|sendt|till|til|ämne|emne|reply-to|importance)\s?:\s?\*?/i;
/** Judgement: five labels, blank lines between them where HTML had paragraphs, and long lists of addressees. */
const MAX_BLOCK_LINES = 16;

/** A web form writes labels of its own under the same ones; what follows is a person's new text. */
const FORM_FIELD =
  /^\*?(?:message|enquiry|your (?:message|request|enquiry)|comments?|details|telephone|phone|postcode|address)\s?:/i;

/** Whether a block as Outlook writes it starts at `at`: a From line and two other labels, before any other text. */
export function isHeaderBlock(lines: Lines, at: number): boolean {
  const first = (lines[at] ?? '').trim();
  if (!FROM.test(first) && !FIELD.test(first)) return false;
  let from = 0;
  let fields = 0;
  let others = 0;
  for (let i = at; i < Math.min(lines.length, at + MAX_BLOCK_LINES) && others <= 3; i += 1) {
    const line = (lines[i] ?? '').trim();
    if (FORM_FIELD.test(line)) return false;
    if (FROM.test(line)) from += 1;
    else if (FIELD.test(line)) fields += 1;
    else if (line !== '') others += from > 0 && fields > 1 ? 4 : 1;
  }
  return from > 0 && fields > 1;
}

/** Subjects that mail programs give to forwarded mail: en, de, fr, es/pt, cy. "RE: FW:" answers one and is a reply. */
export const isForwardSubject = (subject: string): boolean => /^\s*(?:fwd?|wg|tr|rv|enc|yml)\s?:/i.test(subject);

/** What people write over a forwarded mail, or over a reply with their answers between its lines. */
const POINTS_BELOW =
  /\b(?:(?:please )?(?:see|find|read|refer to)\b[^.?!]{0,60}\b(?:below|beneath|underneath|attached|inline|in[- ]line|in red|in blue|in bold)|(?:request|e-?mail|message|enquiry|query|answers?|repl(?:y|ies)|comments?|responses?)\s(?:is |are )?(?:below|beneath|inline|in[- ]line|in red|in blue|in bold)|below (?:is|are|request|e-?mail|message)|fyi|for your (?:attention|information|action)|forward(?:ed|ing)|pass(?:ed|ing) (?:this |it )?(?:on|to)|we (?:have )?received|(?:has been|was) submitted|web ?form|new (?:request|enquiry|message|submission)|(?:received|sent) (?:the|this|to us)|gweler isod)\b/i;

export const pointsBelow = (text: string): boolean => POINTS_BELOW.test(text);
