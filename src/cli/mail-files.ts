// The mails that paths on the command line name, with the time of the file each came from.
import { stat } from 'node:fs/promises';
import { type FileMail, mailsOf } from '../mail/mbox.ts';

/** In the order given; `-` is one mail on standard input. @throws PermanentError that names the path. */
export async function* mailFiles(paths: readonly string[]): AsyncGenerator<FileMail & { fileTime: Date }> {
  for (const path of paths) {
    if (path === '-') {
      const pieces: Buffer[] = [];
      for await (const piece of process.stdin) pieces.push(Buffer.from(piece));
      yield { file: '-', bytes: Buffer.concat(pieces), fileTime: new Date() };
      continue;
    }
    for await (const mail of mailsOf(path)) {
      const { mtime } = await stat(mail.file.replace(/#\d+$/, '')).catch(() => ({ mtime: new Date() }));
      yield { ...mail, fileTime: mtime };
    }
  }
}
