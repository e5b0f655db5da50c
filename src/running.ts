// What every worker gives back once it runs.

export interface Running {
  /** Nothing that it could work now: nothing unread at its sources, no row waiting for it. */
  caughtUp(): boolean | Promise<boolean>;
  /** Takes nothing new; resolves when its sources are closed. Called before the queue is closed. */
  stop(): Promise<void>;
  /** Lets go of what jobs in hand needed. Called after the queue is closed. */
  release(): Promise<void>;
}
