// `rules new` as a conversation: what is no answer is asked again, lists end with an empty line.
import { expect, test } from 'vitest';
import { answersFrom } from '../../src/cli/new-rule-answers.ts';

/** Answers in order; what was asked is kept. */
function person(...answers: string[]) {
  const asked: string[] = [];
  return {
    asked,
    ask: async (question: string) => {
      asked.push(question);
      return answers.shift() ?? '';
    },
  };
}
const NOTHING = { words: [], not: [], match: [], miss: [] };

test('a rule is asked for question by question, and a wrong id is asked again with the nearest right one', async () => {
  const { asked, ask } = person(
    ...['topic=council.wast', 'council.waste', 'Missed bins', 'Waste team', 'heavy', 'strong'],
    ...['missed bin', 'bin was not emptied', '', 'cost of bins', '', 'It speaks of missed bins.'],
    ...['How many missed bins?', '', 'My bin was not emptied', '', 'How many bins?', 'Who empties bins?', ''],
  );
  expect(await answersFrom(NOTHING, ask)).toEqual({
    id: 'local.missed-bins',
    title: 'Missed bins',
    suggests: { topic: 'council.waste' },
    source: 'Waste team',
    status: 'draft',
    weight: 'strong',
    when: { any: ['missed bin', 'bin was not emptied'], none: ['cost of bins'] },
    because: 'It speaks of missed bins.',
    examples: {
      match: ['How many missed bins?', 'My bin was not emptied'],
      miss: ['How many bins?', 'Who empties bins?'],
    },
  });
  expect(asked[1]).toMatch(/^unknown topic “council.wast” — did you mean “council.waste”\?\nWhat does it suggest\?/);
  expect(asked.some((question) => question.startsWith('“heavy” is no weight — one of: weak'))).toBe(true);
});

test('a section of an Act is enough to name an exemption, and what flags say is not asked', async () => {
  const { asked, ask } = person('It may be costly.');
  const given = {
    suggests: 's.12(1)',
    title: 'Costly',
    source: 'FOIA s.12',
    weight: 'weak',
    live: true,
    id: 'local.cost',
  };
  const lists = { words: ['every e-mail'], not: ['one'], match: ['a', 'b'], miss: ['c', 'd'] };
  expect(await answersFrom({ ...given, ...lists }, ask)).toMatchObject({
    id: 'local.cost',
    suggests: { exemption: 's.12(1)', regime: 'foia' },
    status: 'live',
  });
  expect(asked).toEqual(['One sentence for staff, why it may be so:']);
});
