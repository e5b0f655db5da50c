// What is made of one mail file, by the same steps as in the register but without one.
import { mayAnswer } from '../acknowledge/may-answer.ts';
import type { Authority } from '../authority.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import type { OurLetter } from '../intake/our-letter.ts';
import type { DiskReader } from '../intake/reader-from-disk.ts';
import { asReturned, withoutOurs } from '../intake/returned.ts';
import { textOf } from '../intake/text-of.ts';
import type { FileMail } from '../mail/mbox.ts';
import { receivedAtOf } from '../mail/received.ts';
import { answersUs } from './answers-us.ts';
import type { Classified } from './classified.ts';

/** Never rejects for any bytes: what cannot be read in time or memory is `unparsable`. */
export async function classifyOne(
  { file, bytes, fileTime }: FileMail & { fileTime: Date },
  reader: DiskReader,
  { authority, letter }: { readonly authority: Authority; readonly letter: OurLetter },
): Promise<Classified> {
  const receivedAt = receivedAtOf(bytes, fileTime);
  const look = await reader.look(bytes);
  if (look.state === 'unparsable') return { file, state: 'unparsable', because: look.because };
  const receivedOn = receivedOnOf(receivedAt, authority.timeZone);
  const read = withoutOurs(look, bytes, { authority, letter });
  const judged = await reader.classify(textOf(read.look, { threaded: answersUs(look), receivedOn, junk: false }));
  if (judged.state === 'failed') return { file, state: 'unparsable', because: judged.because };
  const context = { authority, envelopeFrom: null, junk: false, receivedAt, goLiveAt: null };
  const classification = asReturned(judged.classification, read);
  const receipt = mayAnswer(look.mail, classification, context);
  return { file, state: 'classified', look: read.look, classification, receipt, receivedOn };
}
