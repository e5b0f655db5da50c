// The one pass over all phrases finds what looking for each phrase by itself finds.
import { expect, test } from 'vitest';
import { automaton, findPhrases } from '../../src/classify/automaton.ts';

/** Numbers from a seed (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function naive(phrases: readonly number[][], text: readonly number[], opens: readonly boolean[]): string[] {
  return phrases.flatMap((phrase, number) =>
    text.flatMap((_, last) => {
      const first = last - phrase.length + 1;
      const here = first >= 0 && phrase.every((stem, at) => text[first + at] === stem);
      return here && !opens.slice(first + 1, last + 1).includes(true) ? [`${number}@${first}-${last}`] : [];
    }),
  );
}

test.each([1, 2, 3, 4])('a thousand phrases are found exactly where each one stands (seed %i)', (seed) => {
  const random = seeded(seed);
  // few different words, so that phrases overlap, nest and share beginnings
  const phrases = Array.from({ length: 1000 }, () => Array.from({ length: 1 + random(4) }, () => 1 + random(12)));
  const text = Array.from({ length: 3000 }, () => random(14));
  const opens = text.map(() => random(20) === 0);
  const found: string[] = [];
  const report = (phrase: number, first: number, last: number) => found.push(`${phrase}@${first}-${last}`);
  findPhrases(
    automaton(phrases),
    text.length,
    (at) => text[at] ?? 0,
    (at) => opens[at] ?? false,
    report,
  );
  const expected = naive(phrases, text, opens);
  expect(expected.length).toBeGreaterThan(10_000);
  expect(found.sort()).toEqual(expected.sort());
});
