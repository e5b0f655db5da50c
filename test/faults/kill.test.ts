// kill -9 of the bot: nothing is lost, nothing is doubled. A few rounds here; `npm run faults` runs twenty on each store.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { killRound, type Outcome, type Round } from './kill-run.ts';

const MAILS = 60;
const MOMENTS: readonly Round['kill'][] = [{ afterMs: 150 }, 'while sending'];

describe.each(['embedded', 'real'] as const)('on the %s PostgreSQL', (store) => {
  let dovecot: Dovecot;
  let quiet: Outcome;
  beforeAll(async () => {
    dovecot = await startDovecot();
    quiet = await killRound(dovecot, 'quiet', { store, mails: MAILS, kill: 'never' });
  });
  afterAll(() => dovecot?.stop());

  test.each(MOMENTS.map((kill, i) => [JSON.stringify(kill), kill, i] as const))(
    'a bot killed %s has every mail, request and letter once after its next start',
    async (_, kill, i) => {
      const killed = await killRound(dovecot, `killed-${i}`, { store, mails: MAILS, kill });
      expect(killed.messages).toBe(MAILS);
      expect(killed.requests).toEqual(quiet.requests);
      expect(killed.referencesWithoutGap).toBe(true);
      expect(killed.unknown).toBeLessThanOrEqual(killed.inFlightAtKill);
      expect(killed.sent + killed.unknown).toBe(quiet.sent);
      expect(killed).toMatchObject({ doubled: 0, missing: 0 });
    },
  );
});
