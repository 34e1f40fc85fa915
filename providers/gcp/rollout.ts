import * as pulumi from "@pulumi/pulumi";

/** What Cloud Run tells of a service: whole names of revisions, and what became of its last change. */
export interface Revisions {
  /** The newest one that is ready. */
  readonly ready: string;
  readonly newest: string;
  readonly conditions: readonly { readonly message: string }[];
}

/**
 * A newest revision that is not ready leaves the requests with the one before, and the provider says so. Should it ever not: what
 * Cloud Run answered is looked at.
 *
 * @throws pulumi.RunError with Cloud Run's own reason when another one is ready
 */
export function assertRolledOut(service: string, { conditions, newest, ready }: Revisions): void {
  if (revision(ready) === revision(newest)) return;
  const reasons = conditions.map(({ message }) => message).filter((message) => message !== "");
  const serving = ready === "" ? "none serves" : `requests still go to ${revision(ready)}`;
  throw new pulumi.RunError(
    `the rollout of "${service}" did not happen: ${revision(newest)} did not become ready, and ${serving}. ` +
      [...reasons, "Its logs say more."].join(" "),
  );
}

const revision = (name: string): string => name.slice(name.lastIndexOf("/") + 1);
