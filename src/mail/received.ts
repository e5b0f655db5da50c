// When and how a mail came in, by its own trace headers: for mails that no server's clock speaks for.
import { mailDate } from './mail-date.ts';

/** Header blocks above this are not read further: the limit of the MIME parser (1 MiB). */
const MAX_HEADER_BYTES = 1024 * 1024;

/** The instant of the topmost Received header that has one (RFC 5321 section 4.4: after the last semicolon), or null. */
export function topmostReceived(values: readonly string[]): Date | null {
  for (const value of values) {
    const at = mailDate(value.slice(value.lastIndexOf(';') + 1));
    if (at !== null) return at;
  }
  return null;
}

/** The header block of a mail as Latin-1 text, line ends `\n`, folded lines joined. */
export function headerBlock(bytes: Buffer): string {
  const text = bytes.toString('latin1', 0, Math.min(bytes.length, MAX_HEADER_BYTES)).replace(/\r\n?/g, '\n');
  const end = text.indexOf('\n\n', /\S/.exec(text)?.index ?? 0);
  return (end < 0 ? text : text.slice(0, end)).replace(/\n[ \t]+/g, ' ');
}

/** Every value of header `name` in a block from `headerBlock`, in order of appearance. */
export function headerValues(block: string, name: string): string[] {
  const wanted = `${name.toLowerCase()}:`;
  const lines = block.split('\n').filter((line) => line.slice(0, wanted.length).toLowerCase() === wanted);
  return lines.map((line) => line.slice(wanted.length).trim());
}

/** When a mail in a file was received: the topmost valid Received, else Date, else `fallback` (the file's time). */
export function receivedAtOf(bytes: Buffer, fallback: Date): Date {
  const block = headerBlock(bytes);
  return topmostReceived(headerValues(block, 'received')) ?? mailDate(headerValues(block, 'date')[0] ?? '') ?? fallback;
}
