// What the mailbox worker keeps of each place that mail comes from.

export interface Source {
  /** Nothing unread there, as of the last look. */
  caughtUp(): boolean | Promise<boolean>;
  stop(): Promise<void>;
}
