// Runs the examples that a rule carries: a rule without proof is not accepted.
import { addresses } from '../mail/address.ts';
import { segments } from '../mail/quoted.ts';
import type { CompiledRule, CompiledRules } from './compiled.ts';
import { read } from './fire.ts';
import { describe, evaluate, missingOne } from './match.ts';
import type { Example } from './rule.ts';
import { fieldsOf, type Text } from './text.ts';

/** Examples of each sort that a live rule needs. DESIGN section 6. */
export const EXAMPLES_NEEDED = 2;

/** An example that does not do what it says. `index` counts within `match` or `miss`. */
export interface FailedExample {
  readonly list: 'match' | 'miss';
  readonly index: number;
  readonly because: string;
}

/** Judgement: a date for "since 2015" in examples that give none, fixed so that an example never starts to fail by itself. */
const EXAMPLE_RECEIVED_ON = '2025-06-16';

/** An example as a mail: a bare text is the body of one. Its quotes and signatures are told apart as in any mail. */
export function exampleText(example: Example): Text {
  const given = typeof example === 'string' ? { body: example } : example;
  const { subject = '', body = '', attachment = '', from, platform = null, threaded = false } = given;
  return {
    subject,
    body,
    segments: segments(body),
    attachmentText: attachment,
    from: from === undefined ? null : (addresses(from).list[0] ?? null),
    platform,
    threaded,
    machine: null,
    receivedOn: given.receivedOn ?? EXAMPLE_RECEIVED_ON,
    junk: false,
  };
}

/** The examples of a rule that fail, with the reason in words. */
export function failedExamples(rule: CompiledRule, rules: CompiledRules): FailedExample[] {
  const { match = [], miss = [] } = rule.rule.examples ?? {};
  const failed: FailedExample[] = [];
  for (const [index, example] of match.entries()) {
    const reading = read(exampleText(example), rules);
    if (evaluate(rule.test, reading) !== null) continue;
    const lacking = missingOne(rule.test, reading);
    const because = lacking === null ? `it needs ${describe(rule.test)}` : `it lacks only ${describe(lacking)}`;
    failed.push({ list: 'match', index, because });
  }
  for (const [index, example] of miss.entries()) {
    const reading = read(exampleText(example), rules);
    const held = evaluate(rule.test, reading);
    if (held === null) continue;
    const fields = fieldsOf(reading.text);
    const quotes = held.map(({ field, start, end }) => `“${fields[field].slice(start, end)}”`);
    failed.push({
      list: 'miss',
      index,
      because: quotes.length > 0 ? `it has ${quotes.join(', ')}` : 'nothing forbids it',
    });
  }
  return failed;
}
