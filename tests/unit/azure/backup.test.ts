import type { BackupArgs } from "../../../components/backup";
import type { AzureComponents } from "../../../providers/azure/components";
import { roles } from "../../../providers/azure/role";
import { containing, matching, type Properties, type Recording, record, text, remembered } from "../mocks";
import { at, backup, database, image, RECOVERY, stack } from "./stores";

interface Options {
  readonly args?: Partial<BackupArgs<AzureComponents>>;
  /** Neither protected nor in two regions. */
  readonly open?: boolean;
}

const make = ({ args, open = false }: Options) => {
  const on = stack(open ? { recoveryRegion: "", protection: false } : {});
  return backup(on, {
    ...(open && { lock: false, protection: false, database: database(on, { protection: false }) }),
    ...args,
  });
};
const recorded = remembered(make);

const vault = (recording: Recording) => recording.named("backup-vault-vault");
const job = (recording: Recording) => recording.named("backup-dump-job").inputs;
const query = (recording: Recording, name: string) =>
  text(at(recording.named(name).inputs, "criteria", "allOf", 0, "query"));

describe("backups on Azure", () => {
  test("are made each day of the database, and kept for as long as asked", async () => {
    const recording = await recorded({});
    const rules = at(recording.named("backup-vault-policy").inputs, "properties", "policyRules");
    expect(at(rules, 0, "trigger", "schedule", "repeatingTimeIntervals")).toEqual([
      matching(/^R\/.+T05:00:00\+00:00\/P1D$/),
    ]);
    expect(at(rules, 1, "lifecycles", 0, "deleteAfter", "duration")).toBe("P35D");
    expect(recording.named("backup-vault-instance").inputs["properties"]).toMatchObject({
      policyInfo: { policyId: containing("/backupPolicies/") },
      dataSourceInfo: {
        datasourceType: "Microsoft.DBforPostgreSQL/flexibleServers",
        objectType: "Datasource",
        resourceID: containing("flexibleServers/database-"),
      },
    });
  });

  test("begin when the vault may read the database, and it may no more than that", async () => {
    const recording = await recorded({});
    const [server, group] = ["database", "group"].map((role) => recording.named(`backup-vault-${role}-role`));
    expect(server?.inputs).toMatchObject({
      roleDefinitionId: containing(roles["PostgreSQL Flexible Server Long Term Retention Backup Role"]),
      scope: containing("flexibleServers/database-"),
    });
    expect(group?.inputs).toMatchObject({
      roleDefinitionId: containing(roles.Reader),
      scope: matching(/\/resourceGroups\/[^/]+$/),
    });
    const { dependencies } = recording.named("backup-vault-instance");
    expect(dependencies).toEqual(expect.arrayContaining([server?.urn, group?.urn]));
  });

  test("are encrypted with our key, and copied to the paired region", async () => {
    const properties = vault(await recorded({})).inputs["properties"] ?? null;
    expect(properties).toMatchObject({
      storageSettings: [{ datastoreType: "VaultStore", type: "GeoRedundant" }],
      featureSettings: { crossRegionRestoreSettings: { state: "Enabled" } },
      securitySettings: {
        encryptionSettings: {
          state: "Enabled",
          keyVaultProperties: { keyUri: containing("/keys/data-key-key") },
          kekIdentity: { identityType: "UserAssigned", identityId: containing("data-key-user") },
        },
      },
    });
    const alone = vault(await recorded({ open: true })).inputs["properties"] ?? null;
    expect(at(alone, "storageSettings", 0, "type")).toBe("LocallyRedundant");
    expect(at(alone, "featureSettings")).toBeNull();
  });

  test.each([
    ["locked", {}, "Locked", "AlwaysOn"],
    ["protected, without a lock", { args: { lock: false } }, "Unlocked", "AlwaysOn"],
    ["neither", { open: true }, "Disabled", "Off"],
  ])("are immutable as the stack is: %s", async (_, options, immutability, softDelete) => {
    expect(at(vault(await recorded(options)).inputs["properties"] ?? null, "securitySettings")).toMatchObject(
      {
        immutabilitySettings: { state: immutability },
        softDeleteSettings: { state: softDelete },
      },
    );
  });

  test("are protected with the stack", async () => {
    expect(vault(await recorded({}))).toMatchObject({ protect: true, retainOnDelete: true });
    expect(vault(await recorded({ open: true }))).toMatchObject({ protect: false, retainOnDelete: false });
  });

  test("tell of each that failed", async () => {
    const recording = await recorded({});
    expect(at(vault(recording).inputs["properties"] ?? null, "monitoringSettings")).toEqual({
      azureMonitorAlertSettings: { alertsForAllJobFailures: "Enabled" },
    });
    expect(recording.named("backup-failures").inputs["properties"]).toMatchObject({
      enabled: true,
      scopes: [containing("Microsoft.DataProtection/backupVaults/")],
      actions: [
        { actionType: "AddActionGroups", actionGroupIds: [containing("actionGroups/telemetry-alerts")] },
      ],
    });
  });

  test("tell when none has ended well for more than a day", async () => {
    const recording = await recorded({});
    expect(query(recording, "backup-no-backup-critical")).toContain(
      'JobOperation == "Backup" and JobStatus == "Completed"',
    );
    // Twice 13 hours, which Azure only holds in two days.
    expect(recording.named("backup-no-backup-critical").inputs["windowSize"]).toBe("P2D");
    expect(query(recording, "backup-no-dump-critical")).toContain("PutBlockList");
    const without = await recorded({ args: { dumpImage: undefined } });
    expect(without.has("backup-no-dump-critical")).toBe(false);
    expect(without.has("backup-dump-job")).toBe(false);
  });

  test("are previewed as they will be made", async () => {
    const preview = await record(() => make({}), { preview: true });
    expect(preview.urns()).toEqual((await recorded({})).urns());
    expect(preview.orphans().filter(({ name }) => name.startsWith("backup"))).toEqual([]);
  });
});

