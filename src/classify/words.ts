// Splits a field into words that keep their place, and normalises each as rules compare them.

/** A word of a field. `start` and `end` are UTF-16 offsets into the field as officers see it. */
export interface Word {
  readonly text: string; // normalised: NFKC, lower case, plain apostrophe, no possessive
  readonly start: number;
  readonly end: number;
  readonly opens: boolean; // no phrase runs from the word before into this one
}

/** Letters, marks and digits (a soft hyphen inside does not split), with inner apostrophes. Hyphens split: "follow-up" is "follow up". */
const WORD = /[\p{L}\p{M}\p{N}\u00AD]+(?:['’‘ʼ＇][\p{L}\p{M}\u00AD]+)*/gu;
/** The same in a text that has no other letters: looked for in two thirds of the time, and most texts have none. */
const PLAIN_WORD = /[A-Za-z0-9]+(?:['’‘][A-Za-z]+)*/g;
const OTHER_LETTERS = /[^ -~\s‘’“”–—£•…]/;
/** `s12` is `s.12`: the letters of a provision and its number are two words. */
const PROVISION = /^(ss?|reg|art)\d/i;
/** `e-mail` is `email`. */
const MAIL_AFTER_E = /^mail(?:s|ed|ing)?$/;
const HYPHENS = '-‐‑';

/** A sentence or paragraph ends in the gap: `?`, `!`, a blank line, or a full stop before a capital. */
const ENDS_SENTENCE = /[?!]|\n[ \t]*\n/;

/** Plural acronyms lose their s by their capitals (FOIs, GPs, IDs), before the case is gone. */
const PLURAL_ACRONYM = /^\p{Lu}{2,}s$/u;

/** Most words are as they stand. */
const IS_PLAIN = /^[a-z]+$/;

/** One word as rules compare it; the contraction n't loses its apostrophe because people leave it out. */
function normalise(written: string): string {
  if (IS_PLAIN.test(written)) return written;
  const plain = PLURAL_ACRONYM.test(written) ? written.slice(0, -1) : written;
  if (/^[a-zA-Z0-9]+$/.test(plain)) return plain.toLowerCase();
  const word = plain
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\u00AD/g, '')
    .replace(/[’‘ʼ]/g, "'");
  return word.replace(/'s$/, '').replace(/n't$/, 'nt');
}

/** The words of `text` from `start` to `end` (offsets into `text`, also those of the words). Linear in the length. */
export function words(text: string, start = 0, end = text.length): Word[] {
  const found: Word[] = [];
  const scan = new RegExp(OTHER_LETTERS.test(text.slice(start, end)) ? WORD : PLAIN_WORD);
  scan.lastIndex = start;
  for (let hit = scan.exec(text); hit !== null && hit.index < end; hit = scan.exec(text)) {
    const written = text.slice(hit.index, Math.min(scan.lastIndex, end));
    const letters = IS_PLAIN.test(written) ? undefined : PROVISION.exec(written)?.[1];
    if (letters === undefined) add(found, text, written, hit.index);
    else {
      add(found, text, letters, hit.index);
      add(found, text, written.slice(letters.length), hit.index + letters.length);
    }
  }
  return found;
}

function add(found: Word[], text: string, written: string, start: number): void {
  const normal = normalise(written);
  if (normal === '') return;
  const end = start + written.length;
  const before = found.at(-1);
  if (
    before?.text === 'e' &&
    before.end === start - 1 &&
    HYPHENS.includes(text.charAt(before.end)) &&
    MAIL_AFTER_E.test(normal)
  ) {
    found[found.length - 1] = { ...before, text: `e${normal}`, end };
    return;
  }
  found.push({ text: normal, start, end, opens: before === undefined || breaks(text, before.end, start) });
}

/** Whether the gap between two words ends a sentence. Gaps longer than 200 characters (rules, tables) always do. Judgement. */
function breaks(text: string, from: number, to: number): boolean {
  if (to - from < 2) return to > from && '?!'.includes(text.charAt(from));
  if (to - from > 200) return true;
  const gap = text.slice(from, to);
  return ENDS_SENTENCE.test(gap) || (/\.\s/.test(gap) && /^\p{Lu}/u.test(text.slice(to, to + 2)));
}
