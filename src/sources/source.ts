// What the mailbox worker keeps of each place that mail comes from.

export interface Source {
  /** Nothing unread there, as of the last look. @throws PermanentError when nothing can be read there until a person acts. */
  caughtUp(): boolean | Promise<boolean>;
  stop(): Promise<void>;
}
