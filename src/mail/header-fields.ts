// The header lines of a mail as clean, unfolded values, and the few of them that have a form of their own.
import { bareAddress } from '../bare-address.ts';
import { type Address, addresses } from './address.ts';
import { messageIds, oneLine } from './clean.ts';
import { mailDate } from './mail-date.ts';
import { topmostReceived } from './received.ts';

/** Judgement: a header value above this is an attack; 16 kB holds 200 References. */
const MAX_HEADER_CHARACTERS = 16 * 1024;
/** Judgement: a thread is found by its newest ids. */
const MAX_IDS = 100;

/** Latin-1 header text as what it says: UTF-8 where it is valid (RFC 6532), else Windows-1252 by way of clean.ts. */
function decodedLine(line: string): string {
  const unfolded = line.replace(/\r?\n(?=[ \t])/g, '');
  if (!/[\u0080-\uffff]/.test(unfolded)) return unfolded;
  const decoded = Buffer.from(unfolded, 'latin1').toString('utf8');
  return decoded.includes('\ufffd') ? unfolded : decoded;
}

/** Every instance of each header: lower-case name → values in order of appearance. */
export type Headers = ReadonlyMap<string, readonly string[]>;

/** Headers from folded Latin-1 lines: unfolded and decoded to Unicode, but not cleaned. */
export function rawHeadersOf(lines: readonly { readonly key: string; readonly line: string }[]): Headers {
  const headers = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const name = oneLine(key, 100).toLowerCase();
    const text = decodedLine(line);
    const value = text.slice(text.indexOf(':') + 1);
    const values = headers.get(name);
    if (values === undefined) headers.set(name, [value]);
    else values.push(value);
  }
  return headers;
}

/** The same with every value cleaned. Addresses and ids are read from the raw ones: cleaning could make one up. */
export const cleanedHeaders = (raw: Headers): Headers =>
  new Map([...raw].map(([name, values]) => [name, values.map((value) => oneLine(value, MAX_HEADER_CHARACTERS))]));

/** '' for `<>`, the address, or the cleaned text of what is no address. */
function returnPathOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const inside = /^\s*<([^<>]*)>/.exec(value)?.[1]?.trim() ?? value.trim();
  return bareAddress(inside) ?? oneLine(inside, 254);
}

/** What the headers say about a mail. */
export interface HeaderFields {
  /** `<a@b>` in printable ASCII, or null. A link only: senders choose it. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly from: readonly Address[];
  readonly sender: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** Entries of From that were empty, a group, ambiguous, or no address; 1 when there is no From. */
  readonly badAddresses: number;
  /** '' is `<>`; null is no header; what is no address is kept as cleaned text, which agrees with no From. */
  readonly returnPath: string | null;
  readonly sentAt: Date | null;
  /** The topmost valid Received. */
  readonly receivedAt: Date | null;
  readonly receivedHops: number;
}

/** Reads people, ids and dates from raw headers, every instance of each; what is malformed is left out. */
export function fieldsOf(raw: Headers): HeaderFields {
  const all = (name: string): readonly string[] => raw.get(name) ?? [];
  const listed = (name: string): Address[] => all(name).flatMap((value) => addresses(value).list);
  const ids = (name: string): string[] => all(name).flatMap(messageIds).slice(-MAX_IDS);
  const from = all('from').map(addresses);
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    from: from.flatMap(({ list }) => list),
    sender: listed('sender')[0] ?? null,
    replyTo: listed('reply-to'),
    to: listed('to'),
    cc: listed('cc'),
    badAddresses: from.length === 0 ? 1 : from.reduce((sum, { bad }) => sum + bad, 0),
    returnPath: returnPathOf(all('return-path')[0]),
    sentAt: mailDate(all('date')[0] ?? ''),
    receivedAt: topmostReceived(all('received')),
    receivedHops: all('received').length,
  };
}
