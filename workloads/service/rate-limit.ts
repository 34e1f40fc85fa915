/** Counts events of a key within a window; shared between replicas where a cache is. */
export interface WindowCounter {
  /**
   * Counts one more.
   *
   * @param seconds length of the window, after which the count may be forgotten
   * @returns how many there have been in this window
   */
  increment(key: string, window: number, seconds: number): Promise<number>;
}

/** Counts in this process only: with N replicas a client gets up to N times its share. */
export class LocalCounter implements WindowCounter {
  private window = -1;
  private counts = new Map<string, number>();

  increment(key: string, window: number): Promise<number> {
    // All keys share their window, so memory holds one window's clients at most.
    if (window !== this.window) {
      this.window = window;
      this.counts = new Map();
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return Promise.resolve(count);
  }
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until the window ends, at least 1. */
  readonly retryAfter: number;
}

/** At most `requests` of one client in each window of so many seconds. */
export class RateLimit {
  private readonly local = new LocalCounter();

  /**
   * @param shared counter that all replicas use; where it fails, this replica counts by itself, because a broken cache
   *   must not close the service
   * @param now milliseconds since 1970
   */
  constructor(
    private readonly requests: number,
    private readonly seconds: number,
    private readonly shared?: WindowCounter,
    private readonly now: () => number = Date.now,
  ) {}

  async take(client: string): Promise<RateDecision> {
    const time = this.now() / 1000;
    const window = Math.floor(time / this.seconds);
    const count = await this.count(client, window);
    return {
      allowed: count <= this.requests,
      remaining: Math.max(0, this.requests - count),
      retryAfter: Math.max(1, Math.ceil((window + 1) * this.seconds - time)),
    };
  }

  private async count(client: string, window: number): Promise<number> {
    try {
      if (this.shared) return await this.shared.increment(client, window, this.seconds);
    } catch {
      // The cache's own listener logs why.
    }
    return this.local.increment(client, window);
  }
}
