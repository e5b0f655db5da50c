// What we use of the mbox-reader package, which ships no types.
declare module 'mbox-reader' {
  import type { Readable } from 'node:stream';

  /** One mail of an mbox file, in file order; line ends are LF, the `From ` line is left out. */
  export function mboxReader(input: Readable): AsyncGenerator<{ content: Buffer }, void, undefined>;
}
