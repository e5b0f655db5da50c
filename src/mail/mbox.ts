// Mails in files: one .eml, a folder of them, a Maildir, an mbox file; one at a time, in a fixed order.
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { mboxReader } from 'mbox-reader';
import { PermanentError, reasonOf } from '../errors.ts';

export interface FileMail {
  /** The path as given or found below it; for a mail of an mbox file with its number: `old.mbox#3`. */
  readonly file: string;
  readonly bytes: Buffer;
}

/** In a folder only these are read; a file that is named itself may be called anything. */
const MAIL_EXTENSIONS = ['.eml', '.mbox', '.mbx'];
/** The first line of an mbox file: RFC 4155 appendix A. */
const MBOX_START = 'From ';

/**
 * Every mail at a path. Folders are walked in order of name (code units), a Maildir's new/ and cur/ by file name. At
 * most one mail is in memory. An mbox file gives LF line ends whatever it held, and is told by its first line.
 * @throws PermanentError that names the path when it, or something below it, cannot be read.
 */
export async function* mailsOf(path: string): AsyncGenerator<FileMail, void, undefined> {
  const info = await named(path, stat(path));
  if (info.isDirectory()) yield* mailsInFolder(path);
  else yield* mailsInFile(path);
}

async function* mailsInFolder(path: string): AsyncGenerator<FileMail, void, undefined> {
  const entries = (await named(path, readdir(path, { withFileTypes: true }))).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  const isMaildir = ['cur', 'new', 'tmp'].every((name) =>
    entries.some((one) => one.name === name && one.isDirectory()),
  );
  for (const entry of entries) {
    const inside = join(path, entry.name);
    if (isMaildir && entry.isDirectory() && (entry.name === 'new' || entry.name === 'cur'))
      yield* mailsInMaildir(inside);
    else if (isMaildir && entry.name === 'tmp')
      continue; // a mail there is still being written
    else if (entry.isDirectory()) yield* mailsInFolder(inside);
    else if (MAIL_EXTENSIONS.includes(extname(entry.name).toLowerCase())) yield* mailsOf(inside);
  }
}

async function* mailsInMaildir(path: string): AsyncGenerator<FileMail, void, undefined> {
  for (const name of (await named(path, readdir(path))).toSorted()) {
    if (!name.startsWith('.')) yield await oneMail(join(path, name));
  }
}

async function* mailsInFile(path: string): AsyncGenerator<FileMail, void, undefined> {
  if ((await startOf(path)) !== MBOX_START) return yield await oneMail(path);
  const input = createReadStream(path);
  let number = 0;
  try {
    for await (const { content } of mboxReader(input)) {
      number += 1;
      yield { file: `${path}#${number}`, bytes: content };
    }
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    input.destroy();
  }
}

const oneMail = async (file: string): Promise<FileMail> => ({ file, bytes: await named(file, readFile(file)) });

async function startOf(path: string): Promise<string> {
  const file = await named(path, open(path));
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MBOX_START.length), 0, MBOX_START.length, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function named<Value>(path: string, reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): PermanentError {
  return new PermanentError(`${path}: cannot be read (${reasonOf(cause)})`, { cause });
}
