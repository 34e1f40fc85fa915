import type * as monitoring from "@pulumi/gcp/monitoring";
import type * as pulumi from "@pulumi/pulumi";
import { type Channel, policy, seconds } from "./alarm";
import { highest, series } from "./prometheus-query";

interface GrowthArgs {
  /** `PROJECT:INSTANCE`. */
  readonly id: pulumi.Input<string>;
  /** GiB that storage may grow to by itself. */
  readonly maximum: number;
}

/** Seconds that one value is taken over. */
const window = 300;

/**
 * Tells that storage will soon have grown to its limit, while there is time to raise that. The alerts on free space come when
 * it no longer grows.
 */
export function growthWarning(
  name: string,
  { id, maximum }: GrowthArgs,
  channel: Channel,
  opts: pulumi.CustomResourceOptions,
): monitoring.AlertPolicy {
  const used = highest(
    series("cloudsql_googleapis_com:database_disk_bytes_used", "cloudsql_database", { database_id: id }),
  );
  return policy(
    name,
    {
      severity: "warning",
      summary: "The database's storage has nearly grown to its limit",
      runbook: "database-storage",
      query: used(seconds(window)).apply((value) => `(${value}) > ${String(lastGrowth(maximum) * 2 ** 30)}`),
      window,
      duration: 2 * window,
    },
    channel,
    opts,
  );
}

/**
 * GiB in use from which on storage may grow for the last time. Cloud SQL adds to it when less is free than 5 GiB and a
 * twenty-fifth of its size, 25 GiB at most, and adds as much again ("Enable automatic storage increases").
 */
export function lastGrowth(maximum: number): number {
  return maximum - 2 * growthStep(maximum);
}

const growthStep = (size: number) => Math.min(25, 5 + Math.floor(size / 25));
