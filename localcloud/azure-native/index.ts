import type { CloudRules } from "../rules";
import { applicationInsights } from "./applicationinsights";
import { budgets } from "./budgets";
import { backups } from "./dataprotection";
import { access } from "./authorization";
import { every } from "./every-resource";
import { actionGroups, processingRules } from "./monitor";
import { alertRules } from "./monitor-alerts";
import { collection, prometheusRules } from "./monitor-collection";
import { diagnostics } from "./monitor-diagnostics";
import { workspaceFunctions, workspaces } from "./operationalinsights";
import { dashboards } from "./portal";
import { servers } from "./postgresql";
import { serverObjects } from "./postgresql-objects";
import { cacheFunctions, caches } from "./redisenterprise";
import { vaults } from "./keyvault";
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
    ...access,
    ...vaults,
    ...servers,
    ...serverObjects,
    ...caches,
    ...accounts,
    ...blobs,
    ...workspaces,
    ...applicationInsights,
    ...actionGroups,
    ...processingRules,
    ...alertRules,
    ...collection,
    ...prometheusRules,
    ...diagnostics,
    ...dashboards,
    ...backups,
    ...defender,
    ...budgets,
  ],
  functions: [...subscriptionFunctions, ...cacheFunctions, ...storageFunctions, ...workspaceFunctions],
};
