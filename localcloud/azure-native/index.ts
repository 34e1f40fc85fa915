import type { CloudRules } from "../rules";
import { applicationInsights } from "./applicationinsights";
import { budgets } from "./budgets";
import { backups } from "./dataprotection";
import { access } from "./authorization";
import { containers } from "./app";
import { appFunctions } from "./app-revision";
import { environments } from "./app-environment";
import { frontDoor } from "./cdn";
import { registries, registryFunctions } from "./containerregistry";
import { clusterFunctions, kubernetesClusters } from "./containerservice";
import { registryTasks } from "./containerregistry-tasks";
import { deployments } from "./deployments";
import { dnsFunctions, publicDns } from "./dns";
import { firewallPolicies } from "./frontdoor";
import { network } from "./network";
import { privateLink } from "./network-private-link";
import { security } from "./network-security";
import { subnets } from "./network-subnet";
import { flowLogs } from "./network-watcher";
import { privateDns } from "./privatedns";
import { every } from "./every-resource";
import { actionGroups, processingRules } from "./monitor";
import { activityAlerts } from "./monitor-activity-alert";
import { collection, prometheusRules } from "./monitor-collection";
import { diagnostics } from "./monitor-diagnostics";
import { logAlerts } from "./monitor-log-alert";
import { metricAlerts } from "./monitor-metric-alert";
import { workspaceFunctions, workspaces } from "./operationalinsights";
import { dashboards } from "./portal";
import { servers } from "./postgresql-server";
import { serverObjects } from "./postgresql-objects";
import { cacheFunctions, caches } from "./redisenterprise";
import { vaultFunctions, vaults } from "./keyvault";
import { federatedCredentials } from "./federated-credential";
import { identities } from "./managed-identity";
import { groups } from "./resources";
import { defender } from "./security";
import { accounts, storageFunctions } from "./storage";
import { blobs } from "./storage-blobs";
import { place, subscription, subscriptionFunctions } from "./subscription";

/** What the local Azure knows: one subscription, and Azure's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "azure-native",
  account: subscription,
  place,
  every,
  resources: [
    ...groups,
    ...identities,
    ...federatedCredentials,
    ...access,
    ...vaults,
    ...network,
    ...subnets,
    ...security,
    ...privateLink,
    ...flowLogs,
    ...privateDns,
    ...publicDns,
    ...environments,
    ...containers,
    ...kubernetesClusters,
    ...registries,
    ...registryTasks,
    ...frontDoor,
    ...firewallPolicies,
    ...servers,
    ...serverObjects,
    ...caches,
    ...accounts,
    ...blobs,
    ...workspaces,
    ...applicationInsights,
    ...actionGroups,
    ...processingRules,
    ...metricAlerts,
    ...logAlerts,
    ...activityAlerts,
    ...collection,
    ...prometheusRules,
    ...diagnostics,
    ...dashboards,
    ...backups,
    ...defender,
    ...deployments,
    ...budgets,
  ],
  functions: [
    ...subscriptionFunctions,
    ...appFunctions,
    ...clusterFunctions,
    ...vaultFunctions,
    ...registryFunctions,
    ...dnsFunctions,
    ...cacheFunctions,
    ...storageFunctions,
    ...workspaceFunctions,
  ],
};
