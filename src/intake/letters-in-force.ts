// The sentences of our letters as the newest rule set has them, read once for each reader.
import type { Authority } from '../authority.ts';
import type { Register } from '../register/database.ts';
import { newest } from '../register/rule-set.ts';
import { type OurLetter, ourLetter } from './our-letter.ts';
import type { Reader } from './reader.ts';

/** A reader lives as long as its rule set is in force, and so do the letters of that set. */
const known = new WeakMap<Reader, OurLetter>();

/** @returns no sentence before the first set is published. @throws when the register is out of reach. */
export async function lettersInForce(db: Register, reader: Reader, authority: Authority): Promise<OurLetter> {
  const before = known.get(reader);
  if (before) return before;
  const letter = ourLetter((await newest(db))?.files ?? [], authority);
  known.set(reader, letter);
  return letter;
}
