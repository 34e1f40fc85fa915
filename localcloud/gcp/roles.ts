import { nearest } from "../nearest";

/** All predefined roles of some services, by the part after `roles/` (cloud.google.com/iam/docs/roles-permissions). */
const predefined: Readonly<Record<string, readonly string[]>> = {
  artifactregistry: [
    "admin",
    "containerRegistryMigrationAdmin",
    "createOnPushRepoAdmin",
    "createOnPushWriter",
    "reader",
    "repoAdmin",
    "serviceAgent",
    "writer",
  ],
  cloudkms: [
    "admin",
    "autokeyAdmin",
    "autokeyUser",
    "cryptoKeyDecrypter",
    "cryptoKeyDecrypterViaDelegation",
    "cryptoKeyEncrypter",
    "cryptoKeyEncrypterDecrypter",
    "cryptoKeyEncrypterDecrypterViaDelegation",
    "cryptoKeyEncrypterViaDelegation",
    "cryptoOperator",
    "ekmConnectionsAdmin",
    "expertRawAesCbc",
    "expertRawAesCtr",
    "expertRawPKCS1",
    "importer",
    "orgServiceAgent",
    "protectedResourcesViewer",
    "publicKeyViewer",
    "serviceAgent",
    "signer",
    "signerVerifier",
    "verifier",
    "viewer",
  ],
  cloudscheduler: ["admin", "jobRunner", "serviceAgent", "viewer"],
  cloudsql: [
    "admin",
    "client",
    "editor",
    "instanceUser",
    "schemaViewer",
    "serviceAgent",
    "studioUser",
    "viewer",
  ],
  cloudtrace: ["admin", "agent", "user"],
  iam: [
    "denyAdmin",
    "denyReviewer",
    "organizationRoleAdmin",
    "organizationRoleViewer",
    "principalAccessBoundaryAdmin",
    "principalAccessBoundaryUser",
    "principalAccessBoundaryViewer",
    "roleAdmin",
    "roleViewer",
    "securityAdmin",
    "securityReviewer",
    "serviceAccountAdmin",
    "serviceAccountCreator",
    "serviceAccountDeleter",
    "serviceAccountKeyAdmin",
    "serviceAccountOpenIdTokenCreator",
    "serviceAccountTokenCreator",
    "serviceAccountUser",
    "serviceAccountViewer",
    "workloadIdentityPoolAdmin",
    "workloadIdentityPoolViewer",
    "workloadIdentityUser",
    "workforcePoolAdmin",
    "workforcePoolEditor",
    "workforcePoolViewer",
  ],
  logging: [
    "admin",
    "bucketWriter",
    "configWriter",
    "fieldAccessor",
    "linkViewer",
    "logWriter",
    "privateLogViewer",
    "serviceAgent",
    "sqlAlertWriter",
    "viewAccessor",
    "viewer",
  ],
  monitoring: [
    "admin",
    "alertPolicyEditor",
    "alertPolicyViewer",
    "alertViewer",
    "cloudConsoleIncidentEditor",
    "cloudConsoleIncidentViewer",
    "dashboardEditor",
    "dashboardViewer",
    "editor",
    "metricWriter",
    "metricsScopesAdmin",
    "metricsScopesViewer",
    "notificationChannelEditor",
    "notificationChannelViewer",
    "notificationServiceAgent",
    "servicesEditor",
    "servicesViewer",
    "snoozeEditor",
    "snoozeViewer",
    "uptimeCheckConfigEditor",
    "uptimeCheckConfigViewer",
    "viewer",
  ],
  pubsub: ["admin", "editor", "publisher", "serviceAgent", "subscriber", "viewer"],
  run: [
    "admin",
    "builder",
    "developer",
    "invoker",
    "jobsExecutor",
    "jobsExecutorWithOverrides",
    "serviceAgent",
    "servicesInvoker",
    "sourceDeveloper",
    "sourceViewer",
    "viewer",
  ],
  secretmanager: ["admin", "secretAccessor", "secretVersionAdder", "secretVersionManager", "viewer"],
  storage: [
    "admin",
    "bucketViewer",
    "expressModeServiceInput",
    "expressModeServiceOutput",
    "expressModeUserAccess",
    "folderAdmin",
    "hmacKeyAdmin",
    "insightsCollectorService",
    "legacyBucketOwner",
    "legacyBucketReader",
    "legacyBucketWriter",
    "legacyObjectOwner",
    "legacyObjectReader",
    "objectAdmin",
    "objectCreator",
    "objectUser",
    "objectViewer",
  ],
};

const all = Object.entries(predefined).flatMap(([service, names]) =>
  names.map((name) => `roles/${service}.${name}`),
);

/**
 * Why a role can't be granted; `undefined` if it can, or is of a service whose roles are not listed here.
 *
 * @param services The only services whose roles the resource takes, for example `cloudkms`; empty: all.
 */
export function roleProblem(role: string, services: readonly string[]): string | undefined {
  if (/^(projects|organizations)\/[^/]+\/roles\/[\w.]{3,64}$/.test(role)) return undefined;
  const match = /^roles\/(?:([a-z][a-zA-Z0-9]*)\.)?[a-zA-Z][a-zA-Z0-9]*$/.exec(role);
  if (match === null)
    return `'${role}' is no role: roles read roles/SERVICE.NAME or projects/PROJECT/roles/NAME`;
  const [, service] = match;
  if (service === undefined) return undefined;
  if (services.length > 0 && !services.includes(service))
    return `Error 400: Role ${role} is not supported for this resource: it takes roles of ${services.join(", ")}`;
  if (predefined[service] === undefined || all.includes(role)) return undefined;
  const meant = nearest(role, all);
  return `Error 400: Role ${role} does not exist${meant === undefined ? "" : `; did you mean '${meant}'?`}`;
}
