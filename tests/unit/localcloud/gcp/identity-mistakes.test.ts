import { types } from "../../../../localcloud/gcp/types";
import { describeMistakes, type Google, project, region } from "./google";

const ring = async (google: Google): Promise<string> =>
  (await google.make(types.keyRing, { name: "ring", location: region })).id;
const key = async (google: Google) => ({
  name: "data",
  keyRing: await ring(google),
  rotationPeriod: "7776000s",
  destroyScheduledDuration: "2592000s",
});
const projectGrant = async (google: Google) => ({
  project,
  role: "roles/logging.logWriter",
  member: `serviceAccount:${await google.account("api-account")}`,
});
const keyGrant = async (google: Google) => ({
  cryptoKeyId: await google.key(region),
  role: "roles/cloudkms.cryptoKeyEncrypterDecrypter",
  member: `serviceAccount:${await google.account("api-account")}`,
});
const audit = {
  project,
  service: "allServices",
  auditLogConfigs: [{ logType: "DATA_READ" }, { logType: "DATA_WRITE" }],
};

describeMistakes("projects and service accounts", [
  {
    mistake: "an interface by half of its name",
    type: types.service,
    right: { service: "redis.googleapis.com" },
    wrong: { service: "redis" },
    path: "service",
    words: "must be an interface's full name",
  },
  {
    mistake: "the account of a service that has none to ask for",
    type: types.serviceIdentity,
    right: { service: "sqladmin.googleapis.com" },
    wrong: { service: "storage.googleapis.com" },
    path: "service",
    words: "IAM_SERVICE_NOT_CONFIGURED_FOR_IDENTITIES",
  },
  {
    mistake: "a service account id of 31 characters",
    type: types.serviceAccount,
    right: { accountId: "a".repeat(30) },
    wrong: { accountId: "a".repeat(31) },
    path: "accountId",
    words: "is longer than 30 characters (31)",
  },
  {
    mistake: "a service account id of 5 characters",
    type: types.serviceAccount,
    right: { accountId: "api-12" },
    wrong: { accountId: "api-1" },
    path: "accountId",
    words: "is shorter than 6 characters",
  },
  {
    mistake: "a service account id with an underscore",
    type: types.serviceAccount,
    right: { accountId: "api-account" },
    wrong: { accountId: "api_account" },
    path: "accountId",
    words: "may only have lower-case letters, digits and hyphens",
  },
  {
    mistake: "a deletion policy that there is not",
    type: types.serviceAccount,
    right: { accountId: "api-account", deletionPolicy: "PREVENT" },
    wrong: { deletionPolicy: "RETAIN" },
    path: "deletionPolicy",
    words: "must be one of DELETE, PREVENT, ABANDON",
  },
  {
    mistake: "audit logs of a kind that there is not",
    type: types.projectAudit,
    right: audit,
    wrong: { auditLogConfigs: [{ logType: "ADMIN_WRITE" }] },
    path: "auditLogConfigs[0].logType",
    words: "ADMIN_READ, DATA_READ, DATA_WRITE",
  },
  {
    mistake: "audit logs of one kind twice",
    type: types.projectAudit,
    right: audit,
    wrong: { auditLogConfigs: [{ logType: "DATA_READ" }, { logType: "DATA_READ" }] },
    path: "auditLogConfigs",
    words: "two of them are for DATA_READ",
  },
]);

