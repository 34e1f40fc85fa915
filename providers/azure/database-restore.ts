/** How a server begins its life. */
type Beginning =
  | { readonly createMode: "Default" }
  | {
      readonly createMode: "GeoRestore" | "PointInTimeRestore";
      readonly sourceServerResourceId: string;
      readonly pointInTimeUTC: string;
    };

const serverId =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.DBforPostgreSQL\/flexibleServers\/[^/@]+$/i;

/**
 * What a server starts from. It then has the password of its source until the next one is set: change
 * `platform:rotation` in the update after the restore.
 *
 * @param restoreFrom `SERVER_ID@TIME` (ISO 8601) for a point in time of a server of the same region; `SERVER_ID` alone for
 *   the newest copy of a server of the paired region; absent: empty
 * @param now what Azure takes for the newest: a restore always names a time
 * @throws Error when it is neither
 */
export function beginning(restoreFrom: string | undefined, now: Date = new Date()): Beginning {
  if (restoreFrom === undefined) return { createMode: "Default" };
  const [sourceServerResourceId = "", time, ...more] = restoreFrom.split("@");
  const wrong = (what: string) =>
    new Error(
      `platform:database.restoreFrom ${what}; it must be the resource id of a PostgreSQL flexible server, ` +
        "followed by `@` and an ISO 8601 time such as 2026-01-31T12:00:00Z (or by nothing, to take the newest copy " +
        "of a server of the paired region)",
    );
  if (!serverId.test(sourceServerResourceId) || more.length > 0) throw wrong(`is "${restoreFrom}"`);
  const moment = time === undefined ? now : new Date(time);
  if (Number.isNaN(moment.getTime())) throw wrong(`has the time "${String(time)}"`);
  return {
    createMode: time === undefined ? "GeoRestore" : "PointInTimeRestore",
    sourceServerResourceId,
    pointInTimeUTC: moment.toISOString(),
  };
}
