// Decisions on mails that lie in a file beside them, one JSON object a line, as officers label a sample.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import * as z from 'zod';
import type { Decided } from '../classify/decided.ts';
import { PermanentError } from '../errors.ts';

const ids = z.array(z.string());
/** `file` or `id` names the mail file, with or without .eml; what is null or absent was not decided. */
const label = z
  .looseObject({
    file: z.string().optional(),
    id: z.string().optional(),
    kind: z.string().nullish(),
    alsoKinds: ids.nullish(),
    regime: z.string().nullish(),
    alsoRegimes: ids.nullish(),
    topics: ids.nullish(),
    exemptions: z.array(z.union([z.string(), z.looseObject({ id: z.string() })])).nullish(),
  })
  .refine((row) => (row.file ?? row.id) !== undefined, 'it has neither “file” nor “id”');

/** The name by which a mail file and its label find each other. */
export const nameOf = (file: string): string => basename(file).replace(/\.eml$/, '');

/** Labels by the name of their mail. @throws PermanentError that names the line and what is wrong with it. */
export async function readLabels(file: string): Promise<Map<string, Decided>> {
  const lines = (await readFile(file, 'utf8')).split('\n');
  return new Map(
    lines.flatMap((line, index): [string, Decided][] => {
      if (line.trim() === '') return [];
      const parsed = label.safeParse(json(line, `${file}:${index + 1}`));
      if (!parsed.success)
        throw new PermanentError(
          `${file}:${index + 1} ${z.prettifyError(parsed.error)} — clerk rules fit --help shows a line`,
        );
      const decided = decidedOf(parsed.data);
      return [[decided.mail, decided]];
    }),
  );
}

function json(line: string, place: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new PermanentError(`${place} is not JSON — write one object a line`, { cause });
  }
}

function decidedOf(row: z.infer<typeof label>): Decided {
  const both = (main: string | null | undefined, others: readonly string[] | null | undefined) =>
    main === null || main === undefined ? undefined : [main, ...(others ?? [])];
  return {
    mail: nameOf(row.file ?? row.id ?? ''),
    kinds: both(row.kind, row.alsoKinds),
    regimes: both(row.regime, row.alsoRegimes),
    topics: row.topics ?? undefined,
    exemptions: row.exemptions?.map((each) => (typeof each === 'string' ? each : each.id)),
  };
}
