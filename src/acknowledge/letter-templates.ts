// The wording of the receipt, as admins keep it under rules/letters/: read, checked, and ready to be filled.
import { forbiddenIn } from './must-not-say.ts';
import { compile, type Names, type Template, type TemplateProblem } from './template.ts';

export type Language = 'en' | 'cy';
export interface LanguageTemplates {
  readonly subject: Template;
  readonly text: Template;
  /** What stands inside <body>; the letter puts the frame around it. */
  readonly html: Template;
}
/** Both languages, whichever the authority writes in. */
export type LetterTemplates = Readonly<Record<Language, LanguageTemplates>>;

/** A fault in a letter file; the same shape as a fault in a rule file. */
export interface LetterProblem extends TemplateProblem {
  readonly file: string;
}

const CASE_NAMES: Names = {
  reference: 'text',
  received: 'text',
  due: 'text',
  late: 'flag',
  information: 'flag',
  scottish: 'flag',
  subjectAccess: 'flag',
  reuse: 'flag',
  review: 'flag',
};

/** Every placeholder of a letter: rules/README.md explains them to admins. `review` outside `cases`: every case is one. */
const LETTER_NAMES: Names = {
  authority: 'text',
  team: 'text',
  email: 'text',
  telephone: 'optional',
  postal: 'optional',
  privacyNotice: 'optional',
  cases: CASE_NAMES,
  several: 'flag',
  review: 'flag',
  anyInformation: 'flag',
  anySubjectAccess: 'flag',
  police: 'flag',
  bilingual: 'flag',
};

const FOLDER = 'letters/';
const nameOf = (language: Language, ending: 'txt' | 'html'): string => `acknowledgement.${language}.${ending}`;

interface File {
  readonly path: string;
  readonly content: string;
}
/** A letter file, or the empty stand-in for one that is missing, which is a problem already. */
interface LetterFile extends File {
  readonly missing?: true;
}

/**
 * Reads the four letter files out of a snapshot of the rule files (paths relative to rules/, with `/`). A file of the
 * same name in local/letters/ replaces the shipped one, so that an upgrade never undoes an authority's own wording.
 * Every fault is listed: unknown placeholders, blocks left open, no due date, wording that a receipt must not hold.
 */
export function compileLetters(
  files: readonly File[],
):
  | { readonly ok: true; readonly templates: LetterTemplates }
  | { readonly ok: false; readonly problems: LetterProblem[] } {
  const problems: LetterProblem[] = [];
  const templates = { en: languageOf(files, 'en', problems), cy: languageOf(files, 'cy', problems) };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, templates };
}

function languageOf(files: readonly File[], language: Language, problems: LetterProblem[]): LanguageTemplates {
  const text = find(files, nameOf(language, 'txt'), problems);
  const html = find(files, nameOf(language, 'html'), problems);
  const { subject, body, blankLines } = splitSubject(text, problems);
  const read = (file: File, content: string, linesBefore: number): Template => {
    const { template, problems: faults } = compile(content, LETTER_NAMES);
    const said = forbiddenIn(content, language);
    for (const fault of [...faults, ...said]) {
      problems.push({ ...fault, file: file.path, line: fault.line + linesBefore });
    }
    return template;
  };
  const templates = {
    subject: read(text, subject, 0),
    text: read(text, body, blankLines),
    html: read(html, html.content, 0),
  };
  for (const [file, content] of [
    [text, body],
    [html, html.content],
  ] as const)
    mustTell(file, content, problems);
  return templates;
}

function find(files: readonly File[], name: string, problems: LetterProblem[]): LetterFile {
  const path = `${FOLDER}${name}`;
  const file = files.find((one) => one.path === `local/${path}`) ?? files.find((one) => one.path === path);
  if (file !== undefined) return file;
  const cure = 'put the file there; the shipped one is a good start';
  problems.push({ file: path, line: 1, column: 1, message: 'the letter is missing', cure });
  return { path, content: '', missing: true };
}

/** The first line of a .txt letter is `Subject: …`; an empty line ends it, as in a mail. */
function splitSubject(
  file: LetterFile,
  problems: LetterProblem[],
): { subject: string; body: string; blankLines: number } {
  const match = /^Subject:[ \t]*(\S[^\n]*)\n[ \t]*\n/.exec(file.content.replace(/\r\n?/g, '\n'));
  if (match !== null) {
    const body = file.content.replace(/\r\n?/g, '\n').slice(match[0].length);
    return { subject: match[1] ?? '', body, blankLines: 2 };
  }
  if (!file.missing) {
    const cure = 'start the file with "Subject: We have received your request" and an empty line';
    problems.push({ file: file.path, line: 1, column: 1, message: 'the letter has no subject line', cure });
  }
  return { subject: '', body: file.content, blankLines: 0 };
}

/** What every receipt tells: its reference and both dates, of each case. Source: the s.45 Code's good practice. */
function mustTell(file: LetterFile, content: string, problems: LetterProblem[]): void {
  if (file.missing) return;
  for (const name of ['reference', 'received', 'due']) {
    if (new RegExp(`\\{\\{\\s*${name}\\s*\\}\\}`).test(content)) continue;
    const cure = `write {{${name}}} between {{#cases}} and {{/cases}}`;
    problems.push({ file: file.path, line: 1, column: 1, message: `the letter never shows {{${name}}}`, cure });
  }
}
