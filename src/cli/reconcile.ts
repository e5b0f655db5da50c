// `clerk reconcile`: mailbox, register and acknowledgements held against each other. Exit 1 when something must not be.
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { compareMailbox, type FolderBooks } from '../mail/compare.ts';
import { type BookLine, books, listIncidents } from '../register/reconciliation.ts';
import { arrivalStore } from '../register/store.ts';
import { services } from '../services.ts';
import type { CommandIo } from './command-io.ts';

export function registerReconcile(program: Command, io: CommandIo): void {
  program
    .command('reconcile')
    .description('hold mailbox, register and acknowledgements against each other')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const shared = await services(readConfig());
      try {
        const store = arrivalStore(shared.db, () => undefined);
        const folders = (
          await Promise.all(shared.config.authority.mailboxes.map((mailbox) => compareMailbox(mailbox, store)))
        ).flat();
        const lines = await books(shared.db);
        const incidents = await listIncidents(shared.db);
        if (options.json) io.out(JSON.stringify({ folders, books: lines, incidents }));
        else
          for (const line of [
            ...folders.flatMap(folderLine),
            ...lines.map(bookLine),
            ...incidents.map(
              (one) => `incident      ${one.what} ${one.mailbox}/${one.folder} UID ${one.uid ?? '–'}: ${one.because}`,
            ),
          ])
            io.out(line);
        if (lines.some(({ verdict }) => verdict === 'wrong')) process.exitCode = 1;
        for (const folder of folders) {
          if (!('error' in folder)) continue;
          io.err(`mailbox ${folder.mailbox} could not be asked: ${folder.error}`);
          process.exitCode = 1;
        }
      } finally {
        await shared.close();
      }
    });
}

/** One that could not be asked is an error, and told as one. */
const folderLine = (folder: FolderBooks): string[] =>
  'error' in folder
    ? []
    : [
        `mailbox       ${folder.mailbox}/${folder.folder}: ${folder.onServer} on the server, ${folder.unread} not in the register yet, ${folder.gone} in the register and gone from the folder`,
      ];

const SIGNS = { fine: '  ', look: '? ', wrong: '! ' } as const;
const bookLine = ({ what, count, verdict }: BookLine): string =>
  `${SIGNS[verdict]}${String(count).padStart(10)}  ${what}`;
