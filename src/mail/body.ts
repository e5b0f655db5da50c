// Puts the text parts of a mail together in the order in which a mail program shows them.
import { textOfHtml } from './html.ts';
import type { Part } from './mime.ts';

/**
 * Judgement: a plain alternative of less than this that is less than a third of the HTML's text is a stand-in
 * ("your program cannot show this message"), and the HTML holds what the person wrote.
 */
const STAND_IN_CHARACTERS = 300;

const leaves = (part: Part): Part[] => [part, ...part.children.flatMap(leaves)];

function textOfAlternative(part: Part): string {
  const inside = leaves(part).filter((leaf) => leaf.text !== null);
  const plain = inside
    .filter((leaf) => leaf.type !== 'text/html')
    .map((leaf) => leaf.text ?? '')
    .join('\n')
    .trimEnd();
  const html = inside.filter((leaf) => leaf.type === 'text/html');
  if (html.length === 0 || plain.length >= STAND_IN_CHARACTERS) return plain;
  const shown = html.map((leaf) => textOfHtml(leaf.text ?? '')).join('\n');
  return plain.trim() === '' || shown.length > plain.length * 3 ? shown : plain;
}

/** The text of a part and what is in it: of alternatives the plain one, else HTML turned to text. Not cleaned yet. */
export function textOf(part: Part): string {
  if (part.type === 'multipart/alternative') return textOfAlternative(part);
  if (part.text !== null) return part.type === 'text/html' ? textOfHtml(part.text) : part.text;
  return part.children
    .map(textOf)
    .filter((text) => text.trim() !== '')
    .join('\n');
}

/** The content types of a part and all that is in it, in order. */
export const typesOf = (part: Part): string[] => leaves(part).map((leaf) => leaf.type);
