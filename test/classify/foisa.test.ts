// Scotland's numbers for what the rules say under FOIA and the EIR.
import { expect, test } from 'vitest';
import { classify } from '../../src/classify/classify.ts';
import { exampleText } from '../../src/classify/example.ts';
import { scottishProvision } from '../../src/classify/foisa.ts';
import { EXEMPTIONS } from '../../src/classify/known.ts';
import { rules } from './shipped-rules.ts';

const provisions = (body: string, scottish: boolean): (readonly [string, string])[] =>
  classify(exampleText(body), rules, 'council', scottish).exemptions.map(({ regime, id }) => [regime, id] as const);

const LEGAL = 'Under the Freedom of Information Act please send me the legal advice on closing the pier.';
const INTERNAL =
  'Please send the options paper on closing the lido and the minutes of the senior leadership team on that decision, with their comments and drafts.';

test('a Scottish authority reads of legal advice under s.36(1) of its own Act, an English one under s.42', () => {
  expect(provisions(LEGAL, false)).toContainEqual(['foia', 's.42']);
  expect(provisions(LEGAL, true)).toContainEqual(['foisa', 's.36(1)']);
  expect(provisions(LEGAL, true).filter(([regime]) => regime === 'foia')).toEqual([]);
});

test("section 30 is investigations in FOIA and the conduct of public affairs in Scotland's Act", () => {
  expect(scottishProvision({ regime: 'foia', id: 's.30(1)' })).toEqual({ regime: 'foisa', id: 's.34' });
  expect(scottishProvision({ regime: 'foia', id: 's.36(2)(b)' })).toEqual({ regime: 'foisa', id: 's.30' });
  expect(provisions(INTERNAL, false)).toContainEqual(['foia', 's.36(2)(b)']);
  expect(provisions(INTERNAL, true)).toContainEqual(['foisa', 's.30']);
});

test('names in an environmental file come under regulations 10(3) and 11 in Scotland', () => {
  const body =
    'Please send all emails and correspondence with objectors about the planning application for the kipper house.';
  expect(provisions(body, false)).toContainEqual(['eir', 'reg.13']);
  const own = provisions(body, true);
  expect(own).toContainEqual(['eisr', 'reg.11']);
  expect(own.filter(([regime, id]) => regime === 'eir' || /reg\.1[23]/.test(id))).toEqual([]);
});

test('provisions that become one are shown once, with the rules of all of them', () => {
  const body = 'Under FOI please say whether you own IMSI catchers, Pegasus or other spyware for covert surveillance.';
  const { exemptions } = classify(exampleText(body), rules, 'police', true);
  const neither = exemptions.filter(({ id }) => id === 's.18');
  expect(neither).toHaveLength(1);
  expect(neither[0]?.rules.length).toBeGreaterThan(1);
});

test("every provision of FOIA and the EIR has its Scottish number, but the two that Scotland's Act lacks", () => {
  const lacking = (['foia', 'eir'] as const).flatMap((regime) =>
    (EXEMPTIONS[regime] ?? []).filter((id) => {
      const own = scottishProvision({ regime, id });
      return own === null || EXEMPTIONS[own.regime]?.includes(own.id) !== true;
    }),
  );
  expect(lacking).toEqual(['s.12(2)', 's.34']);
});
