import type { SizeClass } from "../../components/specification";

export interface DatabaseSize {
  /** Compute size and tier, as Azure names them. */
  readonly sku: string;
  readonly tier: "Burstable" | "GeneralPurpose";
  /** GiB of memory. */
  readonly memory: number;
  /** Connections that users get: the default `max_connections` less the 15 that Azure keeps for itself. */
  readonly connections: number;
}

/**
 * Size classes as compute sizes of a flexible server: burstable where load is small or uneven, steady above.
 * Source: documentation of Azure Database for PostgreSQL, "Limits: maximum connections".
 */
export const databaseSizes: Readonly<Record<SizeClass, DatabaseSize>> = {
  micro: { sku: "Standard_B1ms", tier: "Burstable", memory: 2, connections: 35 },
  small: { sku: "Standard_B2s", tier: "Burstable", memory: 4, connections: 414 },
  medium: { sku: "Standard_D2ds_v5", tier: "GeneralPurpose", memory: 8, connections: 844 },
  large: { sku: "Standard_D4ds_v5", tier: "GeneralPurpose", memory: 16, connections: 1703 },
};

/** The size of a class; the smallest that can have a standby where one is wanted, as the burstable ones can't. */
export function databaseSize(size: SizeClass, highAvailability: boolean): DatabaseSize {
  const asked = databaseSizes[size];
  return highAvailability && asked.tier === "Burstable" ? databaseSizes.medium : asked;
}

/** GiB that a Premium SSD of a flexible server can have. */
const diskSizes = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_767];

/**
 * The smallest disk with at least so much room.
 *
 * @param gibibytes for example 100
 * @throws Error when no disk is that large
 */
export function diskSize(gibibytes: number): number {
  const size = diskSizes.find((offered) => offered >= gibibytes);
  if (size === undefined)
    throw new Error(
      `no disk of a PostgreSQL flexible server has ${String(gibibytes)} GiB; the largest has 32767: ` +
        "lower `platform:database.storage`",
    );
  return size;
}
