import type { Clock } from "./clock";
import { Refusal } from "./refusal";

/** Real seconds that a change lasts at least, so that two that the engine asks for at once meet on a slow machine too. */
const SHORTEST = 0.05;

/** What of a cloud is being changed right now, where it makes one change at a time and refuses a second. */
export class Turns {
  private readonly taken = new Set<string>();

  constructor(private readonly clock: Clock) {}

  /**
   * Changes something that takes one change at a time.
   *
   * @param what id of what is changed; absent: it takes any number of changes
   * @throws Refusal when another change of it is not over
   */
  async take<T>(what: string | undefined, change: () => Promise<T>): Promise<T> {
    if (what === undefined) return change();
    if (this.taken.has(what))
      throw new Refusal(
        `Conflict: AnotherOperationInProgress: another operation on this or a dependent resource is in progress: ${what}; ` +
          "make one change after the other",
      );
    this.taken.add(what);
    try {
      const result = await change();
      await this.clock.wait(SHORTEST);
      return result;
    } finally {
      this.taken.delete(what);
    }
  }
}
