import { amount, at, refuse, text } from "../reading";
import type { Check, Problem, Properties } from "../rules";
import { restored } from "./postgresql-restore";

/** Whether a server is of the tier that lacks high availability, replicas and PgBouncer. */
export const isBurstable = (inputs: Properties): boolean => at(inputs, "sku.tier") === "Burstable";

/** Compute sizes by tier ("Compute options in Azure Database for PostgreSQL"). */
const sizes: Readonly<Record<string, RegExp>> = {
  Burstable: /^Standard_B((1|2|4|8|12|16|20)ms|2s)$/,
  GeneralPurpose:
    /^Standard_(D((2|4|8|16|32|48|64)s_v3|(2|4|8|16|32|48|64|96)(ds_v4|a?ds_v[56]))|DC(2|4|8|16|32|48|64|96)ads_v5)$/,
  MemoryOptimized:
    /^Standard_(E((2|4|8|16|20|32|48|64)s_v3|(2|4|8|16|20|32|48|64|96)(ds_v4|a?ds_v[56]))|EC(2|4|8|16|20|32|48|64|96)ads_v5)$/,
};

/** Sizes of Premium SSD in GiB, each with its performance tiers, the first of which it has by itself ("Storage options"). */
const premiumSizes: ReadonlyMap<number, readonly string[]> = new Map([
  [32, ["P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50"]],
  [64, ["P6", "P10", "P15", "P20", "P30", "P40", "P50"]],
  [128, ["P10", "P15", "P20", "P30", "P40", "P50"]],
  [256, ["P15", "P20", "P30", "P40", "P50"]],
  [512, ["P20", "P30", "P40", "P50"]],
  [1024, ["P30", "P40", "P50"]],
  [2048, ["P40", "P50"]],
  [4095, ["P50"]],
  [4096, ["P50"]],
  [8192, ["P60", "P70", "P80"]],
  [16384, ["P70", "P80"]],
  [32767, ["P80"]],
]);

/** A new server needs a size, which must be of its tier. */
export const skuCheck: Check = (inputs) => {
  if (restored(inputs)) return [];
  const missing = ["sku", "version", "storage"].find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, `MissingRequiredParameter: a new server needs '${missing}'`);
  const [name, tier] = [text(at(inputs, "sku.name")), text(at(inputs, "sku.tier"))];
  if (name === undefined || tier === undefined) return [];
  const fitting = Object.keys(sizes).find((each) => sizes[each]?.test(name) === true);
  if (fitting === undefined)
    return refuse("sku.name", `InvalidParameterValue: there is no size '${name}' of flexible servers`);
  return fitting === tier
    ? []
    : refuse("sku.tier", `InvalidParameterValue: the size '${name}' is of tier ${fitting}, not ${tier}`);
};

/** Storage: a size that there is, with a performance that it can have, and none that shrinks. */
export const storageCheck: Check = (inputs, _world, self) => {
  const size = amount(at(inputs, "storage.storageSizeGB"));
  const kind = text(at(inputs, "storage.type")) ?? "Premium_LRS";
  const tier = text(at(inputs, "storage.tier"));
  const before = amount(at(self?.inputs ?? {}, "storage.storageSizeGB"));
  if (size !== undefined && before !== undefined && size < before)
    return refuse(
      "storage.storageSizeGB",
      `InvalidParameterValue: storage can't shrink, from ${String(before)} to ${String(size)} GiB`,
    );
  if (kind !== "Premium_LRS") return fastStorageProblems(inputs, kind, size);
  if (size === undefined) return [];
  const tiers = premiumSizes.get(size);
  if (tiers === undefined)
    return refuse(
      "storage.storageSizeGB",
      `InvalidParameterValue: ${String(size)} GiB is no size of Premium SSD; those are ${[...premiumSizes.keys()].join(", ")}`,
    );
  return tier === undefined || tiers.includes(tier)
    ? []
    : refuse(
        "storage.tier",
        `InvalidParameterValue: ${String(size)} GiB have the performance tiers ${tiers.join(", ")}, not ${tier}`,
      );
};

/** Premium SSD v2 and Ultra: any size, with a performance that must be said, and no automatic growth. */
function fastStorageProblems(inputs: Properties, kind: string, size: number | undefined): readonly Problem[] {
  const missing = ["iops", "throughput"].find((property) => at(inputs, `storage.${property}`) === undefined);
  if (missing !== undefined)
    return refuse(`storage.${missing}`, `MissingRequiredParameter: ${kind} needs it`);
  if (at(inputs, "storage.autoGrow") === "Enabled")
    return refuse("storage.autoGrow", `InvalidParameterValue: ${kind} does not grow by itself`);
  return size !== undefined && (size < 32 || size > 65_536)
    ? refuse("storage.storageSizeGB", `InvalidParameterValue: ${kind} has 32 to 65536 GiB`)
    : [];
}
