// What a command may do with the terminal, so that a test can be one.

/** `out` and `err` take one line; `readStdin` gives the text of standard input in pieces of any size. */
export interface CommandIo {
  out(line: string): void;
  err(line: string): void;
  readStdin(): AsyncIterable<string>;
}
