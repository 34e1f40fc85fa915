import { add, alter, type Breaches, neverRenewed, remove, unprotect, within } from "../breach";
import { at, list } from "../resource";
import type { Properties, Value } from "../../unit/mocks";

const instance = "gcp:sql/databaseInstance:DatabaseInstance";
const cache = "gcp:redis/instance:Instance";
const service = "gcp:cloudrunv2/service:Service";
const firewall = "gcp:compute/firewall:Firewall";
const bucket = "gcp:storage/bucket:Bucket";

/** Changes the first container of every service. */
const container = (change: (container: Value) => Properties) =>
  alter(
    service,
    within("template", (template) => {
      const [first = null, ...rest] = list(at(template, "containers"));
      const kept = typeof first === "object" && !Array.isArray(first) ? first : {};
      return { containers: [{ ...kept, ...change(first) }, ...rest] };
    }),
  );

/** A way to an address for everything in the network. */
const way = (port: number) =>
  add({
    type: firewall,
    name: "way",
    component: "network",
    inputs: {
      direction: "EGRESS",
      allows: [{ protocol: "tcp", ports: [String(port)] }],
      destinationRanges: ["10.0.0.0/8"],
    },
  });

/** One way to break each promise on Google Cloud. */
export const breachesOnGcp: Breaches = {
  "Only the load balancer takes connections from outside, on 80 and 443": alter(service, {
    ingress: "INGRESS_TRAFFIC_ALL",
  }),
  "The data tier has no way to the internet": alter(
    instance,
    within("settings", { ipConfiguration: { ipv4Enabled: true } }),
  ),
  "The network's traffic is recorded": alter("gcp:compute/subnetwork:Subnetwork", { logConfig: null }),
  "The loss of one zone does not cut the way out where egress is zonal": remove(
    "gcp:compute/routerNat:RouterNat",
  ),
  "With a domain, HTTPS with a managed certificate, TLS 1.2 or newer, and HTTP sent there": alter(
    "gcp:compute/sSLPolicy:SSLPolicy",
    { minTlsVersion: "TLS_1_0" },
  ),
  "Requests pass a web application firewall where asked for, and are logged": alter(
    "gcp:compute/backendService:BackendService",
    { securityPolicy: null },
  ),
  "Every service of the stack file runs, by digest": container(() => ({ image: "api:latest" })),
  "Each secret reaches its service as a reference, never as a value": container((given) => ({
    envs: [...list(at(given, "envs")), { name: "DATABASE_URL", value: "postgresql://" }],
  })),
  "Each reference is to one version of a secret, so that a new value is a new rollout": container(
    (given) => ({
      envs: list(at(given, "envs")).map((each) => ({
        name: at(each, "name"),
        valueSource: {
          secretKeyRef: { secret: at(each, "valueSource.secretKeyRef.secret"), version: "latest" },
        },
      })),
    }),
  ),
  "What the platform makes as secrets is made anew with each secret generation": neverRenewed,
  "Each identity may read only its own secrets": alter("gcp:projects/iAMMember:IAMMember", {
    role: "roles/secretmanager.secretAccessor",
  }),
  "Each service has an identity of its own": alter(
    service,
    within("template", { serviceAccount: "shared@acme-platform.iam.gserviceaccount.com" }),
  ),
  "Each service has the replicas that were asked for": alter(
    service,
    within("template", { scaling: { minInstanceCount: 0, maxInstanceCount: 100 } }),
  ),
  "Each service is scaled on CPU, memory and requests, in slower than out": alter(
    service,
    within("template", { scaling: { minInstanceCount: 1, maxInstanceCount: 3 } }),
  ),
  "Where egress is zonal, each service's replicas are spread over the zones": {
    impossible: "Cloud Run spreads instances over the zones of a region by itself",
  },
  "Each public service is asked whether it is ready, and each one with a client whether it is alive":
    container(() => ({ startupProbe: null, readinessProbe: null, livenessProbe: null })),
  "A new version that does not become healthy never takes the old one's place": alter(service, {
    traffics: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "api-1", percent: 100 }],
  }),
  "A new version that raises errors goes back by itself where the cloud can do that": {
    impossible: "Cloud Run takes no version back by itself",
  },
  "Where the cloud can say so, no container is root, writes to its image or has rights of the kernel": {
    impossible: "Cloud Run has no setting for a container's user, file system or capabilities",
  },
  "Images are kept unchangeable, scanned, and encrypted with our key": alter(
    "gcp:artifactregistry/repository:Repository",
    { dockerConfig: { immutableTags: false } },
  ),
  "Nobody pulls an image without a right to, and untagged ones go after a week": (resources) => [
    ...resources,
    ...resources
      .filter(({ type }) => type === "gcp:artifactregistry/repository:Repository")
      .map((repository) => ({
        ...repository,
        type: "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
        inputs: { repository: repository.id, role: "roles/artifactregistry.reader", member: "allUsers" },
      })),
  ],
  "The database is reachable only from the services that were given it": way(5432),
  "The database is encrypted with our key, and speaks TLS only": alter(instance, { encryptionKeyName: null }),
  "The database has a standby in another zone where it is highly available": alter(
    instance,
    within("settings", { availabilityType: "ZONAL" }),
  ),
  "The cache is reachable only from the services that were given it": way(6378),
  "The cache is encrypted with our key, and speaks TLS only": alter(cache, {
    transitEncryptionMode: "DISABLED",
  }),
  "The cache has a standby in another zone where it is highly available": alter(cache, { tier: "BASIC" }),
  "The cache asks for a password": alter(cache, { authEnabled: false }),
  "The database can be restored to any point in time within its retention": alter(
    instance,
    within("settings", { backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: false } }),
  ),
  "Queries that are slower than 1 s are logged": alter(instance, within("settings", { databaseFlags: [] })),
  "Where protection is on, what holds data refuses its deletion": unprotect("gcp:kms/cryptoKey:CryptoKey"),
  "Each secret is encrypted with our key": alter("gcp:secretmanager/secret:Secret", {
    replication: { auto: {} },
  }),
  "Our keys rotate at least once a year, and wait before they are deleted": alter(
    "gcp:kms/cryptoKey:CryptoKey",
    { rotationPeriod: null },
  ),
  "Every log is kept as long as the stack says, and not for ever": alter(
    "gcp:logging/projectBucketConfig:ProjectBucketConfig",
    { retentionDays: 1 },
  ),
  "Every log is encrypted with our key": alter("gcp:logging/projectBucketConfig:ProjectBucketConfig", {
    cmekSettings: null,
  }),
  "Every alert reaches the notification channel": alter("gcp:monitoring/alertPolicy:AlertPolicy", {
    notificationChannels: ["projects/acme-platform/notificationChannels/gone"],
  }),
  "The notification channel reaches the address that was given": remove(
    "gcp:monitoring/notificationChannel:NotificationChannel",
  ),
  "Every burn rate of every objective of a public service raises an alert": alter(
    "gcp:logging/metric:Metric",
    { filter: "severity>=ERROR" },
    ({ name }) => name.endsWith("-slow"),
  ),
  "Where requests are traced, as many are as the stack says, and their traces arrive": remove(
    "gcp:projects/iAMMember:IAMMember",
    ({ inputs }) => inputs["role"] === "roles/cloudtrace.agent",
  ),
  "A dashboard shows each service and what it keeps data in": alter("gcp:monitoring/dashboard:Dashboard", {
    dashboardJson: "{}",
  }),
  "With a domain, somebody asks from outside whether the first public service is alive": remove(
    "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig",
  ),
  "Who did what is recorded unchangeably where asked for": alter(bucket, { retentionPolicy: null }),
  "Threat detection and posture checks are on where asked for": remove(
    "gcp:securitycenter/v2ProjectNotificationConfig:V2ProjectNotificationConfig",
  ),
  "A budget tells its owner at 80 % and at 100 %": alter("gcp:billing/budget:Budget", { thresholdRules: [] }),
  "Everything carries the stack's tags": alter("pulumi:providers:gcp", { defaultLabels: "{}" }),
  "Backups are kept as long as the stack says": alter(
    instance,
    within("settings", { backupConfiguration: { enabled: false } }),
  ),
  "Backups reach the second region": (resources) =>
    alter(instance, (inputs) => ({
      region: "europe-west1",
      ...within("settings", { backupConfiguration: { enabled: true } })(inputs),
    }))(resources),
  "Nobody can delete a backup before its time where that is asked for": alter(bucket, {
    retentionPolicy: { isLocked: false },
  }),
  "A logical dump is made every night where asked for, and reaches the second region": remove(
    "gcp:cloudscheduler/job:Job",
  ),
  "A backup that fails raises an alert": remove("gcp:monitoring/alertPolicy:AlertPolicy"),
};
