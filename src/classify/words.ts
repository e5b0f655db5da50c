// Splits a field into words that keep their place, and normalises each as rules compare them.

/** A word of a field. `start` and `end` are UTF-16 offsets into the field as officers see it. */
export interface Word {
  readonly text: string; // normalised: NFKC, lower case, plain apostrophe, no possessive
  readonly start: number;
  readonly end: number;
  readonly opens: boolean; // no phrase runs from the word before into this one
}

/**
 * Letters, marks and digits (a soft hyphen inside does not split), with inner apostrophes; `e-mail` is one word, other
 * hyphens split, so that "follow-up" and "follow up" are the same two words. `s12` splits into `s` and `12` like `s.12`.
 */
const WORD =
  /(?<![\p{L}\p{N}])e[-‐‑](?=mail)mail(?:s|ed|ing)?(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:ss?|reg|art)(?=\d)|[\p{L}\p{M}\p{N}\u00AD]+(?:['’‘ʼ＇][\p{L}\p{M}\u00AD]+)*/giu;

/** A sentence or paragraph ends in the gap: `?`, `!`, a blank line, or a full stop before a capital. */
const ENDS_SENTENCE = /[?!]|\n[ \t]*\n/;

/** Plural acronyms lose their s by their capitals (FOIs, GPs, IDs), before the case is gone. */
const PLURAL_ACRONYM = /^\p{Lu}{2,}s$/u;

/** One word as rules compare it; the contraction n't loses its apostrophe because people leave it out. */
export function normalise(written: string): string {
  const plain = PLURAL_ACRONYM.test(written) ? written.slice(0, -1) : written;
  if (/^[a-zA-Z0-9]+$/.test(plain)) return plain.toLowerCase();
  const word = plain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u00AD/g, '')
    .replace(/[’‘ʼ]/g, "'");
  return word
    .replace(/'s$/, '')
    .replace(/n't$/, 'nt')
    .replace(/^e[-‐‑]mail/, 'email');
}

/** The words of `text` from `start` to `end` (offsets into `text`, also those of the words). Linear in the length. */
export function words(text: string, start = 0, end = text.length): Word[] {
  const found: Word[] = [];
  const scan = new RegExp(WORD);
  scan.lastIndex = start;
  let previousEnd = start;
  for (let hit = scan.exec(text); hit !== null && hit.index < end; hit = scan.exec(text)) {
    const last = Math.min(hit.index + hit[0].length, end);
    const written = text.slice(hit.index, last);
    const normal = normalise(written);
    if (normal === '') continue;
    const opens = found.length === 0 || breaks(text, previousEnd, hit.index);
    found.push({ text: normal, start: hit.index, end: last, opens });
    previousEnd = last;
  }
  return found;
}

/** Whether the gap between two words ends a sentence. Gaps longer than 200 characters (rules, tables) always do. Judgement. */
function breaks(text: string, from: number, to: number): boolean {
  if (to - from < 2) return to > from && /[?!]/.test(text.slice(from, to));
  if (to - from > 200) return true;
  const gap = text.slice(from, to);
  return ENDS_SENTENCE.test(gap) || (/\.\s/.test(gap) && /^\p{Lu}/u.test(text.slice(to, to + 2)));
}