describe("the dump on Azure", () => {
  test("runs each night as a job with its own identity", async () => {
    const recording = await recorded({});
    expect(job(recording)).toMatchObject({
      jobName: "backup-dump",
      identity: {
        type: "UserAssigned",
        userAssignedIdentities: [containing("userAssignedIdentities/backup-dump-identity")],
      },
      configuration: {
        triggerType: "Schedule",
        scheduleTriggerConfig: { cronExpression: "0 4 * * *", parallelism: 1, replicaCompletionCount: 1 },
      },
    });
  });

  test("finds what its contract says, the database's URL as a secret", async () => {
    const [container] = at(job(await recorded({})), "template", "containers") as Properties[];
    expect(container).toMatchObject({
      image,
      env: [
        { name: "AZURE_CLIENT_ID", value: matching(/^[0-9a-f-]{36}$/) },
        {
          name: "BACKUP_DESTINATION",
          value: matching(
            /^https:\/\/dumps[a-z0-9]+\.blob\.core\.windows\.net\/dumps\/backups\?lockDays=35$/,
          ),
        },
        { name: "BACKUP_NAME", value: matching(/^database-/) },
        { name: "DATABASE_URL", secretRef: "database-url" },
      ],
    });
    expect(at(job(await recorded({})), "configuration", "secrets")).toEqual([
      {
        name: "database-url",
        keyVaultUrl: matching(/^https:\/\/[^/]+\.vault\.azure\.net\/secrets\//),
        identity: containing("backup-dump-identity"),
      },
    ]);
  });

  test("writes to a closed account in the recovery region, under a key of that region", async () => {
    const recording = await recorded({});
    expect(recording.named("backup-dump-storage-account-account").inputs).toMatchObject({
      location: RECOVERY,
      allowBlobPublicAccess: false,
      allowSharedKeyAccess: false,
      minimumTlsVersion: "TLS1_2",
      networkRuleSet: { defaultAction: "Deny" },
      encryption: {
        keySource: "Microsoft.Keyvault",
        keyVaultProperties: { keyName: containing("database-recovery-key-key") },
      },
    });
    expect(recording.named("backup-dump-storage-endpoint").inputs["privateLinkServiceConnections"]).toEqual([
      expect.objectContaining({ groupIds: ["blob"] }),
    ]);
    const alone = await recorded({ open: true });
    expect(alone.named("backup-dump-storage-account-account").inputs["location"]).toBe("westeurope");
  });

  test("may write and read dumps, and delete none", async () => {
    const recording = await recorded({});
    const [permission] = recording.named("backup-dump-writer-definition").inputs[
      "permissions"
    ] as Properties[];
    const blobs = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs";
    expect(permission).toEqual({
      actions: [],
      notActions: [],
      notDataActions: [],
      dataActions: [
        `${blobs}/read`,
        `${blobs}/write`,
        `${blobs}/add/action`,
        `${blobs}/immutableStorage/runAsSuperUser/action`,
      ],
    });
    expect(recording.named("backup-dump-writer").inputs["scope"]).toMatch(/\/containers\/dumps$/);
    expect(recording.named("backup-dump-job").dependencies).toContain(
      recording.named("backup-dump-writer").urn,
    );
    const without = await recorded({ args: { lock: false } });
    const [lesser] = without.named("backup-dump-writer-definition").inputs["permissions"] as Properties[];
    expect(JSON.stringify(lesser)).not.toContain("immutableStorage");
  });

  test.each([
    ["locked", {}, 35, "?lockDays=35"],
    ["protected, without a lock", { args: { lock: false } }, 35, ""],
    ["neither", { open: true }, undefined, ""],
  ])("is immutable as the stack is: %s", async (_, options, days, query) => {
    const recording = await recorded(options);
    const policy = "backup-dump-storage-container-immutability";
    if (days === undefined) expect(recording.has(policy)).toBe(false);
    else {
      expect(recording.named(policy).inputs["immutabilityPeriodSinceCreationInDays"]).toBe(days);
      expect(recording.named("backup-dump-storage-container").inputs).toMatchObject({
        publicAccess: "None",
        immutableStorageWithVersioning: { enabled: true },
      });
    }
    const [container] = at(job(recording), "template", "containers") as Properties[];
    const destination = (container?.["env"] as Properties[]).find(
      ({ name }) => name === "BACKUP_DESTINATION",
    );
    expect(destination?.["value"]).toMatch(new RegExp(`/dumps/backups${query.replace("?", "\\?")}$`));
  });

  test("tells of each that failed", async () => {
    const recording = await recorded({});
    expect(query(recording, "backup-dump-failures")).toContain('JobName == "backup-dump"');
    expect(recording.named("backup-dump-failures").inputs).toMatchObject({
      severity: 0,
      description: containing("docs/runbooks.md#failed-dump"),
      actions: { actionGroups: [containing("actionGroups/telemetry-alerts")] },
    });
  });
});
