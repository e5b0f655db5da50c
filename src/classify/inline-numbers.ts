// Finds the items of a list that stands inside one sentence: "send (1) the price, (2) the winner and (3) the minutes".

const LABELS: readonly (readonly string[])[] = [
  ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
  ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii'],
];
const LABEL = /(?:^|[\s,;:])\(?(\d|[a-h]|i{1,3}|iv|vi{0,3})[).]\s+(?=\S)/gi;
const SECOND = /[\s,;:(](?:2|b|ii)[).]/i;

/** The places after 1, 2, 3 or a, b, c in a sentence, when they count up from the first. */
export function inlineNumbers(text: string): number[] {
  if (!SECOND.test(text)) return [];
  const found = LABELS.map((): number[] => []);
  for (const match of text.matchAll(LABEL)) {
    const label = (match[1] ?? '').toLowerCase();
    for (const [family, labels] of LABELS.entries()) {
      const places = found[family];
      if (places !== undefined && labels[places.length] === label) places.push(match.index + match[0].length);
    }
  }
  return found.find((places) => places.length > 1) ?? [];
}
