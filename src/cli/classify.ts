// `clerk classify`: what would be made of mail files, without touching any database. Same order as given.
import type { Command } from 'commander';
import type { Authority } from '../authority.ts';
import { SECTORS } from '../classify/known.ts';
import { readConfig } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { type DiskReader, readerFromDisk } from '../intake/reader-from-disk.ts';
import type { Classified } from './classified.ts';
import type { CommandIo } from './command-io.ts';
import { choiceOf } from './usage.ts';

interface Options {
  readonly sector?: string;
  readonly json?: boolean;
  readonly text?: boolean;
}

/** Mails read at once: one a core of the machine it was measured on. */
const THREADS = 2;

export function registerClassify(program: Command, io: CommandIo): void {
  program
    .command('classify')
    .description('what would be made of mail files; touches no database')
    .argument('<path...>', '.eml files, folders of them, mbox files, or - for one mail on standard input')
    .option('--sector <sector>', `${SECTORS.join(', ')}; default: the authority's own`)
    .option('--json', 'one JSON object a mail')
    .option('--text', 'with --json: also the fields that offsets point into')
    .action(async (paths: string[], options: Options) => {
      const config = readConfig();
      const sector =
        options.sector === undefined ? config.authority.sector : choiceOf('--sector', options.sector, SECTORS);
      const authority = { ...config.authority, sector };
      const onSuspended = (rule: string): void => io.err(`the rule ${rule} took too long and is left out of this run`);
      const reader = readerFromDisk(config, authority, THREADS, { onSuspended });
      try {
        await classifyAll(paths, options, { reader, authority, rulesDir: config.rulesDir, io });
      } finally {
        await reader.close();
      }
    });
}

interface Desk {
  readonly reader: DiskReader;
  readonly authority: Authority;
  readonly rulesDir: string;
  readonly io: CommandIo;
}

async function classifyAll(paths: readonly string[], options: Options, desk: Desk): Promise<void> {
  const { reader, authority, io } = desk;
  // The rest of the program is loaded while the reader's thread starts: a third of a second for a single mail.
  const [prepared, letter, { classifyOne }, { mailFiles }, { classifiedJson, classifiedLines }, { progress }] =
    await Promise.all([
      reader.prepare(),
      import('./letters-on-disk.ts').then(({ lettersOnDisk }) => lettersOnDisk(desk.rulesDir, authority)),
      import('./classify-one.ts'),
      import('./mail-files.ts'),
      import('./classified.ts'),
      import('./progress.ts'),
    ]);
  if (!prepared.ok) throw new PermanentError(prepared.problems.join('\n'));
  const about = { authority, letter };
  const bar = progress('classify');
  try {
    const work = (mail: Parameters<typeof classifyOne>[0]): Promise<Classified> => classifyOne(mail, reader, about);
    for await (const done of inOrder(mailFiles(paths), work, 2 * THREADS)) {
      bar.step();
      if (options.json) io.out(JSON.stringify(classifiedJson(done, authority, options.text ?? false)));
      else for (const line of classifiedLines(done, authority)) io.out(line);
    }
  } finally {
    bar.stop();
  }
}

/** Works up to `ahead` items at once and gives the results in the order of the items. */
async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
  ahead: number,
): AsyncGenerator<Result> {
  const inHand: Promise<Result>[] = [];
  for await (const item of items) {
    inHand.push(work(item));
    const first = inHand.length >= ahead ? inHand.shift() : undefined;
    if (first) yield await first;
  }
  for (const rest of inHand) yield await rest;
}
