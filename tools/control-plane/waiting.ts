import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** A TCP port on loopback that nothing listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** There is nothing left to wait for. */
export class Hopeless extends Error {}

/**
 * Waits until `probe` gives a value; what it throws means "not yet".
 *
 * @throws Error that names what was waited for; at once what the probe throws as hopeless
 */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  seconds = 20,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  let cause: unknown;
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value !== undefined) return value;
    } catch (error) {
      if (error instanceof Hopeless) throw error;
      cause = error;
    }
    await pause(20);
  }
  throw new Error(`${what} did not happen within ${String(seconds)} s`, { cause });
}
