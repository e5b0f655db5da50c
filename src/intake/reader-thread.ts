// What runs inside a reader thread: parse one mail, or classify one text. The rules are compiled once a thread.
import { workerData } from 'piscina';
import { type Classification, classify as classifyText } from '../classify/classify.ts';
import { compileRules } from '../classify/compile.ts';
import type { CompiledRules } from '../classify/compiled.ts';
import { platformOf, type Reference, references } from '../classify/references.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Text } from '../classify/text.ts';
import { type Machine, machine } from '../mail/automatic.ts';
import { type Mail, parse } from '../mail/parse.ts';

export interface ReaderData {
  readonly rules: RuleFiles;
  readonly sector: 'police' | 'council' | 'nhs' | 'central';
  readonly scottish: boolean;
  readonly referenceFormat: string;
}

/** What one look at the bytes tells, before the register is asked whose request it belongs to. */
export type Look =
  | { readonly state: 'unparsable'; readonly because: string }
  | {
      readonly state: 'parsed';
      readonly mail: Mail;
      readonly machine: Machine | null;
      readonly references: readonly Reference[];
      readonly platform: string | null;
    };

// Checked where it is made: openReader gives nothing else.
const data = workerData as ReaderData;
let compiled: CompiledRules | null = null;

export async function look(bytes: Uint8Array): Promise<Look> {
  const parsed = await parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (parsed.state === 'unparsable') return parsed;
  const { mail } = parsed;
  const from = mail.from[0] ?? null;
  return {
    state: 'parsed',
    mail,
    machine: machine(mail),
    references: references({ subject: mail.subject, body: mail.body, from }, data.referenceFormat),
    platform: platformOf(from),
  };
}

export function classify(text: Text): Classification {
  compiled ??= rulesOf(data.rules);
  return classifyText(text, compiled, data.sector, data.scottish);
}

/** The files were validated before they were published, so their examples are not run again. */
function rulesOf(files: RuleFiles): CompiledRules {
  const result = compileRules(files, { validated: true });
  if (!result.ok) throw new Error(`rule set ${files.version} does not compile: ${result.problems[0]?.message ?? ''}`);
  return result.rules;
}
