/** What a preview may look at in a project; none of it shows what a secret, an object or a log says. */
export const previewRoles = [
  "roles/artifactregistry.reader",
  "roles/browser",
  "roles/certificatemanager.viewer",
  "roles/cloudkms.viewer",
  "roles/cloudscheduler.viewer",
  "roles/cloudsql.viewer",
  "roles/compute.viewer",
  "roles/dns.reader",
  "roles/iam.securityReviewer",
  "roles/monitoring.viewer",
  "roles/redis.viewer",
  "roles/run.viewer",
  "roles/secretmanager.viewer",
  "roles/serviceusage.serviceUsageConsumer",
] as const;

/** What the roles above lack, where Google's own roles show contents too. */
export const previewPermissions = [
  ...["buckets.get", "buckets.list", "logMetrics.get", "logMetrics.list", "sinks.get", "sinks.list"].map(
    (permission) => `logging.${permission}`,
  ),
  ...[
    "pubsub.topics.get",
    "pubsub.topics.getIamPolicy",
    "storage.buckets.get",
    "storage.buckets.getIamPolicy",
  ],
];

/** What the platform is made of. */
export const deployRoles = [
  "roles/artifactregistry.admin",
  "roles/certificatemanager.owner",
  "roles/cloudkms.admin",
  "roles/cloudscheduler.admin",
  "roles/cloudsql.admin",
  "roles/compute.admin",
  "roles/container.admin",
  "roles/dns.admin",
  "roles/logging.admin",
  "roles/monitoring.admin",
  "roles/pubsub.admin",
  "roles/redis.admin",
  "roles/run.admin",
  "roles/secretmanager.admin",
  "roles/servicenetworking.networksAdmin",
  "roles/serviceusage.serviceUsageAdmin",
  "roles/storage.admin",
] as const;

/**
 * Identities for services and their roles in the project: what an administrator of IAM may, without keys of accounts,
 * without roles of one's own making, and with `grantable` only.
 */
export const deployPermissions = [
  ...["actAs", "create", "delete", "get", "getIamPolicy", "list", "setIamPolicy", "update"].map(
    (verb) => `iam.serviceAccounts.${verb}`,
  ),
  ...["get", "getIamPolicy", "setIamPolicy"].map((verb) => `resourcemanager.projects.${verb}`),
];

/** The roles that the platform gives in a project: the deploying account can give and take no other. */
const grantable = [
  "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  "roles/cloudtrace.agent",
  "roles/iam.workloadIdentityUser",
  "roles/logging.logWriter",
  "roles/monitoring.metricWriter",
  "roles/monitoring.viewer",
  "roles/pubsub.publisher",
  "roles/secretmanager.secretAccessor",
  "roles/storage.objectCreator",
];

/** Holds for each call that changes who has which role; all others change none. */
export const grantCondition = `api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly([${grantable
  .map((role) => `'${role}'`)
  .join(", ")}])`;
