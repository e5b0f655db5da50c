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
      yield { ...mail, fileTime: await timeOf(mail.file) };
    }
  }
}

/** Of a mail `old.mbox#3` the time of old.mbox, unless a file has that very name; now, when it has gone meanwhile. */
async function timeOf(file: string): Promise<Date> {
  for (const path of [file, file.replace(/#\d+$/, '')]) {
    const found = await stat(path).catch(() => null);
    if (found) return found.mtime;
  }
  return new Date();
}
