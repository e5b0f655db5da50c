// The sentences of our letters as the newest rule set has them, read once for each set.
import type { Authority } from '../authority.ts';
import type { Register } from '../register/database.ts';
import { newest } from '../register/rule-set.ts';
import { type OurLetter, ourLetter } from './our-letter.ts';
import type { Reader } from './reader.ts';

/** Of each register the last that were asked for: a set has megabytes, and all mails of a batch ask at once. */
const known = new WeakMap<Register, { version: string; authority: Authority; letter: Promise<OurLetter> }>();

/** @returns no sentence before the first set is published. @throws when the register is out of reach. */
export function lettersInForce(db: Register, { version }: Reader, authority: Authority): Promise<OurLetter> {
  const before = known.get(db);
  if (before?.version === version && before.authority === authority) return before.letter;
  const letter = newest(db).then((rules) => {
    if (rules === null) known.delete(db);
    return ourLetter(rules?.files ?? [], authority);
  });
  letter.catch(() => known.delete(db));
  known.set(db, { version, authority, letter });
  return letter;
}
