// What the rules get to see of a mail.
import type { Text } from '../classify/text.ts';
import type { Look } from './reader-thread.ts';

/** Rules read at most this much of the attachments' text: a request is in its first pages. Judgement. */
const MAX_ATTACHMENT_CHARACTERS = 64_000;

type Parsed = Extract<Look, { state: 'parsed' }>;

export function textOf(look: Parsed, about: { threaded: boolean; receivedOn: string; junk: boolean }): Text {
  const { mail } = look;
  return {
    subject: mail.subject,
    body: mail.body,
    segments: mail.segments,
    attachmentText: mail.attachments
      .map(({ text }) => text ?? '')
      .join('\n')
      .slice(0, MAX_ATTACHMENT_CHARACTERS),
    from: mail.from[0] ?? null,
    platform: look.platform,
    machine: look.machine,
    ...about,
  };
}
