// Patterns of officers: what is refused, and which repetition is blamed.
import { expect, test } from 'vitest';
import {
  compilePattern,
  heaviestRepetition,
  MAX_PATTERN_CHARACTERS,
  slowestMs,
  worstTexts,
} from '../../src/classify/pattern.ts';

test.each([
  ['(a|b|ab){500}[0-9]', '(a|b|ab){500}'],
  ['x{10}y{2,900}z', 'y{2,900}'],
  ['[a-z ]{40}', '[a-z ]{40}'],
  ['\\d{5,6}x', '\\d{5,6}'],
  ['\\p{Lu}{300}', '\\p{Lu}{300}'],
  ['ab+c', 'b+'],
])('of %s, the repetition to shorten is %s', (pattern, repetition) => {
  expect(heaviestRepetition(pattern)).toBe(repetition);
});

test('a pattern finds its first match without regard to case, in UTF-16 offsets', () => {
  const compiled = compilePattern('caf\\p{L} x');
  expect(compiled.ok && compiled.pattern.find('👍👍 CAFÉ X')).toEqual({ start: 5, end: 11 });
});

test.each(['(a)\\1', '(?=a)b', '(unclosed', 'a{2000}'])('%s is no pattern', (written) => {
  expect(compilePattern(written)).toMatchObject({ ok: false, because: expect.stringMatching(/^not a pattern: /) });
});

test('the worst texts are as long as a field may be, and made of the pattern’s own letters', () => {
  const texts = worstTexts('(ab|c)+9');
  expect(texts.every((text) => text.length === MAX_PATTERN_CHARACTERS - 1)).toBe(true);
  expect(texts.some((text) => /^(ab)+a?$/.test(text))).toBe(true);
});

test('the time of a pattern is the slowest of its texts, each the best of its runs', () => {
  let now = 0;
  const search = (text: string) => {
    now += text.startsWith('b') ? 40 : 5;
    return null;
  };
  const pattern = { written: 'ab', search };
  expect(slowestMs(pattern, () => now)).toBe(40);
});
