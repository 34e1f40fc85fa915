/** Cut short when the engine asks the plugin to stop. */
export class Clock {
  private readonly stop = new AbortController();

  /** @param factor How long a second of the cloud lasts, in seconds; 0 (the default of `LOCALCLOUD_CLOCK`) never waits. */
  constructor(private readonly factor: number = readFactor(process.env["LOCALCLOUD_CLOCK"])) {}

  /**
   * Lets some seconds of the cloud pass.
   *
   * @throws When the engine cancels meanwhile.
   */
  async pass(seconds: number): Promise<void> {
    if (this.factor > 0 && seconds > 0) await this.wait(seconds * this.factor);
    if (this.stop.signal.aborted) throw new Error("The operation was cancelled.");
  }

  /** Waits for real seconds, whatever the factor. */
  wait(seconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, seconds * 1000);
      this.stop.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    });
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
