// What kind of mail each one is, by the rules, and whether its sender may get a receipt.
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import type { Opine } from '../learn/opinion.ts';
import type { Mail } from '../mail/parse.ts';
import type { Register } from '../register/database.ts';
import type { ReceiptDecision, Worked } from '../register/entry.ts';
import { lettersInForce } from './letters-in-force.ts';
import type { Placed } from './place.ts';
import type { Reader } from './reader.ts';
import { asReturned, withoutOurs } from './returned.ts';
import { textOf } from './text-of.ts';

/** The check list of src/acknowledge, given in by the worker: it stands after the pipeline in the order of imports. */
export type MayAnswer = (
  mail: Mail,
  classification: Classification,
  context: {
    authority: Authority;
    envelopeFrom: string | null;
    junk: boolean;
    receivedAt: Date;
    goLiveAt: Date | null;
  },
) => ReceiptDecision;

/** The second opinion by what was learned last; null: none is asked for. */
export type AskSecond = (() => Promise<Opine>) | null;

export async function judge(
  placed: Placed,
  desk: { db: Register; reader: Reader; authority: Authority; mayAnswer: MayAnswer; second: AskSecond },
): Promise<Worked> {
  const { waiting } = placed;
  if (placed.place === 'unparsable') return { waiting, outcome: 'unparsable', because: placed.because };
  const { mail, machine } = placed.look;
  if (placed.place === 'copy') return { waiting, outcome: 'again', mail, of: placed.of };
  const letter = await lettersInForce(desk.db, desk.reader, desk.authority);
  const read = withoutOurs(placed.look, waiting.bytes, { authority: desk.authority, letter });
  const receivedOn = receivedOnOf(waiting.receivedAt, desk.authority.timeZone);
  const text = textOf(read.look, { threaded: placed.thread !== null, receivedOn, junk: waiting.junk });
  const judged = await desk.reader.classify(text);
  if (judged.state === 'failed') {
    return { waiting, outcome: 'unclassified', mail, text, thread: placed.thread, because: judged.because };
  }
  const classification = asReturned(judged.classification, read);
  return {
    waiting,
    outcome: 'classified',
    mail: read.look.mail,
    text,
    classification,
    secondOpinions: desk.second === null ? [] : (await desk.second())(text, classification),
    thread: placed.thread,
    // The check list sees the mail as it came: a letter of ours in it is a reason of its own to send none.
    receipt: desk.mayAnswer(mail, classification, { ...waiting, authority: desk.authority }),
    unsure: machine && !machine.sure ? machine.because : null,
  };
}
