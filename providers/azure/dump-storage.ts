import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { AzureEncryptionKey } from "./encryption-key";
import type { AzureNetwork } from "./network";
import { privateEndpoint } from "./private-endpoint";
import type { Scoped } from "./scope";
import { AzureStorageAccount } from "./storage-account";
import { storageContainer } from "./storage-container";

interface AzureDumpStorageArgs {
  /** Of the region that the dumps are kept in. */
  readonly key: AzureEncryptionKey;
  readonly location: string;
  readonly network: AzureNetwork;
  readonly retentionDays: number;
  readonly lock: boolean;
  readonly protection: boolean;
}

/** The container of the dumps. */
const containerName = "dumps";

/**
 * Where dumps are kept: a storage account in the recovery region where there is one, reached from the network by a private
 * endpoint. Where asked for, no dump can be changed or deleted before its time: with `lock` its writer locks each for good;
 * in protected stacks without a lock, who may change the container's policy can.
 */
export class AzureDumpStorage extends Component {
  /** Id of the account. */
  readonly id: pulumi.Output<string>;
  /** Id of the container: what its writer gets a role on. */
  readonly container: pulumi.Output<string>;
  /** `https://ACCOUNT.blob.core.windows.net/dumps/backups`, with what its writer must know. Resolves once it is reachable. */
  readonly destination: pulumi.Output<string>;

  constructor(name: string, args: Scoped<AzureDumpStorageArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "DumpStorage", name, opts);
    const { key, location, lock, network, protection, retentionDays, scope } = args;
    const within = { parent: this };
    const kept = lock || protection;
    const account = new AzureStorageAccount(
      this.child("account"),
      {
        scope,
        key,
        location,
        stem: "dumps",
        // A lock ends with the day; only then can a dump go.
        expireAfterDays: kept ? retentionDays + 1 : retentionDays,
        versioned: true,
        protection,
        held: lock,
      },
      within,
    );
    const container = storageContainer(
      this.child("container"),
      {
        scope,
        account,
        containerName,
        immutable: kept ? { days: retentionDays, of: "versions" } : undefined,
        protection,
      },
      within,
    );
    const endpoint = privateEndpoint(
      this.child("endpoint"),
      { scope, network, target: account.id, group: "blob", zone: "privatelink.blob.core.windows.net" },
      within,
    );
    new monitor.DiagnosticSetting(
      this.child("logs"),
      {
        resourceUri: pulumi.interpolate`${account.id}/blobServices/default`,
        workspaceId: scope.workspace.id,
        logs: ["StorageRead", "StorageWrite", "StorageDelete"].map((category) => ({
          category,
          enabled: true,
        })),
      },
      within,
    );
    const locked = lock ? `?lockDays=${String(retentionDays)}` : "";
    this.id = account.id;
    this.container = container.id;
    this.destination = pulumi
      .all([account.blobEndpoint, container.name, endpoint])
      .apply(([blobs, folder]) => `${blobs}${folder}/backups${locked}`);
    this.registerOutputs({ destination: this.destination });
  }
}