describeMistakes("grants", [
  {
    mistake: "a grant to everybody on a whole project",
    type: types.projectMember,
    right: projectGrant,
    wrong: { member: "allUsers" },
    path: "member",
    words: "allUsers can't be granted anything on this kind of resource",
  },
  {
    mistake: "a member without its kind",
    type: types.projectMember,
    right: projectGrant,
    wrong: { member: "api-account@local-project.iam.gserviceaccount.com" },
    path: "member",
    words: "names nobody",
  },
  {
    mistake: "a service account that is not there",
    type: types.projectMember,
    right: projectGrant,
    wrong: { member: "serviceAccount:web-account@local-project.iam.gserviceaccount.com" },
    path: "member",
    words: "Service account web-account@local-project.iam.gserviceaccount.com does not exist",
  },
  {
    mistake: "a service's own account before anybody asked for it",
    type: types.projectMember,
    right: async (google) => {
      await google.enableApi("sqladmin.googleapis.com");
      await google.enableApi("secretmanager.googleapis.com");
      await google.make(types.serviceIdentity, { service: "secretmanager.googleapis.com" });
      return {
        project,
        role: "roles/viewer",
        member: "serviceAccount:service-123456789012@gcp-sa-secretmanager.iam.gserviceaccount.com",
      };
    },
    wrong: { member: "serviceAccount:service-123456789012@gcp-sa-cloud-sql.iam.gserviceaccount.com" },
    path: "member",
    words: "make it with a projects.ServiceIdentity of sqladmin.googleapis.com",
  },
  {
    mistake: "a service's own account before its interface is on",
    type: types.projectMember,
    right: async (google) => {
      await google.enableApi("pubsub.googleapis.com");
      return {
        project,
        role: "roles/viewer",
        member: "serviceAccount:service-123456789012@gcp-sa-pubsub.iam.gserviceaccount.com",
      };
    },
    wrong: { member: "serviceAccount:service-123456789012@serverless-robot-prod.iam.gserviceaccount.com" },
    path: "member",
    words: "it comes with run.googleapis.com: enable that first",
  },
  {
    mistake: "an address with capitals",
    type: types.projectMember,
    right: { project, role: "roles/viewer", member: "user:oncall@example.com" },
    wrong: { member: "user:OnCall@example.com" },
    path: "member",
    words: "IAM keeps addresses in lower case",
  },
  {
    mistake: "a role that there is not",
    type: types.projectMember,
    right: projectGrant,
    wrong: { role: "roles/logging.writer" },
    path: "role",
    words: "Role roles/logging.writer does not exist; did you mean 'roles/logging.logWriter'?",
  },
  {
    mistake: "a role without its prefix",
    type: types.projectMember,
    right: projectGrant,
    wrong: { role: "logging.logWriter" },
    path: "role",
    words: "is no role: roles read roles/SERVICE.NAME",
  },
  {
    mistake: "a second resource for one grant",
    type: types.projectMember,
    right: async (google) => {
      const first = await projectGrant(google);
      await google.make(types.projectMember, first);
      return { ...first, role: "roles/monitoring.metricWriter" };
    },
    wrong: { role: "roles/logging.logWriter" },
    path: "member",
    words: "another resource gives this role to this member already",
  },
  {
    mistake: "a grant beside a binding that takes it away",
    type: types.projectMember,
    right: async (google) => {
      const members = ["user:oncall@example.com"];
      await google.make(types.projectBinding, { project, role: "roles/logging.logWriter", members });
      return { ...(await projectGrant(google)), role: "roles/monitoring.metricWriter" };
    },
    wrong: { role: "roles/logging.logWriter" },
    path: "role",
    words: "takes it from everybody else: use one of the two types",
  },
  {
    mistake: "a role of another service on a key",
    type: types.keyMember,
    right: keyGrant,
    wrong: { role: "roles/secretmanager.secretAccessor" },
    path: "role",
    words: "is not supported for this resource: it takes roles of cloudkms",
  },
  {
    mistake: "a grant on a key that is not there",
    type: types.keyMember,
    right: keyGrant,
    wrong: { cryptoKeyId: "projects/local-project/locations/europe-west1/keyRings/r/cryptoKeys/k" },
    path: "cryptoKeyId",
    words: "there is no gcp:kms/cryptoKey:CryptoKey",
  },
  {
    mistake: "a service account by its address only",
    type: types.serviceAccountMember,
    right: async (google) => {
      const email = await google.account("api-account");
      return {
        serviceAccountId: `projects/local-project/serviceAccounts/${email}`,
        role: "roles/iam.serviceAccountUser",
        member: "user:oncall@example.com",
      };
    },
    wrong: { serviceAccountId: "api-account@local-project.iam.gserviceaccount.com" },
    path: "serviceAccountId",
    words: "is no full name",
  },
]);

