// A reader over the rule files as they lie on disk, for commands that touch no database.
import { join } from 'node:path';
import type { Authority } from '../authority.ts';
import { loadRules, readRuleFiles } from '../classify/load.ts';
import { problemLine } from '../classify/problem.ts';
import type { Config } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { openReader, type Reader } from './reader.ts';

export type { Reader } from './reader.ts';

/** @throws PermanentError that lists every problem of the rule files. */
export async function readerFromDisk(config: Config, authority: Authority, threads: number): Promise<Reader> {
  const files = await readRuleFiles(config.rulesDir);
  const loaded = await loadRules(files, join(config.varDir, 'cache'));
  if (!loaded.ok) throw new PermanentError(loaded.problems.map(problemLine).join('\n'));
  const about = {
    sector: authority.sector,
    scottish: authority.division === 'scotland',
    referenceFormat: authority.reference.format,
  };
  return openReader(files, about, threads);
}
