// A bot whose rules are few, so that each command starts at once, and folders of mail for it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Bot, type BotOptions, makeBot } from '../bot.ts';
import { plainRules } from '../intake/scene.ts';

export interface PlainBot extends Bot {
  /** Writes a file into the bot's folder. @returns its path. */
  write(name: string, content: Buffer | string): string;
}

export async function plainBot(options: BotOptions): Promise<PlainBot> {
  const bot = makeBot(options);
  const write = (name: string, content: Buffer | string): string => {
    const path = join(bot.folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  };
  for (const { path, content } of (await plainRules()).files) write(`rules/${path}`, content);
  bot.env.FOI_RULES = join(bot.folder, 'rules');
  return { ...bot, write };
}

/** An mbox file of these mails (RFC 4155), LF line ends. */
export const mboxOf = (...mails: readonly Buffer[]): string =>
  mails
    .map(
      (mail) => `From somebody@alder.example Wed Jun 29 09:00:00 2022\n${mail.toString().replaceAll('\r\n', '\n')}\n\n`,
    )
    .join('');
