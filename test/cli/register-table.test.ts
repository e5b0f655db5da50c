// The table that lists are printed in, as a narrow terminal shows it.
import { expect, test } from 'vitest';
import { printable, table } from '../../src/table.ts';

const rows = [
  ['FOI/000001/26', `${'morgan'.repeat(9)}@alder.example`, 'The whole subject of a mail, every word of it'],
  ['FOI/000002/26', 'Morgan Alder', '漁港の警備艇に関する文書の写しを求めます'],
];
const shown = table(['Reference', 'From', 'Subject'], rows, [13, 0, 16]);

test('every word of every cell is shown, an address and a subject without spaces too', () => {
  const cells = shown.split('\n').map((line) => line.split('│').map((cell) => cell.trim()));
  const column = (at: number): string => cells.map((line) => line[at] ?? '').join('');
  expect(column(2)).toContain(`${'morgan'.repeat(9)}@alder.example`);
  expect(column(3)).toContain('漁港の警備艇に関する文書の写しを求めます');
  expect(shown).not.toContain('…');
});

test('what a terminal would obey becomes a space', () => {
  expect(printable('a\u001b[31mb\u202ec\nd')).toBe('a [31mb c d');
  expect(table(['A'], [['x\u001b[2Jy']], [10])).toContain('x [2Jy');
});
