// A reader over the rule files as they lie on disk, for commands that touch no database.
import { join } from 'node:path';
import type { Authority } from '../authority.ts';
import type { Config } from '../config.ts';
import { type DiskReader, openThreads, type ReaderOptions } from './reader.ts';

export type { DiskReader } from './reader.ts';

/** The thread reads and checks the rules itself: `prepare` tells of their problems, and meanwhile this thread goes on. */
export function readerFromDisk(
  { rulesDir, varDir }: Config,
  { sector, division, reference }: Authority,
  threads: number,
  options?: ReaderOptions,
): DiskReader {
  const rules = { dir: rulesDir, cacheDir: join(varDir, 'cache') };
  const about = { sector, scottish: division === 'scotland', referenceFormat: reference.format };
  return openThreads({ rules, ...about }, threads, options);
}
