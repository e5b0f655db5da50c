// The sentences of our letters as they lie in a rules folder, for commands that touch no database.
import type { Authority } from '../authority.ts';
import { readRuleFiles } from '../classify/load.ts';
import { type OurLetter, ourLetter } from '../intake/our-letter.ts';

/** @throws when the folder cannot be read. */
export const lettersOnDisk = async (rulesDir: string, authority: Authority): Promise<OurLetter> =>
  ourLetter((await readRuleFiles(rulesDir)).files, authority);
