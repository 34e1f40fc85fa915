/** The cloud's time: how long its work takes here. */
export class Clock {
  private readonly stop = new AbortController();

  /** @param factor How long a second of the cloud lasts, in seconds; 0 (the default of `LOCALCLOUD_CLOCK`) never waits. */
  constructor(private readonly factor: number = readFactor(process.env["LOCALCLOUD_CLOCK"])) {}

  /** Lets some seconds of the cloud pass. After {@link cancel} nothing waits any more: what was begun is finished at once. */
  async pass(seconds: number): Promise<void> {
    if (this.factor > 0 && seconds > 0) await this.wait(seconds * this.factor);
  }

  /** Waits for real seconds, whatever the factor. */
  wait(seconds: number): Promise<void> {
    if (this.stop.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.stop.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  /** Aborted when the engine wants an end. */
  get cancelled(): AbortSignal {
    return this.stop.signal;
  }

  cancel(): void {
    this.stop.abort();
  }
}

/** @throws When the text is not a number that is 0 or more. */
function readFactor(text: string | undefined): number {
  const factor = Number(text ?? "0");
  if (!(factor >= 0))
    throw new Error(
      `LOCALCLOUD_CLOCK must be a number, 0 or more (0.01: a minute lasts 0.6 s), not '${text ?? ""}'.`,
    );
  return factor;
}
