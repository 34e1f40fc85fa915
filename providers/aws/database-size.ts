import type { SizeClass } from "../../components/specification";

export interface DatabaseSize {
  readonly instanceClass: string;
  /** GiB of memory. */
  readonly memory: number;
  /** What PostgreSQL on RDS takes as `max_connections` by itself: memory in bytes / 9531392, at most 5000. */
  readonly connections: number;
}

/**
 * Size classes as RDS instance classes: burstable Graviton 2 where load is small or uneven, steady Graviton 3 above.
 * Memory is from the RDS instance class table, connections from the formula of the default parameter group, less what
 * the system itself takes of the memory (about a tenth).
 */
export const databaseSizes: Readonly<Record<SizeClass, DatabaseSize>> = {
  micro: { instanceClass: "db.t4g.micro", memory: 1, connections: 80 },
  small: { instanceClass: "db.t4g.medium", memory: 4, connections: 400 },
  medium: { instanceClass: "db.m7g.large", memory: 8, connections: 800 },
  large: { instanceClass: "db.m7g.xlarge", memory: 16, connections: 1600 },
};
