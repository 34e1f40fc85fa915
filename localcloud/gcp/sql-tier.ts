import type { Check, Properties } from "../rules";
import { at, refuse, text } from "../reading";

export type Edition = "ENTERPRISE" | "ENTERPRISE_PLUS";

/** The number in `POSTGRES_16`; `undefined` for other engines. */
export function postgresVersion(inputs: Properties): number | undefined {
  const match = /^POSTGRES_(\d+)(_6)?$/.exec(text(inputs["databaseVersion"]) ?? "");
  return match === null ? undefined : Number(match[1]);
}

/** Without an edition PostgreSQL 16 and newer are ENTERPRISE_PLUS (comment of `edition` in the SDK). */
export function editionOf(inputs: Properties): Edition {
  const given = text(at(inputs, "settings.edition"));
  if (given !== undefined) return given === "ENTERPRISE_PLUS" ? given : "ENTERPRISE";
  return (postgresVersion(inputs) ?? 0) >= 16 ? "ENTERPRISE_PLUS" : "ENTERPRISE";
}

/** Machines of the Enterprise Plus edition (Cloud SQL guide, "Machine series overview"). */
const plusTiers = [
  ...[2, 4, 8, 16, 32, 48, 64, 80, 96, 128].map((cores) => `db-perf-optimized-N-${String(cores)}`),
  ...[1, 4, 8, 16, 32, 48, 64, 72].map((cores) => `db-c4a-highmem-${String(cores)}`),
];
const shared = ["db-f1-micro", "db-g1-small"];

/**
 * Why a custom machine does not exist: 1 or an even number of cores up to 96; memory in steps of 256 MB, at least
 * 3840 MB, 0.9 to 6.5 GB for each core (Cloud SQL guide, "Instance settings").
 */
function customProblem(cores: number, megabytes: number): string | undefined {
  if (cores !== 1 && (cores % 2 !== 0 || cores < 2 || cores > 96))
    return `the number of CPUs is 1 or an even number up to 96, not ${String(cores)}`;
  if (megabytes % 256 !== 0) return `the memory is a multiple of 256 MB, not ${String(megabytes)}`;
  if (megabytes < 3840) return `the memory is at least 3840 MB, not ${String(megabytes)}`;
  const [least, most] = [Math.ceil(cores * 0.9 * 1024), Math.floor(cores * 6.5 * 1024)];
  return megabytes < least || megabytes > most
    ? `${String(cores)} CPUs go with ${String(least)} to ${String(most)} MB, not ${String(megabytes)}`
    : undefined;
}

/** A machine must exist, for PostgreSQL and in the instance's edition. */
export const tierCheck: Check = (inputs) => {
  const tier = text(at(inputs, "settings.tier"));
  const version = postgresVersion(inputs);
  const path = "settings.tier";
  const wrong = (reason: string) => refuse(path, `Invalid request: ${reason}`);
  if (tier === undefined || version === undefined) return [];
  const edition = editionOf(inputs);
  if (edition === "ENTERPRISE_PLUS") {
    if (version < 12) return refuse("databaseVersion", "Enterprise Plus edition begins with PostgreSQL 12");
    return plusTiers.includes(tier)
      ? []
      : wrong(
          `Invalid Tier (${tier}) for (ENTERPRISE_PLUS) Edition. Use a predefined Tier like db-perf-optimized-N-* ` +
            "instead, or set edition ENTERPRISE",
        );
  }
  if (shared.includes(tier)) return [];
  const custom = /^db-custom-(\d+)-(\d+)$/.exec(tier);
  if (custom !== null) {
    const problem = customProblem(Number(custom[1]), Number(custom[2]));
    return problem === undefined ? [] : wrong(`Invalid custom tier (${tier}): ${problem}`);
  }
  return plusTiers.includes(tier)
    ? wrong(`Invalid Tier (${tier}) for (ENTERPRISE) Edition: it is one of Enterprise Plus`)
    : wrong(
        `Only custom or shared-core instance Billing Tier type allowed for PostgreSQL database, not '${tier}'`,
      );
};
