// `clerk rules test`: every example of every rule, drafts too.
import { failedExamples } from '../classify/example.ts';
import { counted, type RulesPlace, rulesOnDisk } from './rules-place.ts';

/** @returns whether every example of a live rule does what it says. */
export async function testRules(place: RulesPlace, { json = false }: { json?: boolean }): Promise<boolean> {
  const { io } = place;
  const rules = await rulesOnDisk(place);
  let examples = 0;
  let failures = 0;
  let drafts = 0;
  for (const compiled of rules.rules) {
    const { rule, draft, file, line } = compiled;
    const { match = [], miss = [] } = rule.examples ?? {};
    examples += match.length + miss.length;
    for (const { list, index, because } of failedExamples(compiled, rules)) {
      if (draft) drafts += 1;
      else failures += 1;
      const example = textOfExample((list === 'match' ? match : miss)[index]);
      if (json) io.out(JSON.stringify({ rule: rule.id, file, line, draft, list, index, because, example }));
      else {
        io.out(`${file}:${line} ${rule.id}${draft ? ' (draft)' : ''}: ${list} example ${index + 1} fails: ${because}`);
        io.out(`    ${example}`);
      }
    }
  }
  const ofDrafts = drafts === 0 ? '' : `, ${drafts} of drafts`;
  if (!json)
    io.out(
      `${counted(rules.rules.length, 'rule')}, ${counted(examples, 'example')}: ${failures} of live rules fail${ofDrafts}`,
    );
  return failures === 0;
}

/** Judgement: enough to find it in the file. */
const SHOWN_CHARACTERS = 100;

function textOfExample(
  example: string | { subject?: string | undefined; body?: string | undefined } | undefined,
): string {
  const text = typeof example === 'string' ? example : [example?.subject, example?.body].filter(Boolean).join(' / ');
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN_CHARACTERS ? `${line.slice(0, SHOWN_CHARACTERS)}…` : line;
}
