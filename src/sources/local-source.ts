// Where mail comes from when no mailbox is configured: an SMTP listener and a folder that files are dropped into.
import { join } from 'node:path';
import { PermanentError } from '../errors.ts';
import { codeOf } from '../log.ts';
import { watchInboxFolder } from '../mail/inbox-folder.ts';
import { listenSmtp } from '../mail/smtp-listener.ts';
import { arrivalStore, goLive } from '../register/store.ts';
import type { Services } from '../services.ts';
import type { Source } from './source.ts';

/** In a trial any mail may be acknowledged, however old: the letter goes to a folder. Else go-live is the first start. */
const goLiveOf = ({ config }: Services): Date | null => (config.demo ? new Date(0) : null);

/** @throws PermanentError when the port is taken. */
export async function smtpSource(shared: Services): Promise<Source> {
  const { config, db, log, ring } = shared;
  await goLive(db, 'smtp', goLiveOf(shared), new Date());
  const store = arrivalStore(db, (messageIds) => void ring({ intake: messageIds }));
  const listener = await listenSmtp(store, { log, host: config.host, port: config.smtpPort }).catch(
    (cause: unknown) => {
      throw new PermanentError(
        `port ${config.smtpPort} cannot be used (${codeOf(cause)}): is foi-clerk running here already? Else set SMTP_PORT to a free one`,
        { cause },
      );
    },
  );
  log.info({ worker: 'mailbox', port: listener.port }, 'mail is taken over SMTP');
  return { caughtUp: () => true, stop: () => listener.close() };
}

export async function folderSource(shared: Services): Promise<Source> {
  const { config, db, log, ring } = shared;
  await goLive(db, 'folder', goLiveOf(shared), new Date());
  let caughtUp = false;
  const store = arrivalStore(db, (messageIds) => {
    caughtUp = false;
    void ring({ intake: messageIds });
  });
  const ending = new AbortController();
  const options = {
    log,
    signal: ending.signal,
    caughtUp: () => {
      caughtUp = true;
    },
  };
  const watching = watchInboxFolder(join(config.varDir, 'inbox'), store, options);
  return {
    caughtUp: () => caughtUp,
    async stop() {
      ending.abort();
      await watching;
    },
  };
}
