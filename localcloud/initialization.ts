import type { Properties } from "./rules";

/**
 * What was made or changed exists but does not work yet: the engine keeps it in its state and tries again next time.
 */
export class InitializationFailure extends Error {
  /** @param outputs as the engine writes them, secrets marked */
  constructor(
    readonly id: string,
    readonly inputs: Properties,
    readonly outputs: Properties,
    readonly reasons: readonly string[],
    doing: string,
  ) {
    super(`${doing}:\n${reasons.map((reason) => `  * ${reason}`).join("\n")}`);
  }
}
