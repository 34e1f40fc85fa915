import { refuse, text } from "../reading";
import type { Check } from "../rules";
import { overlappingWindows, windowProblem } from "./maintenance-window";

/** The windows of an instance: well formed and apart. */
export const windowCheck: Check = (inputs) => {
  const [backup, maintenance] = [text(inputs["backupWindow"]), text(inputs["maintenanceWindow"])];
  const wrongBackup = backup === undefined ? undefined : windowProblem(backup, "daily");
  if (wrongBackup !== undefined) return refuse("backupWindow", `InvalidParameterValue: ${wrongBackup}`);
  const wrong = maintenance === undefined ? undefined : windowProblem(maintenance, "weekly");
  if (wrong !== undefined) return refuse("maintenanceWindow", `InvalidParameterValue: ${wrong}`);
  return backup !== undefined && maintenance !== undefined && overlappingWindows(backup, maintenance)
    ? refuse(
        "backupWindow",
        "InvalidParameterValue: the backup window and maintenance window must not overlap",
      )
    : [];
};

/** The same for the windows of a cluster, which are named differently. */
export const clusterWindowCheck: Check = (inputs, world, self) =>
  windowCheck(
    {
      ...inputs,
      backupWindow: inputs["preferredBackupWindow"] ?? null,
      maintenanceWindow: inputs["preferredMaintenanceWindow"] ?? null,
    },
    world,
    self,
  ).map(({ path, reason }) => ({
    path: path === "backupWindow" ? "preferredBackupWindow" : "preferredMaintenanceWindow",
    reason,
  }));
