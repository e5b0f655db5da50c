// The header lines of a mail as clean, unfolded values, and the few of them that have a form of their own.
import { bareAddress } from './address.ts';
import { oneLine } from './clean.ts';

/** Judgement: a header value above this is an attack; 16 kB holds 200 References. */
const MAX_HEADER_CHARACTERS = 16 * 1024;

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
export function returnPathOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  const inside = /^\s*<([^<>]*)>/.exec(value)?.[1]?.trim() ?? value.trim();
  return bareAddress(inside) ?? oneLine(inside, 254);
}
