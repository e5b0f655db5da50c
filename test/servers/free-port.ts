// A TCP port on 127.0.0.1 that was free a moment ago; starters try again with another one when it is taken meanwhile.
import { createServer } from 'node:net';

/** @returns a port that the kernel has just handed out and got back. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
