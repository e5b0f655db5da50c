// Mail files as the rules see them, for commands that work on rules and touch no database.
import type { Text } from '../classify/text.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { readConfig } from '../config.ts';
import { readerFromDisk } from '../intake/reader-from-disk.ts';
import { textOf } from '../intake/text-of.ts';
import { receivedAtOf } from '../mail/received.ts';
import { answersUs } from './answers-us.ts';
import { mailFiles } from './mail-files.ts';

/** A mail of a file; `because` says why one could not be read. */
export type FileText = { readonly file: string } & ({ readonly text: Text } | { readonly because: string });

/** The mails that paths name, in order. @throws PermanentError that names the path. */
export async function* textsOf(paths: readonly string[]): AsyncGenerator<FileText> {
  const config = readConfig();
  const reader = readerFromDisk(config, config.authority, 1);
  try {
    for await (const { file, bytes, fileTime } of mailFiles(paths)) {
      const look = await reader.look(bytes);
      if (look.state === 'unparsable') yield { file, because: look.because };
      else {
        const receivedOn = receivedOnOf(receivedAtOf(bytes, fileTime), config.authority.timeZone);
        yield { file, text: textOf(look, { threaded: answersUs(look), receivedOn, junk: false }) };
      }
    }
  } finally {
    await reader.close();
  }
}
