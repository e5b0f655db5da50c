// One mail file as the rules see it, for `rules try`.
import type { Text } from '../classify/text.ts';
import { PermanentError } from '../errors.ts';
import { textsOf } from './texts-of.ts';

/** @throws PermanentError when there is no mail at the path or it cannot be read. */
export async function textOfFile(file: string): Promise<Text> {
  for await (const found of textsOf([file])) {
    if ('text' in found) return found.text;
    throw new PermanentError(`${file}: ${found.because}`);
  }
  throw new PermanentError(`${file}: there is no mail in it`);
}
