import { all, require } from "../../mechanism/answer";
import { lower } from "../../subjects/azure-reference";
import type { ResourceRule } from "../../mechanism/rule";

/** Backups can't be deleted before their time. */
export const rule: ResourceRule = {
  id: "azure-backup-vault-immutable",
  title: "Backups can't be deleted before their time.",
  severity: "high",
  controls: {},
  enforcement: "prod",
  reason: "Who gets hold of the subscription deletes the backups first, and the data then.",
  remedy:
    "Set the vault's immutabilitySettings to Locked, or to Unlocked for a trial, and leave soft delete on.",
  types: ["azure-native:dataprotection:BackupVault", "azure-native:recoveryservices:Vault"],
  scope: "resource",
  check: ({ properties }) => {
    const settings = properties.get("properties").get("securitySettings");
    const softDelete = settings.get("softDeleteSettings");
    return all(
      () =>
        require(["locked", "unlocked"].includes(
          lower(settings.get("immutabilitySettings").get("state")) ?? "",
        ), "its backups are not immutable (immutabilitySettings)"),
      () =>
        require(![softDelete.get("state"), softDelete.get("softDeleteState")].some((state) =>
          ["off", "disabled"].includes(lower(state) ?? ""),
        ), "soft delete is off"),
    );
  },
};
