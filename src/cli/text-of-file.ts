// One mail as the rules see it, from a file or from the register, for `rules try`.
import type { Text } from '../classify/text.ts';
import type { Config } from '../config.ts';
import { PermanentError } from '../errors.ts';
import type { Register } from '../register/database.ts';
import { storedMail } from '../register/stored-mail.ts';
import { storedTexts } from '../register/stored-text.ts';
import { textsOf } from './texts-of.ts';
import { UsageError } from './usage.ts';

/** A mail, and what is to be said of how it was read. */
export interface TriedMail {
  readonly text: Text;
  readonly onlyOurs: string | null;
}

/** @throws PermanentError when there is no mail at the path or it cannot be read. */
export async function textOfFile(file: string, config: Config): Promise<TriedMail> {
  for await (const found of textsOf([file], config)) {
    if ('text' in found) return found;
    throw new PermanentError(`${file}: ${found.because}`);
  }
  throw new PermanentError(`${file}: there is no mail in it`);
}

/** As intake read it. @throws UsageError for what is no number, PermanentError for one that the rules never saw. */
export async function textOfMessage(db: Register, number: string): Promise<TriedMail> {
  // PostgreSQL's bigint holds any number of eighteen digits.
  if (!/^\d{1,18}$/.test(number))
    throw new UsageError(`--message ${number}: write the number of a mail, as \`clerk register list\` shows it`);
  for await (const [found] of storedTexts(db, { id: number })) if (found) return { text: found.text, onlyOurs: null };
  const mail = await storedMail(db, number);
  if (mail === null) throw new PermanentError(`there is no message ${number}: \`clerk register list\` shows them`);
  throw new PermanentError(`message ${number} was not read by the rules: ${whyNot(mail)}`);
}

function whyNot({ state, again_of, parked_because }: NonNullable<Awaited<ReturnType<typeof storedMail>>>): string {
  if (again_of !== null) return `it is a copy of message ${again_of}`;
  if (state === 'stored') return 'it still waits for intake';
  return parked_because ?? 'its words are kept no longer';
}
