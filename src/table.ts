// A table for a terminal: as wide as it may be, long cells wrapped and never cut, no control character from a mail.
import Table from 'cli-table3';

/** Judgement: where no terminal says its width, as wide as a page of a report. */
const WIDTH_WITHOUT_TERMINAL = 120;
/** Narrower, words break in the middle. A terminal may also say that it has no columns at all. */
const LEAST_WIDTH = 80;
/** Cell padding and border of cli-table3, per column. */
const FRAME = 3;
const LEAST = 6;

const NO_RULES = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };

/** A terminal obeys control characters, and words of a hostile mail must not reach it; line ends would break the table. */
export const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ');

/** What has no space to break at (an address, a reference) is broken at the column. */
const fitted = (cell: string, width: number): string =>
  printable(cell).replace(/\S+/g, (word) => {
    const most = WIDE.test(word) ? Math.floor(width / 2) : width;
    return word.replace(new RegExp(`\\S{${most}}(?=\\S)`, 'gu'), '$& ');
  });

/** Hangul, Chinese, Japanese and emoji take two columns each; all of them lie from here on (Unicode, UAX #11). */
const WIDE = /[\u1100-\u115f\u2300-\u{10ffff}]/u;

/**
 * @param widths characters of each column; 0 shares what is left of the terminal with the other zeros.
 */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string {
  const room = Math.max(process.stdout.columns || WIDTH_WITHOUT_TERMINAL, LEAST_WIDTH);
  const fixed = widths.reduce((sum, width) => sum + width, 0) + FRAME * widths.length + 1;
  const shares = widths.filter((width) => width === 0).length;
  const share = Math.max(LEAST, Math.floor((room - fixed) / Math.max(1, shares)));
  const columns = widths.map((width) => (width === 0 ? share : width));
  const made = new Table({
    head: [...head],
    colWidths: columns.map((width) => width + FRAME - 1),
    wordWrap: true,
    wrapOnWordBoundary: true,
    chars: NO_RULES,
    style: { head: [], border: [] },
  });
  made.push(...rows.map((row) => row.map((cell, column) => fitted(cell, columns[column] ?? LEAST))));
  return made.toString();
}
