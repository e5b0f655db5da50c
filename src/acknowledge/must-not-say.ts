// Words that an automatic receipt must not hold: it decides nothing, promises nothing early, and hints at nothing that is held.
import type { TemplateProblem } from './template.ts';

interface Forbidden {
  readonly words: RegExp;
  readonly why: string;
}

const DECIDES = 'whether a request is good is decided by a person, after the receipt has gone';

/**
 * FOIA s.1(1)(a): whether information is held may itself be exempt. s.9: a fee needs a notice. s.10(1): 20 working days
 * from the day after receipt. s.14: vexatious is an officer's decision. Judgement: the Welsh words are the terms that
 * the Welsh texts of the same provisions use.
 */
const FORBIDDEN: Readonly<Record<'en' | 'cy', readonly Forbidden[]>> = {
  en: [
    {
      words: /\bheld\b|\bwe (?:do not |don't )?hold\b/i,
      why: 'whether information is held is for the answer (FOIA s.1)',
    },
    { words: /\bexempt(?:ion|ions|ed)?\b|\brefus(?:e|ed|al)\b|\bvexatious\b/i, why: DECIDES },
    { words: /\b(?:in)?valid\b|\baccepted\b|\bapproved\b|\brejected\b|\bgranted\b/i, why: DECIDES },
    { words: /\bfees?\b/i, why: 'a fee needs a fees notice of its own (FOIA s.9)' },
    {
      words: /\b20 (?!working)\w*\s*days\b|\bdays from today\b/i,
      why: '20 working days, from the day after receipt (FOIA s.10)',
    },
    {
      words: /\bguarantee|\bwe will (?:release|disclose|provide)\b/i,
      why: 'nobody has yet looked at what can be released',
    },
  ],
  cy: [
    { words: /\besempt\w*|\beithriad\w*|\beithrio\b|\bgwrthod\w*|\bblinderus\b/i, why: DECIDES },
    { words: /\bdilys\b|\bannilys\b|\bderbyniol\b|\bcymeradwy\w*/i, why: DECIDES },
    { words: /\byn dal (?:yr |y )?wybodaeth\b/i, why: 'whether information is held is for the answer (FOIA s.1)' },
    { words: /\bffi\b|\bffioedd\b/i, why: 'a fee needs a fees notice of its own (FOIA s.9)' },
    { words: /\b20 diwrnod(?! gwaith)/i, why: '20 working days, from the day after receipt (FOIA s.10)' },
  ],
};

/** Every forbidden wording in a letter, with its line. */
export function forbiddenIn(content: string, language: 'en' | 'cy'): TemplateProblem[] {
  return content.split('\n').flatMap((text, index) =>
    FORBIDDEN[language].flatMap(({ words, why }) => {
      const found = words.exec(text);
      if (found === null) return [];
      const message = `"${found[0]}" must not stand in an automatic receipt`;
      return [{ line: index + 1, column: found.index + 1, message, cure: `write it another way: ${why}` }];
    }),
  );
}
