// Text that came by mail is safe to show, to store and to put in a header, and loses no letter on the way.
import { expect, test } from 'vitest';
import { cutTo, fileName, manyLines, messageIds, oneLine } from '../../src/mail/clean.ts';

test('letters, accents and symbols stay as they are', () => {
  const text = 'Llanfair-pwll: £5 – “Tŷ Gwyn”, naïve façade, 東京, Привет, 😀';
  expect(oneLine(text)).toBe(text);
  expect(manyLines(text)).toBe(text);
});

test('line ends of every kind are one in a text, and a blank in a line', () => {
  expect(manyLines('a\r\nb\rc\u2028d\u2029e')).toBe('a\nb\nc\nd\ne');
  expect(oneLine('a\r\nb\rc\u2028d\u0085e\tf')).toBe('a b c d e f');
});

test('no control, no bidirectional mark and no zero-width character is left', () => {
  const all = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join('');
  for (const cleaned of [manyLines(all), oneLine(all, 0x3000)]) {
    expect(cleaned.replace(/[\n\t]/g, '')).not.toMatch(/\p{Cc}|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]/u);
  }
});

test('a cut never leaves half a character', () => {
  expect(cutTo('ab😀', 3)).toBe('ab');
  expect(cutTo('ab😀', 4)).toBe('ab😀');
});

test('a file name keeps its ending when it is cut', () => {
  expect(fileName(`${'a'.repeat(500)}.xlsx`)).toMatch(/^a{115}\.xlsx$/);
});

test('only well-formed Message-IDs are taken, wherever they stand', () => {
  expect(messageIds('re: <a@b.example> and <c d@e.example>,<f@g.example>')).toEqual(['<a@b.example>', '<f@g.example>']);
});
