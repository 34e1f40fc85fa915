import * as authorization from "@pulumi/azure-native/authorization";
import * as monitor from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { description } from "./alarm";
import { auditEvents } from "./audit-events";
import type { AzureEncryptionKey } from "./encryption-key";
import type { Scoped } from "./scope";
import { AzureStorageAccount } from "./storage-account";
import { storageContainer } from "./storage-container";

interface AzureAuditTrailArgs {
  readonly key: AzureEncryptionKey;
  readonly retentionDays: number;
  readonly protection: boolean;
  /** Id of the action group. */
  readonly actionGroup: pulumi.Output<string>;
}

/** All kinds of entries that the activity log has. */
const categories = [
  "Administrative",
  "Security",
  "ServiceHealth",
  "Alert",
  "Recommendation",
  "Policy",
  "Autoscale",
  "ResourceHealth",
];

/** The container that Azure writes the activity log to; made here, so that it is immutable from the first entry on. */
const containerName = "insights-activity-logs";

/**
 * The subscription's activity log, into the stack's workspace, where it can be asked, and into a storage account whose
 * blobs can only be appended to for `retentionDays`. Events that matter raise alerts.
 */
export class AzureAuditTrail extends Component {
  /** Id of the storage account. */
  readonly storageId: pulumi.Output<string>;

  constructor(name: string, args: Scoped<AzureAuditTrailArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", "AuditTrail", name, opts);
    const { key, protection, retentionDays, scope } = args;
    const within = { parent: this };
    const account = new AzureStorageAccount(
      this.child("records"),
      // Nothing expires by itself: Azure's rules can't delete append blobs' blocks, and a record too many harms nobody.
      { scope, key, stem: "audit", versioned: false, protection },
      within,
    );
    const container = storageContainer(
      this.child("container"),
      {
        scope,
        account,
        containerName,
        immutable: { days: retentionDays, of: "appends" },
        protection,
      },
      within,
    );
    if (protection)
      new authorization.ManagementLockByScope(
        this.child("lock"),
        { scope: account.id, level: "CanNotDelete", notes: "Holds the audit trail" },
        { ...within, dependsOn: [container] },
      );
    new monitor.SubscriptionDiagnosticSetting(
      this.child("setting"),
      {
        workspaceId: scope.workspace.id,
        // The account once its container is there.
        storageAccountId: pulumi.all([account.id, container.id]).apply(([id]) => id),
        logs: categories.map((category) => ({ category, enabled: true })),
      },
      { ...within, protect: protection },
    );
    this.watch(args);
    this.storageId = account.id;
    this.registerOutputs({ storageId: this.storageId });
  }

  private watch({ actionGroup, scope }: Scoped<AzureAuditTrailArgs>): void {
    const shared = {
      resourceGroupName: scope.resourceGroup,
      location: "global",
      tags: scope.tags,
      enabled: true,
      scopes: [pulumi.interpolate`/subscriptions/${scope.subscription}`],
      actions: { actionGroups: [{ actionGroupId: actionGroup }] },
    };
    for (const { id, operations, summary } of auditEvents)
      new monitor.ActivityLogAlert(
        this.child(`${id}-alert`),
        {
          ...shared,
          description: description("warning", summary, "audit"),
          condition: {
            allOf: [
              { field: "category", equals: "Administrative" },
              { field: "status", equals: "Succeeded" },
              { anyOf: operations.map((operation) => ({ field: "operationName", equals: operation })) },
            ],
          },
        },
        { parent: this },
      );
    new monitor.ActivityLogAlert(
      this.child("service-health-alert"),
      {
        ...shared,
        description: description("warning", "Azure has a trouble that touches this subscription", "audit"),
        condition: { allOf: [{ field: "category", equals: "ServiceHealth" }] },
      },
      { parent: this },
    );
  }
}
