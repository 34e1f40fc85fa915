/** Something that the service cannot serve without. */
export interface Dependency {
  readonly name: string;
  /** Resolves when it answers. @throws its error; must settle within a probe's timeout. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export interface Readiness {
  readonly ready: boolean;
  /** `ok`, or `failed` with the error's code; never a message, because it may name hosts and users. */
  readonly checks: Readonly<Record<string, string>>;
}

/** Asks every dependency at the same time. */
export async function readiness(dependencies: readonly Dependency[]): Promise<Readiness> {
  const outcomes = await Promise.all(
    dependencies.map(async (dependency): Promise<[string, string]> => {
      try {
        await dependency.check();
        return [dependency.name, "ok"];
      } catch (error) {
        return [dependency.name, `failed (${errorCode(error)})`];
      }
    }),
  );
  return { ready: outcomes.every(([, outcome]) => outcome === "ok"), checks: Object.fromEntries(outcomes) };
}

/** The code of a system's, PostgreSQL's or Redis's error, such as `ECONNREFUSED` or `28P01`; else `error`. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (typeof code === "string" && /^[A-Z0-9_]{1,32}$/.test(code)) return code;
  return error instanceof AggregateError && error.errors.length > 0 ? errorCode(error.errors[0]) : "error";
}
