import * as dataprotection from "@pulumi/azure-native/dataprotection";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { AzureDatabase } from "./database";
import { sendLogs } from "./diagnostics";
import type { AzureEncryptionKey } from "./encryption-key";
import { grant } from "./role";
import type { Scoped } from "./scope";

interface AzureBackupVaultArgs {
  readonly database: AzureDatabase;
  readonly key: AzureEncryptionKey;
  readonly retentionDays: number;
  /** Whether backups can be restored in the paired region too. */
  readonly copied: boolean;
  readonly lock: boolean;
  readonly protection: boolean;
}

/** Each day at 05:00 UTC, after the dump. */
const schedule = "R/2024-01-01T05:00:00+00:00/P1D";
const datasourceType = "Microsoft.DBforPostgreSQL/flexibleServers";
const store = { dataStoreType: "VaultStore", objectType: "DataStoreInfoBase" };
/** Days in which a deletion can be taken back, free of charge. */
const softDeleteDays = 14;

/**
 * A Backup vault with a full backup of the database each day. With `lock` it is immutable for good: no backup can be deleted
 * or its retention shortened before its time, by nobody.
 */
export class AzureBackupVault extends Component {
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: Scoped<AzureBackupVaultArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "BackupVault", name, opts);
    const { copied, key, lock, protection, scope } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const vault = new dataprotection.BackupVault(
      this.child("vault"),
      {
        resourceGroupName,
        location,
        tags,
        // Itself towards the database; the key's identity towards the key.
        identity: { type: "SystemAssigned,UserAssigned", userAssignedIdentities: [key.identity.id] },
        properties: {
          storageSettings: [
            { datastoreType: "VaultStore", type: copied ? "GeoRedundant" : "LocallyRedundant" },
          ],
          ...(copied && { featureSettings: { crossRegionRestoreSettings: { state: "Enabled" } } }),
          securitySettings: {
            immutabilitySettings: { state: lock ? "Locked" : protection ? "Unlocked" : "Disabled" },
            // What is softly deleted keeps its vault: a stack that may go must be able to.
            softDeleteSettings:
              lock || protection
                ? { state: "AlwaysOn", retentionDurationInDays: softDeleteDays }
                : { state: "Off" },
            encryptionSettings: {
              state: "Enabled",
              infrastructureEncryption: "Enabled",
              keyVaultProperties: { keyUri: key.reference },
              kekIdentity: { identityType: "UserAssigned", identityId: key.identity.id },
            },
          },
          // Failed jobs become alerts of Azure Monitor by themselves, and attempts to delete always do.
          monitoringSettings: { azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled" } },
        },
      },
      // Locked for good, it can't go while it has backups, nor its contents, nor the group that it is in.
      { ...within, protect: protection, retainOnDelete: protection || lock },
    );
    sendLogs(
      this.child("logs"),
      {
        scope,
        resource: vault.id,
        categories: ["AddonAzureBackupJobs", "AddonAzureBackupPolicy", "AddonAzureBackupProtectedInstance"],
      },
      within,
    );
    this.protectDatabase(vault, args);
    this.id = vault.id;
    this.registerOutputs({ id: this.id });
  }

  private protectDatabase(vault: dataprotection.BackupVault, args: Scoped<AzureBackupVaultArgs>): void {
    const { database, lock, protection, scope } = args;
    const { location: resourceLocation, resourceGroup: resourceGroupName, subscription } = scope;
    const within = { parent: this };
    const principalId = vault.identity.apply((identity) => identity?.principalId ?? "");
    const grants = [
      grant(
        this.child("database-role"),
        {
          scope,
          role: "PostgreSQL Flexible Server Long Term Retention Backup Role",
          principalId,
          on: database.server.id,
        },
        within,
      ),
      grant(
        this.child("group-role"),
        {
          scope,
          role: "Reader",
          principalId,
          on: pulumi.interpolate`/subscriptions/${subscription}/resourceGroups/${resourceGroupName}`,
        },
        within,
      ),
    ];
    const policy = new dataprotection.BackupPolicy(
      this.child("policy"),
      { resourceGroupName, vaultName: vault.name, properties: daily(args.retentionDays) },
      { ...within, retainOnDelete: lock },
    );
    const source = {
      datasourceType,
      resourceID: database.server.id,
      resourceLocation,
      resourceName: database.server.name,
      resourceType: datasourceType,
      resourceUri: "",
    };
    new dataprotection.BackupInstance(
      this.child("instance"),
      {
        resourceGroupName,
        vaultName: vault.name,
        tags: scope.tags,
        properties: {
          objectType: "BackupInstance",
          friendlyName: database.server.name,
          dataSourceInfo: { ...source, objectType: "Datasource" },
          dataSourceSetInfo: { ...source, objectType: "DatasourceSet" },
          policyInfo: { policyId: policy.id },
        },
      },
      // The vault is let in before it is told to look.
      { ...within, dependsOn: grants, protect: protection, retainOnDelete: lock },
    );
  }
}

/** One full backup a day, each kept for so many days. */
function daily(retentionDays: number) {
  return {
    objectType: "BackupPolicy" as const,
    datasourceTypes: [datasourceType],
    policyRules: [
      {
        objectType: "AzureBackupRule" as const,
        name: "Daily",
        backupParameters: { objectType: "AzureBackupParams" as const, backupType: "Full" },
        dataStore: store,
        trigger: {
          objectType: "ScheduleBasedTriggerContext" as const,
          schedule: { repeatingTimeIntervals: [schedule], timeZone: "UTC" },
          taggingCriteria: [{ isDefault: true, tagInfo: { tagName: "Default" }, taggingPriority: 99 }],
        },
      },
      {
        objectType: "AzureRetentionRule" as const,
        name: "Default",
        isDefault: true,
        lifecycles: [
          {
            deleteAfter: {
              objectType: "AbsoluteDeleteOption" as const,
              duration: `P${String(retentionDays)}D`,
            },
            sourceDataStore: store,
            targetDataStoreCopySettings: [],
          },
        ],
      },
    ],
  };
}
