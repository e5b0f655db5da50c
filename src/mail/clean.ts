// Cleans each kind of text field that a mail brings in: nothing invisible, nothing that could break a header, a path or a page.

/** RFC 5322 section 2.1.1: no line is longer than 998 characters; the same limit serves any one-line field. */
const MAX_LINE_CHARACTERS = 998;
/** ext4, NTFS and APFS take 255 bytes. Judgement: 120 characters can be read in a list and leave room for UTF-8. */
const MAX_FILE_NAME_CHARACTERS = 120;

/**
 * What browsers read the bytes 0x80 to 0x9F of "iso-8859-1" as (WHATWG Encoding Standard, windows-1252): mails that
 * declare Latin-1 hold Windows quotes and dashes there. `?` marks the five that windows-1252 leaves undefined.
 */
const WINDOWS_1252 = '€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ';

/** Anything but printable ASCII, newline and the common letters: most fields have none, and skip the slow patterns. */
const UNUSUAL = /[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u024f\u2010-\u2027\u20ac]/;
const COMBINING = /[\u0300-\u036f\u0500-\u200f\u2028-\u20ab\u20ad-\u{10ffff}]/u;
/**
 * Characters that do not show: bidirectional controls reorder what is read (CVE-2021-42574); zero-width ones, soft
 * hyphens and tags split the words that a rule looks for. Unicode Standard, section 5.21 (default ignorable), U+FFF9–FFFB.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/gu;
const CONTROL = /\p{Cc}/gu;

function withoutHidden(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  return text
    .toWellFormed()
    .replace(CONTROL, (character) => {
      if (character === '\n' || character === '\t') return character;
      const meant = WINDOWS_1252[character.charCodeAt(0) - 0x80] ?? '?';
      return meant === '?' ? '' : meant;
    })
    .replace(/[\u00a0\u2007\u202f]/g, ' ')
    .replace(INVISIBLE, '');
}

const composed = (text: string): string => (COMBINING.test(text) ? text.normalize('NFC') : text);

/** `text` cut to `max` UTF-16 units, never through the middle of a character. */
export function cutTo(text: string, max: number): string {
  if (text.length <= max) return text;
  const last = text.charCodeAt(max - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max);
}

/** A field of one line (subject, name, header value): line ends and tabs become one space, hidden characters go. */
export function oneLine(text: string, max = MAX_LINE_CHARACTERS): string {
  const bounded = text.length > max * 4 ? cutTo(text, max * 4) : text;
  const line = withoutHidden(bounded.replace(/[\r\n\t\v\f\u0085\u2028\u2029]+/g, ' '));
  return cutTo(composed(line.replace(/ {2,}/g, ' ').trim()), max);
}

/** A text of many lines: line ends become `\n`, hidden characters go; tabs stay. */
export function manyLines(text: string): string {
  return composed(withoutHidden(text.replace(/\r\n?|[\v\f\u2028\u2029]/g, '\n')));
}

/** Every Message-ID in a header value, in order; anything that is not `<left@right>` in printable ASCII is left out. */
export function messageIds(value: string): string[] {
  const found = value.match(/<[\x21-\x3b\x3d\x3f-\x7e]+>/g) ?? [];
  return found.filter((id) => id.length <= MAX_LINE_CHARACTERS && /^<[^@]+@[^@]+>$/.test(id));
}

/** A file name to show and to offer for saving: no path, no hidden character, no leading dot, at most 120 characters. */
export function fileName(text: string): string {
  const line = oneLine(text, 1024)
    .replace(/[\\/:*?"<>|]+/g, '_')
    .replace(/\.{2,}/g, '.')
    .replace(/^[. _]+|[. ]+$/g, '');
  if (line === '') return 'attachment';
  if (line.length <= MAX_FILE_NAME_CHARACTERS) return line;
  const extension = /\.[A-Za-z0-9]{1,10}$/.exec(line)?.[0] ?? '';
  return cutTo(line, MAX_FILE_NAME_CHARACTERS - extension.length) + extension;
}
