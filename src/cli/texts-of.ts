// Mail files as the rules see them, for commands that work on rules: as intake reads them, what we wrote ourselves left out.
import type { Text } from '../classify/text.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { type Config, readConfig } from '../config.ts';
import { readerFromDisk } from '../intake/reader-from-disk.ts';
import { withoutOurs } from '../intake/returned.ts';
import { textOf } from '../intake/text-of.ts';
import { receivedAtOf } from '../mail/received.ts';
import { answersUs } from './answers-us.ts';
import { lettersOnDisk } from './letters-on-disk.ts';
import { mailFiles } from './mail-files.ts';

/** A mail of a file; `because` says why one could not be read. `onlyOurs`: how a letter of ours came back in it, and nothing else. */
export type FileText = { readonly file: string } & (
  | { readonly text: Text; readonly onlyOurs: string | null }
  | { readonly because: string }
);

/** The mails that paths name, in order. @throws PermanentError that names the path. */
export async function* textsOf(paths: readonly string[], config: Config = readConfig()): AsyncGenerator<FileText> {
  const { authority } = config;
  const reader = readerFromDisk(config, authority, 1);
  try {
    const letter = await lettersOnDisk(config.rulesDir, authority);
    for await (const { file, bytes, fileTime } of mailFiles(paths)) {
      const look = await reader.look(bytes);
      if (look.state === 'unparsable') {
        yield { file, because: look.because };
        continue;
      }
      const receivedOn = receivedOnOf(receivedAtOf(bytes, fileTime), authority.timeZone);
      const read = withoutOurs(look, bytes, { authority, letter });
      const text = textOf(read.look, { threaded: answersUs(look), receivedOn, junk: false });
      yield { file, text, onlyOurs: read.onlyOurs };
    }
  } finally {
    await reader.close();
  }
}
