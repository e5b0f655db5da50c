// Mails with what people decided of them, from files with their labels.
import { PermanentError } from '../errors.ts';
import type { DecidedMail } from '../register/decided-mail.ts';
import { nameOf, readLabels } from './labels.ts';
import { textsOf } from './texts-of.ts';

/** The mails that have a label, in the order of the paths. @throws PermanentError when none of them has one. */
export async function* labelledMails(paths: readonly string[], labelsFile: string): AsyncGenerator<DecidedMail> {
  const labels = await readLabels(labelsFile);
  let found = 0;
  for await (const mail of textsOf(paths)) {
    const decided = labels.get(nameOf(mail.file));
    if (decided === undefined || !('text' in mail)) continue;
    found += 1;
    yield { name: decided.mail, text: mail.text, decided };
  }
  if (found === 0)
    throw new PermanentError(
      `no mail in ${paths.join(', ')} has a label in ${labelsFile} — a label's id is the file's name`,
    );
}
