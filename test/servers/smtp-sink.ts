// Postfix's smtp-sink: a real SMTP server that takes what it is sent and keeps each mail with its envelope in a file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OutgoingConfig } from '../../src/authority.ts';
import { freePort } from './free-port.ts';
import { account, onFreePort, run, scratchFolder } from './running.ts';

/** One mail as it came: the envelope from smtp-sink's own header lines, and the mail with LF line ends. */
export interface SunkMail {
  readonly file: string;
  /** Bare address, '' for `<>`. */
  readonly envelopeFrom: string;
  readonly envelopeTo: readonly string[];
  readonly text: string;
}

/** An outgoing account of Northmere at a server here, without TLS or log-in. */
export const outgoingTo = (port: number, from = 'foi@northmere.police.example'): OutgoingConfig => ({
  host: '127.0.0.1',
  port,
  secure: false,
  startTls: false,
  user: null,
  passwordEnv: null,
  password: null,
  from,
  envelopeFrom: from.replace('@', '-bounces@'),
  sentFolder: false,
});

export interface SmtpSink {
  readonly port: number;
  readonly folder: string;
  /** What has arrived so far, in order of file name (second of arrival, then chance); a mail being written is not whole yet. */
  mails(): SunkMail[];
  stop(): Promise<void>;
}

/**
 * @param options.args more of smtp-sink's own options, such as ['-r', 'RCPT'] (4xx there), ['-f', 'RCPT'] (5xx),
 *   ['-q', 'DATA'] (hangs up), ['-Q', '.'] (421), ['-W', 'DATA:2'] (seconds of delay): see smtp-sink(1).
 */
export async function startSmtpSink(options: { args?: readonly string[] } = {}): Promise<SmtpSink> {
  const owner = account('nobody');
  const { path: folder, remove } = scratchFolder('smtp-sink', owner);
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const [running, port] = await onFreePort(freePort, async (free) => {
    const args = [...user, '-d', join(folder, '%Y%m%d%H%M%S.'), ...(options.args ?? []), `127.0.0.1:${free}`, '1000'];
    return [await run({ command: 'smtp-sink', args, cwd: folder, port: free }), free] as const;
  });
  return {
    port,
    folder,
    mails: () =>
      readdirSync(folder)
        .sort()
        .flatMap((name) => read(join(folder, name))),
    stop: async () => {
      await running.stop();
      remove();
    },
  };
}

/** The dump format of smtp-sink(1): X-… lines, a Received header of three lines, the mail, one empty line. */
function read(file: string): SunkMail[] {
  const dump = readIfThere(file);
  if (dump === null) return [];
  const head = /^((?:X-[^\n]*\n)*)Received:[^\n]*\n(?:[ \t][^\n]*\n)*/.exec(dump);
  if (head === null) return [];
  const values = (name: string) =>
    [...(head[1] ?? '').matchAll(new RegExp(`^${name}: ?(.*)$`, 'gm'))].map(([, value = '']) => bare(value));
  return [
    {
      file,
      envelopeFrom: values('X-Mail-Args')[0] ?? '',
      envelopeTo: values('X-Rcpt-Args'),
      text: Buffer.from(dump.slice(head[0].length), 'latin1').toString('utf8').replace(/\n$/, ''),
    },
  ];
}

/** smtp-sink deletes the file of a mail that was cut off, maybe between our listing and our reading. */
function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const bare = (args: string) => /^<([^>]*)>/.exec(args)?.[1] ?? args;
