// One mail file as the rules see it, for `rules try`.
import type { Text } from '../classify/text.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { readConfig } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { readerFromDisk } from '../intake/reader-from-disk.ts';
import { textOf } from '../intake/text-of.ts';
import { receivedAtOf } from '../mail/received.ts';
import { answersUs } from './answers-us.ts';
import { mailFiles } from './mail-files.ts';

/** @throws PermanentError when there is no mail at the path or it cannot be read. */
export async function textOfFile(file: string): Promise<Text> {
  const config = readConfig();
  for await (const { bytes, fileTime } of mailFiles([file])) {
    const reader = readerFromDisk(config, config.authority, 1);
    try {
      const look = await reader.look(bytes);
      if (look.state === 'unparsable') throw new PermanentError(`${file}: ${look.because}`);
      const receivedOn = receivedOnOf(receivedAtOf(bytes, fileTime), config.authority.timeZone);
      return textOf(look, { threaded: answersUs(look), receivedOn, junk: false });
    } finally {
      await reader.close();
    }
  }
  throw new PermanentError(`${file}: there is no mail in it`);
}
