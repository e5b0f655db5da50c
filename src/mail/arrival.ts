// The one shape in which every source (IMAP, SMTP listener, folder, import) hands a mail to the register.

/** Mail above this size is not stored, and a person is told where it lies: 50 MB, twice what most providers let through. */
export const MAX_MAIL_BYTES = 50 * 1024 * 1024;

/** Where in a mailbox a mail lies: IMAP's own four-part name of a message, RFC 9051 section 2.3.1.1. */
export interface Place {
  readonly mailbox: string;
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly uid: number;
}

export interface Arrival {
  /** 'imap:NAME' | 'smtp' | 'folder' | 'import:…' */
  readonly source: string;
  readonly bytes: Buffer;
  /** The server's own time: INTERNALDATE, the end of DATA, or for files what `receivedAtOf` finds, else the file's time. */
  readonly receivedAt: Date;
  /** IMAP only. */
  readonly place: Place | null;
  /** '' is the null sender `<>`; null is unknown. */
  readonly envelopeFrom: string | null;
  readonly envelopeTo: readonly string[];
  readonly junk: boolean;
}

/** How far a folder has been looked at: every UID up to `lastUid` was seen, though the hourly comparison may still owe some. */
export interface Position {
  readonly mailbox: string;
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly lastUid: number;
}

/** What a person is shown of a mail that could not be stored, or of a mailbox that changed under us. */
export type IncidentKind = 'unreadable' | 'vanished' | 'too-large' | 'new-epoch';

/** Where arrivals are committed. A source answers, moves or marks nothing before `store` has resolved. */
export interface ArrivalStore {
  /** Stores bytes and, for IMAP, moves the folder's position (which may come without any arrival), in one transaction. Rejects when nothing was stored. */
  store(arrivals: readonly Arrival[], position?: Position): Promise<void>;
  position(mailbox: string, folder: string): Promise<{ uidValidity: bigint; lastUid: number } | null>;
  knownUids(mailbox: string, folder: string, uidValidity: bigint): Promise<Set<number>>;
  /** A row that a person sees. Idempotent per (mailbox, folder, uidValidity, uid, what). */
  incident(where: Omit<Place, 'uid'> & { uid: number | null }, what: IncidentKind, because: string): Promise<void>;
  /** The folder was read to its end at this moment. */
  polled(mailbox: string, folder: string, at: Date): Promise<void>;
}
