import * as app from "@pulumi/azure-native/app";
import * as pulumi from "@pulumi/pulumi";
import { Cluster, type ClusterArgs } from "../../components/cluster";
import type { AzureComponents } from "./components";
import { sendLogs } from "./diagnostics";
import { privateEndpoint } from "./private-endpoint";
import type { Scoped } from "./scope";

/**
 * A Container Apps environment in the services' subnet, with the Consumption profile alone: it holds no machines of ours.
 * What containers write goes to the stack's workspace, into the tables `ContainerAppConsoleLogs` and
 * `ContainerAppSystemLogs`.
 *
 * Its address is public because Front Door calls from outside; the subnet's security group lets nobody else in. All apps of
 * an environment share its addresses: which of them reaches a store is decided by credentials, not by the network.
 */
export class AzureCluster extends Cluster {
  /** Resolves once the environment can run something: it keeps logs, and reads secrets without the internet. */
  readonly environment: {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    /** An app's host name is `APP.DEFAULTDOMAIN`. */
    readonly defaultDomain: pulumi.Output<string>;
    readonly staticIp: pulumi.Output<string>;
  };

  constructor(
    name: string,
    { key, network, scope }: Scoped<ClusterArgs<AzureComponents>>,
    opts: pulumi.ComponentResourceOptions,
  ) {
    super("azure", name, opts);
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const environment = new app.ManagedEnvironment(
      this.child("env"),
      {
        resourceGroupName,
        location,
        tags,
        appLogsConfiguration: { destination: "azure-monitor" },
        vnetConfiguration: { infrastructureSubnetId: network.subnets.services, internal: false },
        publicNetworkAccess: "Enabled",
        workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
        zoneRedundant: network.zonal,
        // Between the environment's proxy and a replica on another node, too.
        peerTrafficConfiguration: { encryption: { enabled: true } },
      },
      within,
    );
    const logs = sendLogs(
      this.child("logs"),
      {
        scope,
        resource: environment.id,
        categories: ["ContainerAppConsoleLogs", "ContainerAppSystemLogs"],
      },
      within,
    );
    const vault = privateEndpoint(
      this.child("vault"),
      { scope, network, target: key.vault.id, group: "vault", zone: "privatelink.vaultcore.azure.net" },
      within,
    );
    this.environment = {
      id: pulumi.all([environment.id, logs.id, vault]).apply(([id]) => id),
      name: environment.name,
      defaultDomain: environment.defaultDomain,
      staticIp: environment.staticIp,
    };
    this.registerOutputs({ environment: this.environment.id });
  }
}
