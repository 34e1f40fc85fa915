import { getClientConfigOutput } from "@pulumi/azure-native/authorization/getClientConfig";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as resources from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { Component } from "../../components/component";
import type { Specification } from "../../components/specification";
import { workspaceRetention } from "./log-retention";
import { type NamedKind, physicalName } from "./names";

type ScopeArgs = Pick<Specification, "region" | "recoveryRegion" | "tags" | "protection"> & {
  /** Days that logs are kept. */
  readonly logRetentionDays: number;
  /** Whether something in it is locked for good, so that Azure would refuse to delete the group: it is left behind. */
  readonly held: boolean;
};

/** The one place that every log of a stack goes to. */
export interface Workspace {
  readonly id: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
  /** GUID by which senders and queries name it. */
  readonly customerId: pulumi.Output<string>;
}

/**
 * What everything of a stack stands in: a resource group, the subscription and tenant of the credentials, the workspace
 * of its logs, and the random end of names that must be the only ones in Azure.
 */
export class AzureScope extends Component {
  /** Name of the resource group. */
  readonly resourceGroup: pulumi.Output<string>;
  readonly location: string;
  readonly recoveryLocation: string | undefined;
  readonly subscription: pulumi.Output<string>;
  readonly tenant: pulumi.Output<string>;
  readonly tags: Readonly<Record<string, string>>;
  /** Eight lower-case letters and digits. New with each stack, so that one comes up beside the deleted names of the last. */
  readonly suffix: pulumi.Output<string>;
  /** Whether something in it is locked for good: it stays, and what it is encrypted with stays too. */
  readonly held: boolean;
  readonly workspace: Workspace;

  constructor(name: string, args: ScopeArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", "Scope", name, opts);
    const within = { parent: this };
    const client = getClientConfigOutput(within);
    const group = new resources.ResourceGroup(
      this.child("group"),
      { location: args.region, tags: args.tags },
      { ...within, protect: args.protection, retainOnDelete: args.protection || args.held },
    );
    const suffix = new random.RandomString(
      this.child("suffix"),
      { length: 8, upper: false, special: false },
      within,
    );
    this.resourceGroup = group.name;
    this.location = args.region;
    this.held = args.held;
    this.recoveryLocation = args.recoveryRegion;
    this.subscription = client.subscriptionId;
    this.tenant = client.tenantId;
    this.tags = args.tags;
    this.suffix = suffix.result;
    this.workspace = this.logs(args);
    this.registerOutputs({ resourceGroup: this.resourceGroup });
  }

  /** The name of a resource that must be the only one in Azure (see `physicalName`). */
  uniqueName(kind: NamedKind, stem: string): pulumi.Output<string> {
    return this.suffix.apply((suffix) => physicalName(kind, stem, suffix));
  }

  private logs({ logRetentionDays, protection }: ScopeArgs): Workspace {
    const { location, resourceGroup: resourceGroupName, tags } = this;
    const workspace = new operationalinsights.Workspace(
      this.child("logs"),
      {
        resourceGroupName,
        location,
        tags,
        sku: { name: "PerGB2018" },
        retentionInDays: workspaceRetention(logRetentionDays),
        // Senders prove who they are by an identity; there is no key to lose.
        features: { disableLocalAuth: true },
      },
      { parent: this, protect: protection, retainOnDelete: protection },
    );
    return { id: workspace.id, name: workspace.name, customerId: workspace.customerId };
  }
}

/** What a component of Azure is given beside the arguments of every cloud. */
export type Scoped<Args> = Args & { readonly scope: AzureScope };
