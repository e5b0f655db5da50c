// The mail to the duty address when a message may tell of danger, or a regulator writes: where to look, and nothing of what it says.
import type { Authority } from '../authority.ts';
import type { Alerted } from '../register/lately.ts';
import type { Letter } from './letter.ts';

const DANGER = {
  subject: (id: string) => `Read now: message ${id} may tell of danger to a person`,
  what: (team: string) => `A mail to ${team} may tell of danger to a person. It was not answered by machine.`,
  asked: (id: string) => `Please read message ${id}, first in the queue, and decide who must be called.`,
};
const REGULATOR = {
  subject: (id: string) => `Read now: message ${id} is from a regulator or tribunal`,
  what: (team: string) => `A regulator or tribunal wrote to ${team}. It was not answered by machine.`,
  asked: (id: string) => `Please read message ${id}: the deadline in it applies, whatever the register says.`,
};

/** Ids only: an alert may be read on a phone, so it repeats nothing of the mail. */
export function alertLetter(authority: Authority, alerted: Alerted): Letter {
  const { messageId, kinds } = alerted;
  const words = kinds.includes('regulator') && !kinds.includes('safeguarding') ? REGULATOR : DANGER;
  const subject = words.subject(messageId);
  const paragraphs = [
    words.what(authority.contact.team),
    words.asked(messageId),
    `To read it, on the computer that the bot runs on: npm run -s clerk -- register message ${messageId}`,
    ...others(alerted, authority.alertsPerHour),
  ];
  const html = `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head><body>${paragraphs
    .map((paragraph) => `<p>${escaped(paragraph)}</p>`)
    .join('')}</body></html>\n`;
  return { subject, text: paragraphs.join('\n\n'), html };
}

/** What has no alert of its own because there are too many: those before this one, and those that may follow it. */
function others({ more, inLastHour }: Alerted, perHour: number | null): string[] {
  const list = 'npm run -s clerk -- register list';
  const before = `${more} more such ${more === 1 ? 'mail has' : 'mails have'} come and had no alert: see ${list}`;
  const after = `This is the last of ${perHour} alerts in an hour. What comes now is counted in the next alert, up to an hour from now: until then look for it yourself: ${list}`;
  return [...(more > 0 ? [before] : []), ...(perHour !== null && inLastHour >= perHour ? [after] : [])];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
