// The mail to the duty address when a message may tell of danger: where to look, and nothing of what it says.
import type { Authority } from '../authority.ts';
import type { Letter } from './letter.ts';

/** Ids only: an alert may be read on a phone, so it repeats nothing of the mail. */
export function alertLetter(authority: Authority, messageId: string): Letter {
  const subject = `Read now: message ${messageId} may tell of danger to a person`;
  const text = [
    `A mail to ${authority.contact.team} may tell of danger to a person. It was not answered by machine.`,
    `Please read message ${messageId}, first in the queue, and decide who must be called.`,
  ].join('\n\n');
  const html = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${text
    .split('\n\n')
    .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
    .join('')}</body></html>\n`;
  return { subject, text, html };
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
