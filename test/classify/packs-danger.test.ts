// What the shipped packs make of danger: to the sender, to somebody else, from the sender; and of figures about it.
import { expect, test } from 'vitest';
import { of, rules } from './shipped-rules.ts';

test('a request inside a safeguarding mail is registered all the same', () => {
  const mail = of('I think I will kill myself. Under the Freedom of Information Act please send the custody policy.');
  expect([mail.kind, mail.opens]).toEqual(['safeguarding', 'yes']);
  expect(mail.alsoKinds).toContain('request');
  expect(mail.flags.map((flag) => flag.id)).toContain('threat-to-life');
});

test.each([
  'I am frightened of my husband. He has\nhurt me before and said that he will hurt me again tonight.',
  'Nobody listens. I want to die.',
  'Mend the boiler or I’m going to hurt myself.',
  'I will not be here on Monday. Thank you for trying.',
  'I have taken an overdose.',
  'I fear for my life in this flat.',
  'I am being stalked by a man from the ferry.',
  'My ex is outside, he is going to kill my kids.',
  'I will come to the station and stab the officer.',
  'My neighbour hits her little boy.',
  'My partner beats me.',
  'My daughter says she wants to kill herself.',
  'A man has been following me since the pier.',
  'Someone is breaking into my house right now.',
  'I’ll burn down your office.',
  'My mother’s carer is hurting her.',
])('danger to the sender, to another, or from the sender raises the alarm: %s', (body) => {
  const mail = of(body);
  expect([mail.kind, mail.flags.map((flag) => flag.id)]).toEqual(['safeguarding', ['threat-to-life']]);
});

test.each([
  'How many people died by suicide in your cells in 2025?',
  'How many victims of domestic abuse feared for their life, and how many were stalked?',
  'How many knife crimes were recorded, and how many officers were stabbed or hurt?',
  'For my research into deaths at sea please provide the number of people who die each year.',
  'I am killing time and dying to know: what did the bandstand cost?',
  'Please send your policy on self-harm, and the guidance for staff who hear that a caller wants to end it.',
  'How many officers were dismissed for hitting a partner or a child?',
  'How many calls spoke of a man with a knife?',
  'Somebody is going to get hurt at this junction. How many crashes were there on the road?',
])('figures, research and policies about danger are requests without an alarm: %s', (body) => {
  const mail = of(body);
  expect([mail.kind, mail.alsoKinds, mail.flags, mail.opens]).toEqual(['request', [], [], 'yes']);
});

test('the mark for danger and the kind safeguarding rest on the same words', () => {
  const conditions = (outcome: string) =>
    rules.rules
      .filter(({ outcome: { family, id } }) => `${family} ${id}` === outcome)
      .map(({ rule: { when, weight, examples } }) => JSON.stringify([when, weight, examples]));
  expect(conditions('kind safeguarding').length).toBeGreaterThan(0);
  expect(conditions('kind safeguarding')).toEqual(conditions('flag threat-to-life'));
});
