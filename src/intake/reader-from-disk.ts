// A reader over the rule files as they lie on disk, for commands that touch no database.
import type { Authority } from '../authority.ts';
import { type Config, cacheOf, openVar } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { type DiskReader, openThreads, type ReaderOptions } from './reader.ts';

export type { DiskReader } from './reader.ts';

/** The thread reads and checks the rules itself: `prepare` tells of their problems, and meanwhile this thread goes on. */
export function readerFromDisk(
  { rulesDir, varDir }: Config,
  { sector, division, reference }: Authority,
  threads: number,
  options?: ReaderOptions,
): DiskReader {
  const rules = { dir: rulesDir, cacheDir: madeCache(varDir) };
  const about = { sector, scottish: division === 'scotland', referenceFormat: reference.format };
  return openThreads({ rules, ...about }, threads, options);
}

/** A folder that cannot be written only costs time. @throws PermanentError when there can be none: `mkdir -p` never ends there. */
function madeCache(varDir: string): string {
  try {
    openVar(varDir);
  } catch (error) {
    const cause = error instanceof PermanentError ? error.cause : error;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw error;
  }
  return cacheOf({ varDir });
}
