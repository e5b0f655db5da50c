// The file of `clerk due --school-terms`: a YAML or JSON list of the school's terms.
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import type { SchoolTerm } from '../clock/school-terms.ts';
import { reasonOf } from '../errors.ts';
import { UsageError } from './usage.ts';

/** What such a file looks like, for the help text and the errors. */
export const SCHOOL_TERMS_EXAMPLE =
  '[{"from": "2026-04-13", "to": "2026-07-17"}, {"from": "2026-09-01", "to": "2026-12-18"}]';
const schoolTermsSchema = z.array(z.strictObject({ from: z.string(), to: z.string() })).min(1);

/** The terms of a file; throws UsageError that names the option, the reason and the shape. */
export async function readSchoolTerms(file: string): Promise<readonly SchoolTerm[]> {
  try {
    return schoolTermsSchema.parse(parse(await readFile(file, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : reasonOf(error);
    const cure = `give a YAML or JSON file that lists the terms by date, a half-term being a gap between two, as ${SCHOOL_TERMS_EXAMPLE}`;
    throw new UsageError(`--school-terms ${file}: ${reason.replace(/\s+/g, ' ')}; ${cure}`, { cause: error });
  }
}
