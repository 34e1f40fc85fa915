import { at, refuse, text } from "../reading";
import type { Check, Properties } from "../rules";
import { pairOf } from "./regions";
import { types } from "./types";

const restores = ["PointInTimeRestore", "GeoRestore", "Replica", "ReviveDropped"];

/** Whether a server is made of another one or of its backups. */
export const restored = (inputs: Properties): boolean => restores.includes(text(inputs["createMode"]) ?? "");

/** Regions whose backups Azure Database for PostgreSQL copies nowhere although they have a pair ("Azure regions"). */
const withoutCopies: readonly string[] = ["brazilsouth", "westus3"];

/** Geo-redundant backups need a paired region, and a key there if the server has a customer's key. */
export const backupCheck: Check = (inputs) => {
  if (at(inputs, "backup.geoRedundantBackup") !== "Enabled") return [];
  const location = text(inputs["location"]);
  const target = location === undefined || withoutCopies.includes(location) ? undefined : pairOf(location);
  if (location !== undefined && target === undefined)
    return refuse(
      "backup.geoRedundantBackup",
      `GeoRedundantBackupNotSupported: ${location} has no paired region that backups could be copied to`,
    );
  return at(inputs, "dataEncryption.type") === "AzureKeyVault" &&
    at(inputs, "dataEncryption.geoBackupKeyURI") === undefined
    ? refuse(
        "dataEncryption.geoBackupKeyURI",
        "MissingRequiredParameter: geo-redundant backups of a server with a customer's key need a key in the paired region",
      )
    : [];
};

/** A restore needs its source, and what that source can be restored to. */
export const restoreCheck: Check = (inputs, world) => {
  const mode = text(inputs["createMode"]) ?? "Default";
  if (!restored(inputs)) return [];
  const needed =
    mode === "Replica" ? ["sourceServerResourceId"] : ["sourceServerResourceId", "pointInTimeUTC"];
  const missing = needed.find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, `MissingRequiredParameter: needed with the createMode ${mode}`);
  const source = world.find(types.postgresServer, inputs["sourceServerResourceId"]);
  if (mode !== "GeoRestore" || source === undefined) return [];
  if (at(source.outputs, "backup.geoRedundantBackup") !== "Enabled")
    return refuse("sourceServerResourceId", "GeoRestoreNotPossible: the source has no geo-redundant backups");
  const pair = pairOf(text(source.outputs["location"]) ?? "");
  return pair === inputs["location"]
    ? []
    : refuse("location", `InvalidParameterValue: a geo-restore is made in the paired region, ${pair ?? ""}`);
};
