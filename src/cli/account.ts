// Who decides on the command line: the account that runs it, unless another is named. An account, never a person's name.
import { userInfo } from 'node:os';
import { UsageError } from './usage.ts';

const ACCOUNT = /^[a-z0-9][a-z0-9._@\\-]{0,63}$/i;

/** @throws UsageError for what is no account name: the record of what happened holds no names of people. */
export function accountOf(by: string | undefined): string {
  if (by === undefined) return ofSystem();
  if (ACCOUNT.test(by)) return by;
  throw new UsageError(`--by ${by}: write an account, such as j.alder: letters, digits and . _ - @, no spaces`);
}

/** Judgement: a number is better than no command where the machine does not know its own user (containers). */
function ofSystem(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
