import * as backup from "@pulumi/aws/backup";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { policyDocument } from "./role";

interface AwsBackupVaultArgs {
  /** ARN of the key, of the vault's region. */
  readonly key: pulumi.Input<string>;
  readonly region: string;
  readonly retentionDays: number;
  readonly lock: boolean;
  readonly protection: boolean;
}

/**
 * Days in which a lock can still be taken back: the least that AWS allows, for a mistake in the first deployment. From then
 * on nobody can, not the account's root user and not AWS, and no backup can be kept for less than `retentionDays`.
 */
const coolingOff = 3;

/** A vault of AWS Backup, locked in compliance mode where asked for. */
export class AwsBackupVault extends Component {
  /** Both resolve once the vault is locked and has its policy. */
  readonly arn: pulumi.Output<string>;
  readonly vaultName: pulumi.Output<string>;

  constructor(name: string, args: AwsBackupVaultArgs, opts: pulumi.ComponentResourceOptions) {
    super("aws", "BackupVault", name, opts);
    const { key, lock, protection, region, retentionDays } = args;
    const within = { parent: this };
    const vault = new backup.Vault(
      this.child("vault"),
      { region, kmsKeyArn: key, forceDestroy: !protection && !lock },
      { ...within, protect: protection, retainOnDelete: protection },
    );
    const guards: pulumi.Output<string>[] = [];
    if (protection)
      guards.push(
        new backup.VaultPolicy(
          this.child("policy"),
          { region, backupVaultName: vault.name, policy: policyDocument([noDeletion]) },
          within,
        ).id,
      );
    if (lock)
      guards.push(
        new backup.VaultLockConfiguration(
          this.child("lock"),
          {
            region,
            backupVaultName: vault.name,
            minRetentionDays: retentionDays,
            changeableForDays: coolingOff,
          },
          { ...within, protect: protection },
        ).id,
      );
    const guarded = pulumi.all(guards);
    this.arn = pulumi.all([vault.arn, guarded]).apply(([arn]) => arn);
    this.vaultName = pulumi.all([vault.name, guarded]).apply(([vaultName]) => vaultName);
    this.registerOutputs({ arn: this.arn });
  }
}

/** AWS Backup's own expiry is not asked; whoever else wants to delete must first take the policy away, which is audited. */
const noDeletion = {
  Sid: "NoDeletion",
  Effect: "Deny" as const,
  Principal: "*" as const,
  Action: [
    "backup:DeleteBackupVault",
    "backup:DeleteRecoveryPoint",
    "backup:DisassociateRecoveryPoint",
    "backup:UpdateRecoveryPointLifecycle",
  ],
  Resource: "*",
};
