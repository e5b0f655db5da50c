// The shipped packs, compiled, and what they make of a mail written in a test.
import path from 'node:path';
import { type Classification, classify } from '../../src/classify/classify.ts';
import { compileRules } from '../../src/classify/compile.ts';
import { exampleText } from '../../src/classify/example.ts';
import type { Sector } from '../../src/classify/known.ts';
import { readRuleFiles } from '../../src/classify/load.ts';
import type { Example } from '../../src/classify/rule.ts';

const compiled = compileRules(await readRuleFiles(path.join(import.meta.dirname, '..', '..', 'rules')), {
  validated: true,
});
if (!compiled.ok) throw new Error('the shipped rules do not compile; test/rules.test.ts says why');
export const { rules } = compiled;

/** What the shipped rules make of a mail, at an authority whose references are `FOI/000012/26`. */
export const of = (mail: Example, sector: Sector = 'police'): Classification =>
  classify(exampleText(mail), rules, sector, false, 'FOI/{serial:6}/{yy}');

/** The kinds of a mail, owner first, and whether it opens a request. */
export function kindsOf(mail: Example): { kinds: string[]; opens: string } {
  const { kind, alsoKinds, opens } = of(mail);
  return { kinds: [kind, ...alsoKinds], opens };
}
