// What is wrong with a rule file, where, and what to do about it.

/** Lines and columns count from 1, as editors do. `file` is relative to rules/. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly cure: string;
}

/** One line for people: `uk/kinds/chaser.yaml:12:5 unknown key “al” — did you mean “all”?` */
export const problemLine = ({ file, line, column, message, cure }: Problem): string =>
  `${file}:${line}:${column} ${message} — ${cure}`;
