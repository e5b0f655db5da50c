// What is made of one mail file, by the same steps as in the register but without one.
import { mayAnswer } from '../acknowledge/may-answer.ts';
import type { Authority } from '../authority.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import type { DiskReader } from '../intake/reader-from-disk.ts';
import { textOf } from '../intake/text-of.ts';
import type { FileMail } from '../mail/mbox.ts';
import { receivedAtOf } from '../mail/received.ts';
import { answersUs } from './answers-us.ts';
import type { Classified } from './classified.ts';

/** Never rejects for any bytes: what cannot be read in time or memory is `unparsable`. */
export async function classifyOne(
  { file, bytes, fileTime }: FileMail & { fileTime: Date },
  reader: DiskReader,
  authority: Authority,
): Promise<Classified> {
  const receivedAt = receivedAtOf(bytes, fileTime);
  const look = await reader.look(bytes);
  if (look.state === 'unparsable') return { file, state: 'unparsable', because: look.because };
  const receivedOn = receivedOnOf(receivedAt, authority.timeZone);
  const judged = await reader.classify(textOf(look, { threaded: answersUs(look), receivedOn, junk: false }));
  if (judged.state === 'failed') return { file, state: 'unparsable', because: judged.because };
  const context = { authority, envelopeFrom: null, junk: false, receivedAt, goLiveAt: null };
  const receipt = mayAnswer(look.mail, judged.classification, context);
  return { file, state: 'classified', look, classification: judged.classification, receipt, receivedOn };
}
