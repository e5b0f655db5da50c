// What came with a mail: files, mails that a person attached to forward them, and mails that a mail system returned.
import { textOf } from './body.ts';
import { fileName, manyLines, messageIds, oneLine } from './clean.ts';
import { cleanedHeaders, rawHeadersOf } from './header-fields.ts';
import { type File, mime } from './mime.ts';
import { headerBlock, headerValues } from './received.ts';

/** Judgement: a mail in a mail in a mail is as deep as people forward. */
const MAX_ATTACHED_DEPTH = 3;
/** Judgement: a bounce concerns one mail; a digest of bounces a few dozen. */
const MAX_IDS = 100;
/** Mail servers that return a mail in the text write its header lines there, sometimes quoted. */
const QUOTED_MESSAGE_ID = /^[> \t]*message-id:[ \t]*(<[^\s<>]{3,998}>)/gim;

/** Starts an attached mail in the body: quoted.ts knows it, what follows was sent to us for the first time. */
const ATTACHED_MAIL = '---------- Attached message ----------';

const isMessage = (file: File): boolean => /^message\/(?:rfc822|global)$/.test(file.type);

/** An attached mail: its text under a line that says so, and its Message-ID. */
export interface Attached {
  readonly text: string;
  readonly ids: readonly string[];
}

/** The words and Message-IDs of a mail that came as a file; null when it cannot be taken apart. */
async function attachedOf(file: File, depth: number): Promise<Attached | null> {
  if (file.content === null || depth >= MAX_ATTACHED_DEPTH) return null;
  try {
    const inner = await mime(file.content);
    const headers = cleanedHeaders(rawHeadersOf(inner.lines));
    const deeper = await attachedMails(inner.files, depth + 1);
    const line = (name: string): string => `${name}: ${(headers.get(name.toLowerCase()) ?? []).join(', ')}`;
    const head = [ATTACHED_MAIL, line('From'), line('Date'), `Subject: ${oneLine(inner.subject)}`, '', ''].join('\n');
    return {
      text: [head + textOf(inner.root), ...deeper.map((mail) => mail.text)].join('\n\n'),
      ids: [...messageIds(headers.get('message-id')?.[0] ?? ''), ...deeper.flatMap((mail) => mail.ids)],
    };
  } catch {
    return null; // It stays a file of the mail, listed with its name and size.
  }
}

/** The mails among the files of a mail, and those attached to them, in order. */
export async function attachedMails(files: readonly File[], depth = 0): Promise<Attached[]> {
  const found: Attached[] = [];
  for (const file of files.filter(isMessage)) {
    const attached = await attachedOf(file, depth);
    if (attached !== null) found.push(attached);
  }
  return found;
}

/** Message-IDs of the mail that a bounce returns or quotes, and of attached mails. */
export function originalIdsOf(files: readonly File[], attached: readonly Attached[], body: string): string[] {
  const returned = files.filter((file) => file.type === 'text/rfc822-headers').map((file) => file.content);
  const blocks = returned.filter((content) => content !== null).map(headerBlock);
  const ids = [
    ...attached.flatMap((mail) => mail.ids),
    ...blocks.flatMap((block) => headerValues(block, 'message-id')).flatMap(messageIds),
    ...[...body.slice(0, 200_000).matchAll(QUOTED_MESSAGE_ID)].flatMap((match) => messageIds(match[1] ?? '')),
  ];
  return [...new Set(ids)].slice(0, MAX_IDS);
}

/** A file that came with the mail; `text` only of text/plain and text/csv up to 64 kB. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly text: string | null;
}

/** A text file says nothing about its charset: UTF-16 with a byte order mark, UTF-8 where valid, else Windows-1252. */
function decoded(content: Buffer): string {
  if (content.length > 1 && content.readUInt16LE(0) === 0xfeff) return content.toString('utf16le');
  const text = content.toString('utf8');
  return text.includes('\ufffd') ? content.toString('latin1') : text;
}

/** A file as staff see it, its name cleaned. */
export const attachmentOf = (file: File): Attachment => ({
  filename: fileName(file.name),
  contentType: oneLine(file.type, 100),
  bytes: file.bytes,
  text: file.type.startsWith('text/') && file.content !== null ? manyLines(decoded(file.content)) : null,
});
