// rules/schema.json, by which editors check and complete rule files, is the schema that the program uses.
import { expect, test } from 'vitest';
import * as z from 'zod';
import { EXEMPTIONS, KINDS, TOPICS } from '../../src/classify/known.ts';
import { outcomeOf } from '../../src/classify/outcome.ts';
import { ruleFile } from '../../src/classify/rule.ts';

test('editors are given the schema that rule files are read by (vitest -u writes it anew)', async () => {
  const schema = `${JSON.stringify(z.toJSONSchema(ruleFile, { io: 'input' }), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../rules/schema.json');
});

test('no id stands twice in its list', () => {
  for (const list of [KINDS, TOPICS, ...Object.values(EXEMPTIONS)]) expect(new Set(list).size).toBe(list.length);
});

test('an exemption belongs to its own Act: s.30 is investigations in England and conduct of affairs in Scotland', () => {
  expect(outcomeOf({ exemption: 's.30', regime: 'foisa' })).toMatchObject({ family: 'exemption', id: 's.30' });
  expect(outcomeOf({ exemption: 's.30', regime: 'foia' })).toMatchObject({
    message: 'unknown exemption “s.30” of foia',
  });
});
