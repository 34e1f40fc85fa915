import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import type { RegistryCredentials } from "../../components/registry";
import { sendLogs } from "./diagnostics";
import { AzureEncryptionKey } from "./encryption-key";
import type { AzureNetwork } from "./network";
import { privateEndpoint } from "./private-endpoint";
import { grant } from "./role";
import type { AzureScope } from "./scope";
import { securityPlans } from "./security-plans";

export interface AzureContainerRegistryArgs {
  readonly scope: AzureScope;
  /** Network that pulls from it without the internet. */
  readonly network: AzureNetwork;
  /** Whether the stack asks for scans by no other way: Microsoft Defender's plan is one for a whole subscription. */
  readonly scan: boolean;
  readonly protection: boolean;
}

/** Minutes that one round of cleaning may take. */
const cleaningMinutes = 60;

/**
 * The registry of a stack, in which each service has a repository. The tier is Premium, the only one with private
 * endpoints, keys of ours and a retention of untagged images.
 *
 * - It has a vault of its own that answers from any network: a registry reads its key as an identity of ours, which Key
 *   Vault does not count among the services that it trusts. The vault holds this key alone, and only that identity has a
 *   role in it.
 * - `docker` logs in as the registry's administrator. The alternative, a token for one repository, gets its password by a
 *   call that Pulumi's provider does not have (pulumi-azure-native#3099).
 * - Tags can be moved: Azure has no registry in which they can't. What runs is named by digest, so a moved tag changes
 *   nothing.
 */
export class AzureContainerRegistry extends Component {
  readonly id: pulumi.Output<string>;
  /** `NAME.azurecr.io`. Resolves once images can be pulled by the network's own ways and are cleaned up. */
  readonly server: pulumi.Output<string>;
  readonly credentials: RegistryCredentials;
  /** Its change of the subscription's plans, which the next one waits for; absent: it makes none. */
  readonly plans: pulumi.Resource | undefined;
  private readonly scope: AzureScope;

  constructor(name: string, args: AzureContainerRegistryArgs, opts: pulumi.ComponentResourceOptions) {
    super("azure", "ContainerRegistry", name, opts);
    const { network, protection, scope } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const key = new AzureEncryptionKey(
      this.child("key"),
      { purpose: "data", protection, scope, anyNetwork: true },
      within,
    );
    const registry = new containerregistry.Registry(
      this.child("acr"),
      {
        registryName: scope.uniqueName("containerRegistry", name),
        resourceGroupName,
        location,
        tags,
        sku: { name: "Premium" },
        adminUserEnabled: true,
        anonymousPullEnabled: false,
        // Images are pushed from wherever `pulumi up` runs.
        publicNetworkAccess: "Enabled",
        zoneRedundancy: "Enabled",
        identity: {
          type: "UserAssigned",
          userAssignedIdentities: key.identity.id.apply((id) => ({ [id]: {} })),
        },
        encryption: {
          status: "enabled",
          keyVaultProperties: { identity: key.identity.clientId, keyIdentifier: key.reference },
        },
        policies: { retentionPolicy: { status: "enabled", days: 7 } },
      },
      { ...within, protect: protection, retainOnDelete: protection },
    );
    const reachable = privateEndpoint(
      this.child("private"),
      { scope, network, target: registry.id, group: "registry", zone: "privatelink.azurecr.io" },
      within,
    );
    const cleaning = this.cleaning(scope, registry);
    sendLogs(this.child("logs"), { scope, resource: registry.id, groups: ["audit"] }, within);
    this.plans = args.scan
      ? securityPlans(this.child("scan"), { scope, plans: [{ name: "Containers" }] }, within)
      : undefined;

    this.scope = scope;
    this.id = registry.id;
    this.server = pulumi.all([registry.loginServer, reachable, cleaning.id]).apply(([server]) => server);
    this.credentials = this.login(scope, registry);
    this.registerOutputs({ server: this.server });
  }

  /** Lets an identity pull the stack's images. */
  grantPull(
    name: string,
    principalId: pulumi.Input<string>,
    opts: pulumi.CustomResourceOptions,
  ): pulumi.Resource {
    return grant(name, { scope: this.scope, role: "AcrPull", principalId, on: this.id }, opts);
  }

  /** Each Sunday, all but the newest 50 images of each repository go. What has no tag goes after 7 days by itself. */
  private cleaning(scope: AzureScope, registry: containerregistry.Registry): containerregistry.Task {
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const steps = ["version: v1.1.0", "steps:", `  - cmd: acr purge --filter '.*:.*' --keep 50 --ago 7d`];
    return new containerregistry.Task(
      this.child("cleaning"),
      {
        resourceGroupName,
        registryName: registry.name,
        location,
        tags,
        status: "Enabled",
        platform: { os: "Linux", architecture: "amd64" },
        agentConfiguration: { cpu: 2 },
        timeout: cleaningMinutes * 60,
        step: {
          type: "EncodedTask",
          encodedTaskContent: Buffer.from(`${steps.join("\n")}\n`).toString("base64"),
        },
        trigger: { timerTriggers: [{ name: "weekly", schedule: "0 3 * * 0", status: "Enabled" }] },
      },
      { parent: this },
    );
  }

  private login(scope: AzureScope, registry: containerregistry.Registry): RegistryCredentials {
    const login = containerregistry.listRegistryCredentialsOutput(
      { resourceGroupName: scope.resourceGroup, registryName: registry.name },
      { parent: this },
    );
    // An unknown answer hangs on nothing: the update would have dependencies that its plan lacks.
    const known = pulumi.all([login, scope.resourceGroup]);
    return {
      server: registry.loginServer,
      username: known.apply(([{ username }]) => username ?? ""),
      password: pulumi.secret(known.apply(([{ passwords }]) => passwords?.[0]?.value ?? "")),
    };
  }
}
