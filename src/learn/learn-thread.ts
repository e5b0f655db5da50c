// What runs in a thread of its own, so that learning holds up no mail: every label, from decided mails and the rules in force.
import { classify } from '../classify/classify.ts';
import { compileRules } from '../classify/compile.ts';
import type { Decided, Office } from '../classify/decided.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Text } from '../classify/text.ts';
import { corpusOf } from './corpus.ts';
import { trainable } from './label.ts';
import { type Learned, learn } from './learn.ts';
import { saidOf } from './said.ts';

export interface LearnTask {
  readonly mails: readonly { readonly text: Text; readonly decided: Decided }[];
  /** A published set, which was checked before. */
  readonly rules: RuleFiles;
  readonly office: Office;
}

/** @throws when the rules cannot be compiled. */
export function learnAll({ mails, rules, office }: LearnTask): Learned[] {
  const compiled = compileRules(rules, { validated: true });
  if (!compiled.ok) throw new Error(`the rules cannot be used: ${compiled.problems[0]?.message ?? ''}`);
  const { sector, scottish, ourFormat } = office;
  const examples = mails.map(({ text, decided }) => ({
    decided,
    said: saidOf(classify(text, compiled.rules, sector, scottish, ourFormat)),
  }));
  const corpus = corpusOf(mails.map(({ text }) => text));
  return trainable(mails.map(({ decided }) => decided)).map((label) => learn(label, corpus, examples));
}
