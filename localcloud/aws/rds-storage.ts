import { amount, refuse, text } from "../reading";
import type { Check } from "../rules";

/** Least storage in GiB (RDS guide, "Amazon RDS DB instance storage"): gp2 and gp3 from 20, provisioned from 100. */
export const leastStorage: Readonly<Record<string, number>> = {
  gp2: 20,
  gp3: 20,
  io1: 100,
  io2: 100,
  standard: 5,
};

/** Storage of an instance: its kind, size, growth and performance. */
export const storageCheck: Check = (inputs) => {
  const allocated = amount(inputs["allocatedStorage"]);
  const most = amount(inputs["maxAllocatedStorage"]);
  const kind = text(inputs["storageType"]) ?? (inputs["iops"] === undefined ? "gp2" : "io1");
  const least = leastStorage[kind];
  if (allocated === undefined) {
    const inherits = ["snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime", "s3Import"];
    return inherits.some((property) => inputs[property] !== undefined)
      ? []
      : refuse("allocatedStorage", "InvalidParameterCombination: needed unless restored or replicated");
  }
  if (least !== undefined && (allocated < least || allocated > 65536))
    return refuse(
      "allocatedStorage",
      `InvalidParameterValue: ${kind} storage has ${String(least)} to 65536 GiB, not ${String(allocated)}`,
    );
  // RDS guide, "storage autoscaling": the threshold is at least 10 % above the allocated storage.
  if (most !== undefined && most !== 0 && most < allocated * 1.1)
    return refuse(
      "maxAllocatedStorage",
      `InvalidParameterValue: must be at least 10 % above allocatedStorage (${String(Math.ceil(allocated * 1.1))} GiB)`,
    );
  if (kind.startsWith("io") && inputs["iops"] === undefined)
    return refuse("iops", `InvalidParameterCombination: ${kind} storage needs iops`);
  // gp3 below 400 GiB (other engines than Oracle and SQL Server) has its baseline and takes no iops.
  if (kind === "gp3" && allocated < 400)
    for (const path of ["iops", "storageThroughput"])
      if (inputs[path] !== undefined)
        return refuse(
          path,
          "InvalidParameterCombination: you can't specify IOPS or storage throughput for gp3 storage below 400 GiB",
        );
  return [];
};

/** A key of KMS is for encrypted storage only. */
export const encryptionCheck: Check = (inputs) =>
  inputs["kmsKeyId"] !== undefined &&
  inputs["storageEncrypted"] !== true &&
  inputs["replicateSourceDb"] === undefined
    ? refuse(
        "storageEncrypted",
        "InvalidParameterCombination: a KMS key is for encrypted storage: set storageEncrypted",
      )
    : [];
