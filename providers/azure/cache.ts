import * as redisenterprise from "@pulumi/azure-native/redisenterprise";
import * as pulumi from "@pulumi/pulumi";
import { Cache, type CacheArgs } from "../../components/cache";
import type { SizeClass } from "../../components/specification";
import type { AzureComponents } from "./components";
import { sendMetrics } from "./diagnostics";
import { privateEndpoint } from "./private-endpoint";
import type { Scoped } from "./scope";

type Args = Scoped<CacheArgs<AzureComponents>>;

/** Size classes as sizes of Azure Managed Redis of 0.5, 3, 6 and 12 GB (documentation: "Choosing the right tier"). */
const skus: Readonly<Record<SizeClass, string>> = {
  micro: "Balanced_B0",
  small: "Balanced_B3",
  medium: "Balanced_B5",
  large: "Balanced_B10",
};

/** The port of every Azure Managed Redis. */
export const cachePort = 10_000;
/** A cluster has one database, of this name. */
const databaseName = "default";

/**
 * Azure Managed Redis behind a private endpoint. With high availability each shard has a replica, in another zone where the
 * region has zones.
 *
 * Azure chooses the password and changes it only on demand; so a new `secretGeneration` makes a new, empty database that has
 * a new one. Nor does Azure take a last snapshot: a protected cache is kept when the stack goes.
 */
export class AzureCache extends Cache {
  override readonly host: pulumi.Output<string>;
  override readonly url: pulumi.Output<string>;
  readonly id: pulumi.Output<string>;

  constructor(name: string, args: Args, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const { key, network, protection, scope } = args;
    const { location, resourceGroup: resourceGroupName, tags } = scope;
    const within = { parent: this };
    const cluster = new redisenterprise.RedisEnterprise(
      this.child("cluster"),
      {
        resourceGroupName,
        location,
        tags,
        clusterName: scope.uniqueName("redis", name),
        sku: { name: skus[args.size] },
        highAvailability: args.highAvailability ? "Enabled" : "Disabled",
        minimumTlsVersion: "1.2",
        publicNetworkAccess: "Disabled",
        identity: { type: "UserAssigned", userAssignedIdentities: [key.identity.id] },
        encryption: {
          customerManagedKeyEncryption: {
            // Of one version: Redis follows no rotation by itself, so a new version takes an update of the stack.
            keyEncryptionKeyUrl: key.newestReference(),
            keyEncryptionKeyIdentity: {
              identityType: "userAssignedIdentity",
              userAssignedIdentityResourceId: key.identity.id,
            },
          },
        },
      },
      { ...within, protect: protection, retainOnDelete: protection },
    );
    const database = this.database(cluster, args);
    const reachable = privateEndpoint(
      this.child("endpoint"),
      { scope, network, target: cluster.id, group: "redisEnterprise", zone: "privatelink.redis.azure.net" },
      within,
    );
    sendMetrics(this.child("logs"), { scope, resource: cluster.id }, within);
    const keys = redisenterprise.listDatabaseKeysOutput(
      { resourceGroupName, clusterName: cluster.name, databaseName: database.name },
      within,
    );
    // An unknown answer hangs on nothing: the update would have dependencies that its plan lacks.
    const password = pulumi
      .all([pulumi.secret(keys.primaryKey), database.name])
      .apply(([text]) => encodeURIComponent(text));
    this.id = cluster.id;
    // Who has the name can resolve it.
    this.host = pulumi.all([cluster.hostName, reachable]).apply(([hostName]) => hostName);
    this.url = pulumi.secret(pulumi.interpolate`rediss://:${password}@${this.host}:${String(cachePort)}/0`);
    this.registerOutputs({ host: this.host, id: this.id });
  }

  private database(cluster: redisenterprise.RedisEnterprise, args: Args): redisenterprise.Database {
    return new redisenterprise.Database(
      this.child("database"),
      {
        resourceGroupName: args.scope.resourceGroup,
        clusterName: cluster.name,
        databaseName,
        port: cachePort,
        clientProtocol: "Encrypted",
        accessKeysAuthentication: "Enabled",
        // One address and all commands, for clients that know no cluster; possible up to 25 GB.
        clusteringPolicy: "NoCluster",
        evictionPolicy: "AllKeysLRU",
        persistence: args.highAvailability
          ? { rdbEnabled: true, rdbFrequency: "12h", aofEnabled: false }
          : { rdbEnabled: false, aofEnabled: false },
      },
      {
        parent: this,
        replacementTrigger: args.secretGeneration,
        // There is one database of this name, or none.
        deleteBeforeReplace: true,
      },
    );
  }
}
