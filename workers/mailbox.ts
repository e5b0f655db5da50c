// The mailbox worker: brings mail in, from the configured mailboxes, or from a folder and an SMTP listener where there are none.
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';
import { imapSource } from '../src/sources/imap-source.ts';
import { folderSource, smtpSource } from '../src/sources/local-source.ts';
import { allCaughtUp } from '../src/sweep/idle.ts';

export async function start(shared: Services): Promise<Running> {
  const { mailboxes } = shared.config.authority;
  const sources =
    mailboxes.length > 0
      ? mailboxes.map((mailbox) => imapSource(mailbox, shared))
      : [await smtpSource(shared), await folderSource(shared)];
  return {
    caughtUp: () => allCaughtUp(sources),
    stop: async () => void (await Promise.all(sources.map((source) => source.stop()))),
    release: async () => undefined,
  };
}

await runAlone(import.meta.main, start);
