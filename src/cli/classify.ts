// `clerk classify`: what would be made of mail files, without touching any database. Same order as given.
import type { Command } from 'commander';
import { mayAnswer } from '../acknowledge/may-answer.ts';
import type { Authority } from '../authority.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { readConfig } from '../config.ts';
import { type Reader, readerFromDisk } from '../intake/reader-from-disk.ts';
import { textOf } from '../intake/text-of.ts';
import type { FileMail } from '../mail/mbox.ts';
import { receivedAtOf } from '../mail/received.ts';
import { type Classified, classifiedJson, classifiedLines } from './classified.ts';
import type { CommandIo } from './command-io.ts';
import { mailFiles } from './mail-files.ts';
import { progress } from './progress.ts';
import { choiceOf } from './usage.ts';

interface Options {
  readonly sector?: string;
  readonly json?: boolean;
  readonly text?: boolean;
}

/** Mails read at once: one a core of the machine it was measured on. */
const THREADS = 2;
const SECTORS = ['police', 'council', 'nhs', 'central'] as const;

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
      const reader = await readerFromDisk(config, authority, THREADS);
      const bar = progress('classify');
      try {
        for await (const done of inOrder(
          mailFiles(paths),
          (mail) => classifyOne(mail, reader, authority),
          2 * THREADS,
        )) {
          bar.step();
          if (options.json) io.out(JSON.stringify(classifiedJson(done, authority, options.text ?? false)));
          else for (const line of classifiedLines(done, authority)) io.out(line);
        }
      } finally {
        bar.stop();
        await reader.close();
      }
    });
}

async function classifyOne(
  { file, bytes, fileTime }: FileMail & { fileTime: Date },
  reader: Reader,
  authority: Authority,
): Promise<Classified> {
  const receivedAt = receivedAtOf(bytes, fileTime);
  const look = await reader.look(bytes);
  if (look.state === 'unparsable') return { file, state: 'unparsable', because: look.because };
  const receivedOn = receivedOnOf(receivedAt, authority.timeZone);
  const threaded = look.references.some(({ system }) => system === 'ours');
  const judged = await reader.classify(textOf(look, { threaded, receivedOn, junk: false }));
  if (judged.state === 'failed') return { file, state: 'unparsable', because: judged.because };
  const context = { authority, envelopeFrom: null, junk: false, receivedAt, goLiveAt: null };
  const receipt = mayAnswer(look.mail, judged.classification, context);
  return { file, state: 'classified', look, classification: judged.classification, receipt, receivedOn };
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
