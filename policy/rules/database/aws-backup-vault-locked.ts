import { every, require, violation } from "../../mechanism/answer";
import type { StackRule } from "../../mechanism/rule";

/** Days; a mistake is found within them. */
const leastDays = 7;

/** Nobody can delete backups before their time. */
export const rule: StackRule = {
  id: "aws-backup-vault-locked",
  title: "Nobody can delete backups before their time.",
  severity: "medium",
  controls: {},
  enforcement: "prod",
  reason: "Who takes over an account deletes the backups first.",
  remedy: "Make an aws.backup.VaultLockConfiguration for the vault, with minRetentionDays of a week or more.",
  types: ["aws:backup/vault:Vault"],
  scope: "stack",
  check: (resource, stack) => {
    const locks = stack.referringTo(
      resource,
      ["aws:backup/vaultLockConfiguration:VaultLockConfiguration"],
      "backupVaultName",
    );
    if (locks.length === 0) return violation("no VaultLockConfiguration is made for it");
    return every(locks, ({ properties }) =>
      require((properties.get("minRetentionDays").number() ?? 0) >=
        leastDays, "its lock has minRetentionDays below a week"),
    );
  },
};
