import type { CloudRules } from "../rules";
import { backups } from "./backup";
import { budgets } from "./billing";
import { containers } from "./cloud-run";
import { scheduler } from "./cloudscheduler";
import { certificateManager } from "./certificatemanager";
import { clusters } from "./container-cluster";
import { addresses } from "./compute-address";
import { backends } from "./compute-backend";
import { loadBalancerCertificates } from "./compute-certificate";
import { firewalls } from "./compute-firewall";
import { frontends } from "./compute-frontend";
import { networks } from "./compute-network";
import { routes } from "./compute-route";
import { routers } from "./compute-router";
import { securityPolicies } from "./compute-security-policy";
import { urlMaps } from "./compute-url-map";
import { dnsRecords } from "./dns-record";
import { dnsFunctions, dnsZones } from "./dns-zone";
import { every } from "./every-resource";
import { logging, loggingFunctions } from "./logging";
import { monitoring } from "./monitoring";
import { organizationPolicies } from "./orgpolicy";
import { account, place } from "./project";
import { projectFunctions } from "./organizations";
import { projects } from "./projects";
import { regions } from "./regions";
import { registries } from "./artifactregistry";
import { keys } from "./kms";
import { messaging } from "./pubsub";
import { caches } from "./redis";
import { secrets } from "./secretmanager";
import { findings } from "./securitycenter";
import { serviceAccounts } from "./service-account";
import { privateConnections } from "./servicenetworking";
import { databases } from "./sql";
import { storage, storageFunctions } from "./storage";
import { customRoles } from "./custom-role";
import { workloadIdentity } from "./workload-identity";

/** What the local Google Cloud knows: one project, and Google's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "gcp",
  account,
  place,
  regions,
  every,
  resources: [
    ...projects,
    ...serviceAccounts,
    ...workloadIdentity,
    ...customRoles,
    ...keys,
    ...secrets,
    ...registries,
    ...networks,
    ...routes,
    ...routers,
    ...addresses,
    ...firewalls,
    ...privateConnections,
    ...dnsZones,
    ...dnsRecords,
    ...backends,
    ...urlMaps,
    ...frontends,
    ...loadBalancerCertificates,
    ...securityPolicies,
    ...certificateManager,
    ...containers,
    ...clusters,
    ...scheduler,
    ...databases,
    ...caches,
    ...storage,
    ...messaging,
    ...logging,
    ...monitoring,
    ...backups,
    ...budgets,
    ...organizationPolicies,
    ...findings,
  ],
  functions: [...projectFunctions, ...dnsFunctions, ...loggingFunctions, ...storageFunctions],
};
