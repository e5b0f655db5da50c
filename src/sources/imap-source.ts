// One mailbox as a source of the register: one reader at a time, go-live at its first connection, doorbells after each commit.
import type { MailboxConfig } from '../authority.ts';
import { PermanentError } from '../errors.ts';
import { codeOf } from '../log.ts';
import type { ArrivalStore } from '../mail/arrival.ts';
import { watchMailbox } from '../mail/imap.ts';
import { lockKey } from '../register/lock.ts';
import { MAILBOX_LOCK, onlyOne } from '../register/only-one.ts';
import { arrivalStore, goLive } from '../register/store.ts';
import type { Services } from '../services.ts';
import type { Source } from './source.ts';

/** Judgement: one refusal may be a server that is busy; a wrong password is refused each time. */
const REFUSALS = 3;

export function imapSource(config: MailboxConfig, { db, pool, log, ring }: Services): Source {
  let caughtUp = false;
  let refusals = 0;
  const store = arrivalStore(db, (messageIds) => {
    caughtUp = false;
    void ring({ intake: messageIds });
  });
  const reader = onlyOne(
    pool,
    [MAILBOX_LOCK, lockKey(config.name)],
    async () => {
      const ending = new AbortController();
      const watching = watchMailbox(config, withGoLive(store, db, config), {
        log,
        signal: ending.signal,
        allCaughtUp: () => {
          caughtUp = true;
        },
        logInRefused: (times) => {
          refusals = times;
        },
      });
      return {
        async stop() {
          ending.abort();
          await watching;
        },
      };
    },
    (error) => log.warn({ mailbox: config.name, code: codeOf(error) }, 'the register is out of reach'),
  );
  return {
    caughtUp: () => {
      if (refusals >= REFUSALS) throw new PermanentError(refusedWords(config));
      return caughtUp;
    },
    stop: () => reader.stop(),
  };
}

const refusedWords = ({ name, host, user, passwordEnv }: MailboxConfig): string =>
  `mailbox ${name} could not be read: ${host} refuses the log-in of ${user}; check that account and the password in the environment variable ${passwordEnv}`;

/** The first question to the register comes with the first working connection: that moment is go-live, unless configured. */
function withGoLive(store: ArrivalStore, db: Services['db'], config: MailboxConfig): ArrivalStore {
  return {
    ...store,
    async position(mailbox, folder) {
      await goLive(db, `imap:${config.name}`, config.goLiveAt, new Date());
      return store.position(mailbox, folder);
    },
  };
}
