/** The official CLI that the npm package `pulumi` of this version downloads. */
export const npmVersion = "3.265.0";

/**
 * What is built with Go, as pinned in `cli/go.mod` and `host/go.mod`. Newer CLIs need modules that the Go proxy does not
 * serve, and the Node language host left the served modules after 3.68; the two are known to work together.
 */
export const goVersions = { cli: "3.259.0", host: "3.68.0" };

/**
 * Oldest CLI that is taken from PATH. Engine and SDK negotiate what each can do, so an older one mostly works too, but
 * what this project relies on (transforms, `--event-log`, secrets kept by the state's own key) is only tried above.
 */
export const minimumCli = "3.200.0";

/** Older ones can't switch to the Go version that `go.mod` asks for by themselves. */
export const minimumGo = "1.21";

/** The first `1.2` or `1.2.3` in a text, as numbers. */
export function parseVersion(text: string): readonly number[] | undefined {
  return /\d+(?:\.\d+)+/.exec(text)?.[0].split(".").map(Number);
}

/** Whether a version (anywhere in `text`) is at least `minimum`. False where there is none. */
export function atLeast(text: string, minimum: string): boolean {
  const version = parseVersion(text);
  if (version === undefined) return false;
  for (const [index, least] of (parseVersion(minimum) ?? []).entries()) {
    const part = version[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
