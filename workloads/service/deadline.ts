/** What a piece of work is refused with when its time is up. */
export class DeadlineError extends Error {
  readonly code = "ETIMEDOUT";

  constructor(seconds: number) {
    super(`no answer within ${seconds} s`);
  }
}

/**
 * The outcome of `work`, or a `DeadlineError` when it takes longer than this many seconds. The work itself goes on, and
 * what becomes of it is ignored.
 */
export async function within<T>(seconds: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new DeadlineError(seconds));
    }, seconds * 1000);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
