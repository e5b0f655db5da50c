// Runs mailparser on raw bytes and hands out what it found as plain values: the only file that knows that library.
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { type AttachmentStream, MailParser } from 'mailparser';

/** One leaf or container of the MIME tree, in order; `text` is decoded text of an inline text part, else null. */
export interface Part {
  readonly type: string;
  readonly text: string | null;
  readonly children: readonly Part[];
}

/** A part that is no inline text. `content` is kept only where its words are needed (reports, small texts, mails). */
export interface File {
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly content: Buffer | null;
}

export interface Mime {
  /** Raw header lines, folded, as Latin-1; names in lower case. */
  readonly lines: readonly { readonly key: string; readonly line: string }[];
  /** Decoded as its charset says, not cleaned. */
  readonly subject: string;
  readonly root: Part;
  readonly files: readonly File[];
}

/** Judgement: the machine-readable part of a bounce has a few kB; a returned or forwarded mail is read up to 1 MB. */
const MAX_REPORT_BYTES = 64 * 1024;
const MAX_MESSAGE_BYTES = 1024 * 1024;
/** The contract of Attachment.text: larger text files are not searched for words. */
const MAX_TEXT_BYTES = 64 * 1024;

/** How many bytes of a file are worth keeping, by its type; 0: none. */
function bytesToKeep(type: string): number {
  if (type === 'message/rfc822' || type === 'message/global') return MAX_MESSAGE_BYTES;
  if (type.startsWith('message/') || type === 'text/rfc822-headers') return MAX_REPORT_BYTES;
  return type === 'text/plain' || type === 'text/csv' ? MAX_TEXT_BYTES : 0;
}

/** Reads one file to its end and lets the parser go on; content above its limit is counted and dropped. */
async function read(attachment: AttachmentStream): Promise<File> {
  const type = (attachment.contentType || 'application/octet-stream').toLowerCase();
  const keep = bytesToKeep(type);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of attachment.content) {
    if (!Buffer.isBuffer(chunk)) continue;
    bytes += chunk.length;
    if (bytes <= keep) chunks.push(chunk);
    else chunks.length = 0;
  }
  attachment.release?.();
  const content = keep > 0 && bytes <= keep ? Buffer.concat(chunks) : null;
  return { name: attachment.filename ?? '', type, bytes, content };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** mailparser keeps the tree of parts in a field that its types do not show; this is the checked way in. */
function partOf(node: unknown): Part {
  if (!isRecord(node)) return { type: 'text/plain', text: null, children: [] };
  const children = Array.isArray(node.children) ? node.children : [];
  const inline = node.isAttachment !== true && typeof node.textContent === 'string';
  return {
    type:
      typeof node.contentType === 'string' ? (node.contentType.toLowerCase().split(/[\s;]/)[0] ?? '') : 'text/plain',
    text: inline ? String(node.textContent) : null,
    children: children.map(partOf),
  };
}

/** Takes the mail apart. Throws what mailparser throws: above 1,000 parts or 1 MiB of headers, or a broken stream. */
export async function mime(bytes: Buffer): Promise<Mime> {
  const parser = new MailParser({
    checksumAlgo: false,
    ignoreEmbedded: true,
    keepDeliveryStatus: true,
    skipHtmlToText: true,
    skipImageLinks: true,
    skipTextLinks: true,
    skipTextToHtml: true,
  });
  const files: Promise<File>[] = [];
  const ended = once(parser, 'end');
  // The first error ends the reading (`ended` rejects); a second one without a listener would end the process.
  parser.on('error', () => parser.destroy());
  parser.on('data', (data) => {
    if (data.type !== 'attachment') return;
    const file = read(data);
    file.catch((error: unknown) => parser.destroy(error instanceof Error ? error : new Error(String(error))));
    files.push(file);
  });
  Readable.from(slices(bytes)).pipe(parser);
  await ended;
  return {
    lines: parser.headerLines || [],
    subject: parser.subject ?? '',
    root: partOf(Reflect.get(parser, 'tree')),
    files: await Promise.all(files),
  };
}

/** A large mail in one piece would be held by the parser several times over. Judgement: as a file is read. */
const SLICE_BYTES = 64 * 1024;

function* slices(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) yield bytes.subarray(at, at + SLICE_BYTES);
}
