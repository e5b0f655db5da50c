// The wording in force: the letters of the newest rule set, compiled once a set.
import { PermanentError } from '../errors.ts';
import type { Register } from '../register/database.ts';
import { newest, newestVersion } from '../register/rule-set.ts';
import { compileLetters, type LetterTemplates } from './letter-templates.ts';

/** A saved letter is in force within 2 s (DESIGN section 6); asking for each of many letters is a query too many. */
const ASK_AGAIN_AFTER_MS = 1000;

export function currentLetters(db: Register, nowMs = () => performance.now()): () => Promise<LetterTemplates> {
  let known: { version: string; templates: LetterTemplates } | null = null;
  let askedMs = Number.NEGATIVE_INFINITY;
  return async () => {
    if (known !== null && nowMs() - askedMs < ASK_AGAIN_AFTER_MS) return known.templates;
    askedMs = nowMs();
    const version = await newestVersion(db);
    if (known !== null && known.version === version) return known.templates;
    const rules = await newest(db);
    if (!rules) throw new PermanentError('no rule set was published yet');
    const compiled = compileLetters(rules.files);
    if (!compiled.ok) throw new PermanentError(`the letters of rule set ${rules.version} do not compile`);
    known = { version: rules.version, templates: compiled.templates };
    return known.templates;
  };
}
