// What the rules suggest of the labels that can be learned: how confident they are of each.
import type { Classification } from '../classify/classify.ts';
import { sectionOf } from '../classify/decided.ts';
import { labelKey } from './label.ts';

/** By labelKey; of a section the likeliest of its provisions. */
export function saidOf({
  regimes,
  topics,
  exemptions,
}: Pick<Classification, 'regimes' | 'topics' | 'exemptions'>): Map<string, number> {
  const said = new Map<string, number>();
  const add = (family: 'regime' | 'topic' | 'exemption', what: string, confidence: number): void => {
    const key = labelKey({ family, what });
    said.set(key, Math.max(confidence, said.get(key) ?? 0));
  };
  for (const { id, confidence } of regimes) add('regime', id, confidence);
  for (const { id, confidence } of topics) add('topic', id, confidence);
  for (const { id, confidence } of exemptions) add('exemption', sectionOf(id), confidence);
  return said;
}
