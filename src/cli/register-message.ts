// `clerk register message N`: one stored mail, for staff to read; or its exact bytes.
import type { Config } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { readerFromDisk } from '../intake/reader-from-disk.ts';
import type { Mail } from '../mail/parse.ts';
import { bytesOf, storedMail } from '../register/stored-mail.ts';
import type { Services } from '../services.ts';
import type { CommandIo } from './command-io.ts';
import { messageLines } from './message-lines.ts';
import { UsageError } from './usage.ts';

export interface MessageOptions {
  readonly raw?: boolean;
  readonly json?: boolean;
}

/** @throws UsageError for what is no number, PermanentError for a number that no mail has. */
export async function showMessage(
  { db, config }: Services,
  number: string,
  { raw, json }: MessageOptions,
  io: CommandIo,
): Promise<void> {
  if (raw && json) throw new UsageError('--raw and --json: write one of the two');
  // PostgreSQL's bigint holds any number of eighteen digits.
  if (!/^\d{1,18}$/.test(number)) {
    throw new UsageError(`register message ${number}: write the number of a mail, as \`clerk register list\` shows it`);
  }
  const stored = await storedMail(db, number);
  if (!stored)
    throw new PermanentError(`there is no message ${number}: \`clerk register list --parked\` shows those that wait`);
  const bytes = await bytesOf(db, number);
  if (raw) return writeRaw(bytes, stored.id);
  const mail = bytes === null ? null : await mailOf(bytes, config);
  if (!json) for (const line of messageLines(stored, mail, config.authority.timeZone)) io.out(line);
  else
    io.out(
      JSON.stringify({
        ...stored,
        to: mail?.to ?? null,
        cc: mail?.cc ?? null,
        attachments:
          mail?.attachments.map(({ filename, contentType, bytes: size }) => ({ filename, contentType, bytes: size })) ??
          null,
      }),
    );
}

/** In a thread with its limits, as intake reads it: no mail, however hostile, holds the command up. */
async function mailOf(bytes: Buffer, config: Config): Promise<Mail | null> {
  const reader = readerFromDisk(config, config.authority, 1);
  try {
    const look = await reader.look(bytes);
    return look.state === 'parsed' ? look.mail : null;
  } finally {
    await reader.close();
  }
}

async function writeRaw(bytes: Buffer | null, id: string): Promise<void> {
  if (bytes === null) throw new PermanentError(`the bytes of message ${id} are kept no longer`);
  // They may hold what a terminal obeys: retyped answers, changed titles.
  if (process.stdout.isTTY) throw new UsageError(`--raw does not write to a terminal: add \`> message-${id}.eml\``);
  await new Promise<void>((written) => process.stdout.write(bytes, () => written()));
}
