import { createClient } from "@redis/client";
import { within } from "./deadline";
import type { Logger } from "../logger";
import type { WindowCounter } from "./rate-limit";
import type { Dependency } from "./readiness";
import { traced } from "./tracing";

/** Seconds for one command: a cache that is slower than this is slower than the database. */
const commandSeconds = 1;

/** The service's Redis-compatible cache. Every command may fail; no caller may depend on one. */
export class Cache implements Dependency, WindowCounter {
  readonly name = "cache";
  private readonly client;

  /**
   * Connects in the background and again whenever the connection breaks.
   *
   * @param url `redis://…` or `rediss://…`
   * @param service prefix of every key, so that services can share a cache
   * @param certificateAuthority whose signature the cache's certificate must have, in PEM; absent: one that Node trusts
   */
  constructor(
    url: string,
    private readonly service: string,
    log: Logger,
    certificateAuthority?: string,
  ) {
    this.client = createClient({
      url,
      // Commands fail at once while there is no connection, instead of piling up.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: 2000,
        reconnectStrategy: (attempts) => Math.min(100 * 2 ** attempts, 5000),
        ...(certificateAuthority !== undefined && onlySignedBy(certificateAuthority)),
      },
    });
    this.client.on("error", (error: unknown) => {
      log.warn({ err: error }, "the cache's connection failed");
    });
    this.client.connect().catch((error: unknown) => {
      log.error({ err: error }, "the cache cannot be connected to");
    });
  }

  /** The text stored under a key, or null. */
  get(key: string): Promise<string | null> {
    return this.run("GET", () => this.client.get(this.key(key)));
  }

  /** Stores a text for this many seconds. */
  async set(key: string, value: string, seconds: number): Promise<void> {
    await this.run("SET", () =>
      this.client.set(this.key(key), value, { expiration: { type: "EX", value: seconds } }),
    );
  }

  async delete(key: string): Promise<void> {
    await this.run("DEL", () => this.client.del(this.key(key)));
  }

  async increment(key: string, window: number, seconds: number): Promise<number> {
    const name = this.key(`rate:${key}:${window}`);
    const [count] = await this.run("MULTI", () =>
      this.client.multi().incr(name).expire(name, seconds).execTyped(),
    );
    return count;
  }

  async check(): Promise<void> {
    await within(commandSeconds, this.client.ping());
  }

  async close(): Promise<void> {
    // A connection that is still being made has nothing to finish.
    if (this.client.isReady) await within(commandSeconds, this.client.close());
    else this.client.destroy();
  }

  private key(key: string): string {
    return `${this.service}:${key}`;
  }

  private run<T>(command: string, work: () => Promise<T>): Promise<T> {
    const attributes = { "db.system.name": "redis", "db.operation.name": command };
    return traced(`cache ${command}`, attributes, () => within(commandSeconds, work()));
  }
}

/**
 * TLS with an authority that signs for one cache alone, as Google's does: its signature proves who answers, and the
 * certificate need not name the address, which is a private one.
 */
function onlySignedBy(authority: string) {
  return { tls: true as const, ca: authority, checkServerIdentity: () => undefined };
}
