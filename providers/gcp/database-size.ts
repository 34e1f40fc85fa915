import type { SizeClass } from "../../components/specification";

/** A machine of Cloud SQL. */
export interface DatabaseSize {
  readonly tier: string;
  readonly edition: "ENTERPRISE" | "ENTERPRISE_PLUS";
  /** GiB of memory. */
  readonly memory: number;
  /** `max_connections`: about what Cloud SQL would set for the memory, and at least what three small services ask for. */
  readonly connections: number;
}

/** Days that the Enterprise edition can go back to a point in time; Enterprise Plus: 35 (Cloud SQL, "Editions"). */
const longestReplay = 7;

const enterprise = (tier: string, memory: number, connections: number): DatabaseSize => ({
  tier,
  edition: "ENTERPRISE",
  memory,
  connections,
});
const plus = (tier: string, memory: number, connections: number): DatabaseSize => ({
  tier,
  edition: "ENTERPRISE_PLUS",
  memory,
  connections,
});

/** Shared cores where load is small or uneven, machines of our own measure above. */
const sizes: Readonly<Record<SizeClass, DatabaseSize>> = {
  micro: enterprise("db-g1-small", 1.7, 100),
  small: enterprise("db-custom-1-3840", 3.75, 200),
  medium: enterprise("db-custom-2-8192", 8, 400),
  large: enterprise("db-custom-4-16384", 16, 800),
};

/** Enterprise Plus begins with 2 vCPU and 16 GiB: what is smaller than its smallest machine gets that one. */
const plusSizes: Readonly<Record<SizeClass, DatabaseSize>> = {
  micro: plus("db-perf-optimized-N-2", 16, 500),
  small: plus("db-perf-optimized-N-2", 16, 500),
  medium: plus("db-perf-optimized-N-2", 16, 500),
  large: plus("db-perf-optimized-N-4", 32, 1000),
};

/**
 * The machine for a size class. A stack that wants to go back further than a week gets the Enterprise Plus edition, because
 * the other can't; it costs more.
 *
 * @param retentionDays days that a point in time can be restored from
 */
export function databaseSize(size: SizeClass, retentionDays: number): DatabaseSize {
  return (retentionDays > longestReplay ? plusSizes : sizes)[size];
}
