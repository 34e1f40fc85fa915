import type { Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { DeadlineError, within } from "./deadline";
import type { Logger } from "../logger";

export interface ShutdownArgs {
  /** Seconds to go on serving while "not ready", and seconds for what is then in flight. */
  readonly delay: number;
  readonly timeout: number;
  /** Servers that stop listening. */
  readonly servers: readonly Server[];
  /** What is closed after the last request, all at once. */
  readonly close: readonly (() => Promise<void>)[];
  readonly log: Logger;
}

/** Seconds for pools and traces to close; they hold nothing that a caller waits for. */
const closeSeconds = 3;

/**
 * Ends the service without losing a request: after the delay no new connection is taken, what is in flight is finished
 * within the timeout, pools are closed.
 *
 * @returns the exit code: 0 when everything was finished, 1 when requests had to be cut off
 */
export async function shutDown({ delay, timeout, servers, close, log }: ShutdownArgs): Promise<number> {
  log.info("stopping: not ready any more");
  await sleep(delay * 1000);
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  );
  let code = 0;
  try {
    await within(timeout, Promise.all(closed));
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    code = 1;
    log.error(`requests were still in flight after ${timeout} s and are cut off`);
    for (const server of servers) server.closeAllConnections();
  }
  const outcomes = await Promise.allSettled(close.map((one) => within(closeSeconds, one())));
  for (const outcome of outcomes)
    if (outcome.status === "rejected")
      log.warn({ err: outcome.reason as unknown }, "a connection did not close");
  log.info({ code }, "stopped");
  return code;
}
