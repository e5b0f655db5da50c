// A TCP proxy in front of a real server that can cut, delay and swallow: the faults that no real server makes on request.
import { connect, createServer, type Socket } from 'node:net';

export interface Faults {
  /** Cut each connection (reset both sides) once the server has sent this many bytes on it. */
  cutAfterServerBytes?: number | null;
  /** Cut each connection once the client has sent this many bytes on it. */
  cutAfterClientBytes?: number | null;
  /** Hold every chunk back this long, in milliseconds. */
  delayMs?: number;
  /** Take what the server sends and pass nothing on: a half-open connection. */
  mute?: boolean;
  /** Refuse new connections: closed as soon as they are accepted. */
  refuse?: boolean;
  /** SMTP: pass the mail on, let the server take it, swallow its reply to the final dot and cut. */
  swallowReplyToDot?: boolean;
}

export interface Cutter {
  readonly port: number;
  /** The faults in force; may be changed at any time, also for connections that are open. */
  readonly faults: Faults;
  /** Connections made through it so far. */
  connections(): number;
  /** Cuts all open connections now. */
  cut(): void;
  stop(): Promise<void>;
}

const FINAL_DOT = Buffer.from('\r\n.\r\n');

export async function startCutter(target: number, faults: Faults = {}): Promise<Cutter> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    if (faults.refuse) return void client.resetAndDestroy();
    pair(client, connect(target, '127.0.0.1'), faults, open);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const cut = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    faults,
    connections: () => connections,
    cut,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function pair(client: Socket, server: Socket, faults: Faults, open: Set<Socket>): void {
  const seen = { fromServer: 0, fromClient: 0, tail: Buffer.alloc(0), dotSent: false };
  const cut = () => {
    client.resetAndDestroy();
    server.resetAndDestroy();
  };
  for (const socket of [client, server]) {
    open.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined); // a reset is what this proxy is for
    socket.once('close', () => open.delete(socket));
  }
  client.once('close', () => server.destroy());
  server.once('close', () => client.destroy());
  client.once('end', () => server.end());
  server.once('end', () => client.end());
  const pass = (to: Socket, chunk: Buffer) => {
    if (faults.delayMs) setTimeout(() => to.write(chunk), faults.delayMs);
    else to.write(chunk);
  };
  client.on('data', (chunk: Buffer) => {
    const rest = remaining(faults.cutAfterClientBytes, seen.fromClient);
    seen.fromClient += chunk.length;
    seen.tail = Buffer.concat([seen.tail, chunk]).subarray(-FINAL_DOT.length);
    if (seen.tail.equals(FINAL_DOT)) seen.dotSent = true;
    pass(server, chunk.subarray(0, rest));
    if (chunk.length > rest) setImmediate(cut);
  });
  server.on('data', (chunk: Buffer) => {
    if (faults.mute) return;
    if (faults.swallowReplyToDot && seen.dotSent) return cut();
    const rest = remaining(faults.cutAfterServerBytes, seen.fromServer);
    seen.fromServer += chunk.length;
    pass(client, chunk.subarray(0, rest));
    if (chunk.length > rest) setImmediate(cut);
  });
}

const remaining = (limit: number | null | undefined, seen: number) =>
  limit === null || limit === undefined ? Number.POSITIVE_INFINITY : Math.max(0, limit - seen);
