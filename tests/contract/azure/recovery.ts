import type { Evidence } from "../evidence";
import { at, list, number, type Resources, text } from "../resource";

const vault = "azure-native:dataprotection:BackupVault";

export function recovery(resources: Resources): Pick<Evidence, "backups"> {
  return {
    backups: {
      retentionDays: [
        ...resources
          .of("azure-native:dbforpostgresql:Server")
          .map(({ inputs }) => number(at(inputs, "backup.backupRetentionDays"))),
        ...usedPolicies(resources).flatMap(({ inputs }) =>
          list(at(inputs, "properties.policyRules"))
            .flatMap((rule) => list(at(rule, "lifecycles")))
            .map((lifecycle) => number(/^P(\d+)D$/.exec(text(at(lifecycle, "deleteAfter.duration")))?.[1])),
        ),
      ],
      copies: resources
        .of("azure-native:dbforpostgresql:Server")
        .filter(({ inputs }) => at(inputs, "backup.geoRedundantBackup") === "Enabled")
        .map(({ inputs }) => regionOfKey(resources, text(at(inputs, "dataEncryption.geoBackupKeyURI")))),
      locked: resources
        .of(vault)
        .filter(
          ({ inputs }) => at(inputs, "properties.securitySettings.immutabilitySettings.state") === "Locked",
        )
        .map(({ name }) => name),
      dumps: dumpRegions(resources),
      failureAlerts: [
        ...resources.of("azure-native:alertsmanagement:AlertProcessingRuleByName"),
        ...resources.of("azure-native:monitor:ScheduledQueryRule"),
      ]
        .filter(({ component }) => component === "backup")
        .map(({ name }) => name),
    },
  };
}

/** Policies that something is really backed up by. */
function usedPolicies(resources: Resources) {
  const used = resources
    .of("azure-native:dataprotection:BackupInstance")
    .map(({ inputs }) => at(inputs, "properties.policyInfo.policyId"));
  return resources.of("azure-native:dataprotection:BackupPolicy").filter(({ id }) => used.includes(id));
}

/** The region of the vault that holds a key: a copy in the paired region is encrypted with a key of that region. */
function regionOfKey(resources: Resources, uri: string): string {
  const [, name = ""] = /^https:\/\/([^.]+)\./.exec(uri) ?? [];
  const holder = resources
    .of("azure-native:keyvault:Vault")
    .find(({ inputs }) => inputs["vaultName"] === name);
  return text(holder?.inputs["location"]);
}

/** Regions of the storage accounts that scheduled jobs write dumps to. */
function dumpRegions(resources: Resources): string[] {
  const jobs = [
    ...resources
      .of("azure-native:app:Job")
      .filter(({ inputs }) => at(inputs, "configuration.triggerType") === "Schedule"),
    ...resources
      .of("kubernetes:batch/v1:CronJob")
      .filter(
        ({ inputs }) => text(at(inputs, "spec.schedule")) !== "" && at(inputs, "spec.suspend") !== true,
      ),
  ];
  return jobs
    .map(({ inputs }) => /https:\/\/([a-z0-9]+)\.blob\./.exec(JSON.stringify(inputs))?.[1] ?? "")
    .map((name) =>
      resources
        .of("azure-native:storage:StorageAccount")
        .find(({ inputs }) => inputs["accountName"] === name),
    )
    .map((account) => text(account?.inputs["location"]));
}