describeMistakes("keys", [
  {
    mistake: "a ring in a place that Google does not have",
    type: types.keyRing,
    right: { name: "ring", location: "europe-west1" },
    wrong: { location: "europe-west-1" },
    path: "location",
    words: "is no location of Google Cloud; did you mean 'europe-west1'?",
  },
  {
    mistake: "a ring's name with a dot",
    type: types.keyRing,
    right: { name: "ring_A-1", location: "europe-west1" },
    wrong: { name: "ring.1" },
    path: "name",
    words: "letters, digits, hyphens and underscores",
  },
  {
    mistake: "the name of a ring that was deleted",
    type: types.keyRing,
    right: async (google) => {
      const made = await google.make(types.keyRing, { name: "old", location: region });
      expect(await google.deletionRefusals(types.keyRing, made)).toEqual([]);
      return { name: "new", location: region };
    },
    wrong: { name: "old" },
    path: "name",
    words: "already exists: a key ring can't be deleted",
  },
  {
    mistake: "the name of a key that was deleted",
    type: types.key,
    right: async (google) => {
      const inputs = await key(google);
      expect(await google.deletionRefusals(types.key, await google.make(types.key, inputs))).toEqual([]);
      return { ...inputs, name: "new" };
    },
    wrong: { name: "data" },
    path: "name",
    words: "a key's name is never free again",
  },
  {
    mistake: "a rotation more often than once a day",
    type: types.key,
    right: key,
    wrong: { rotationPeriod: "86399s" },
    path: "rotationPeriod",
    words: "rotation period must be at least 1 day (86400s), but is 86399s",
  },
  {
    mistake: "a rotation in days",
    type: types.key,
    right: key,
    wrong: { rotationPeriod: "90d" },
    path: "rotationPeriod",
    words: "'90d' is no duration",
  },
  {
    mistake: "versions that are destroyed at once",
    type: types.key,
    right: key,
    wrong: { destroyScheduledDuration: "3600s" },
    path: "destroyScheduledDuration",
    words: "from 24 hours (86400s) to 120 days",
  },
  {
    mistake: "a key that signs and rotates by itself",
    type: types.key,
    right: async (google) => ({
      keyRing: await ring(google),
      purpose: "ASYMMETRIC_SIGN",
      versionTemplate: { algorithm: "EC_SIGN_P256_SHA256" },
    }),
    wrong: { rotationPeriod: "7776000s" },
    path: "rotationPeriod",
    words: "only keys for ENCRYPT_DECRYPT rotate by themselves",
  },
  {
    mistake: "an algorithm of another purpose",
    type: types.key,
    right: async (google) => ({
      keyRing: await ring(google),
      versionTemplate: { algorithm: "GOOGLE_SYMMETRIC_ENCRYPTION" },
    }),
    wrong: { versionTemplate: { algorithm: "RSA_SIGN_PSS_2048_SHA256" } },
    path: "versionTemplate.algorithm",
    words: "is no algorithm for ENCRYPT_DECRYPT",
  },
  {
    mistake: "a key on a ring by its name",
    type: types.key,
    right: key,
    wrong: { keyRing: "ring" },
    path: "keyRing",
    words: "'ring' is no full name",
  },
  {
    mistake: "a purpose that there is not",
    type: types.key,
    right: key,
    wrong: { purpose: "ENCRYPT", rotationPeriod: undefined },
    path: "purpose",
    words: "did you mean ENCRYPT_DECRYPT?",
  },
]);
