import type { Properties, Value } from "../mocks";

/** Project and region of everything that the mocks pretend to have made. */
export const PROJECT = "acme-platform";
export const NUMBER = "210987654321";
export const GCP_REGION = "europe-west1";

const suffix = "1a2b3c4";

/** Service accounts of Google's own, by the interface that they act for. */
const agents: Readonly<Record<string, string>> = {
  "artifactregistry.googleapis.com": "gcp-sa-artifactregistry",
  "cloudscheduler.googleapis.com": "gcp-sa-cloudscheduler",
  "container.googleapis.com": "container-engine-robot",
  "pubsub.googleapis.com": "gcp-sa-pubsub",
  "redis.googleapis.com": "cloud-redis",
  "run.googleapis.com": "serverless-robot-prod",
  "secretmanager.googleapis.com": "gcp-sa-secretmanager",
  "sqladmin.googleapis.com": "gcp-sa-cloud-sql",
};

/** Where the self link of a resource of Compute Engine lies below the project, by its type's collection. */
const compute = (collection: string, place: "global" | "region") => (name: string, inputs: Properties) => {
  const where = place === "global" ? "global" : `regions/${text(inputs.region) || GCP_REGION}`;
  const id = `projects/${PROJECT}/${where}/${collection}/${physical(name, inputs)}`;
  return {
    id,
    name: physical(name, inputs),
    selfLink: `https://www.googleapis.com/compute/v1/${id}`,
    project: PROJECT,
  };
};

const computed: Readonly<Record<string, (name: string, inputs: Properties) => Properties>> = {
  "gcp:projects/serviceIdentity:ServiceIdentity": (_, { service }) => {
    const email = `service-${NUMBER}@${agents[text(service)] ?? "gcp-sa-unknown"}.iam.gserviceaccount.com`;
    return { email, member: `serviceAccount:${email}` };
  },
  "gcp:serviceaccount/account:Account": (_, { accountId }) => {
    const email = `${text(accountId)}@${PROJECT}.iam.gserviceaccount.com`;
    return {
      id: `projects/${PROJECT}/serviceAccounts/${email}`,
      name: `projects/${PROJECT}/serviceAccounts/${email}`,
      email,
      member: `serviceAccount:${email}`,
      uniqueId: "103254769810325476981",
    };
  },
  "gcp:kms/keyRing:KeyRing": (name, inputs) => ({
    id: `projects/${PROJECT}/locations/${text(inputs.location)}/keyRings/${physical(name, inputs)}`,
  }),
  "gcp:kms/cryptoKey:CryptoKey": (name, inputs) => ({
    id: `${text(inputs.keyRing)}/cryptoKeys/${physical(name, inputs)}`,
  }),
  "gcp:compute/network:Network": compute("networks", "global"),
  "gcp:compute/subnetwork:Subnetwork": compute("subnetworks", "region"),
  "gcp:compute/router:Router": compute("routers", "region"),
  "gcp:compute/address:Address": (name, inputs) => ({
    ...compute("addresses", "region")(name, inputs),
    address: inputs.address ?? "203.0.113.20",
  }),
  "gcp:compute/globalAddress:GlobalAddress": (name, inputs) => ({
    ...compute("addresses", "global")(name, inputs),
    address: inputs.address ?? "203.0.113.10",
  }),
  "gcp:compute/regionNetworkEndpointGroup:RegionNetworkEndpointGroup": compute(
    "networkEndpointGroups",
    "region",
  ),
  "gcp:compute/backendService:BackendService": compute("backendServices", "global"),
  "gcp:compute/securityPolicy:SecurityPolicy": compute("securityPolicies", "global"),
  "gcp:compute/sSLPolicy:SSLPolicy": compute("sslPolicies", "global"),
  "gcp:compute/uRLMap:URLMap": compute("urlMaps", "global"),
  "gcp:compute/targetHttpProxy:TargetHttpProxy": compute("targetHttpProxies", "global"),
  "gcp:compute/targetHttpsProxy:TargetHttpsProxy": compute("targetHttpsProxies", "global"),
  "gcp:certificatemanager/certificate:Certificate": (name, inputs) =>
    certificates("certificates", name, inputs),
  "gcp:certificatemanager/certificateMap:CertificateMap": (name, inputs) =>
    certificates("certificateMaps", name, inputs),
  "gcp:certificatemanager/dnsAuthorization:DnsAuthorization": (name, inputs) => ({
    ...certificates("dnsAuthorizations", name, inputs),
    dnsResourceRecords: [
      {
        name: `_acme-challenge.${text(inputs.domain)}.`,
        type: "CNAME",
        data: "0e40fc77-a37d-4eb8-8fe1-eea2e18d12d9.5.authorize.certificatemanager.goog.",
      },
    ],
  }),
  "gcp:secretmanager/secret:Secret": (_, { secretId }) => ({
    id: `projects/${PROJECT}/secrets/${text(secretId)}`,
    name: `projects/${NUMBER}/secrets/${text(secretId)}`,
  }),
  "gcp:secretmanager/secretVersion:SecretVersion": (_, { secret }) => ({
    id: `${text(secret)}/versions/7`,
    name: `${text(secret)}/versions/7`,
    version: "7",
  }),
  "gcp:artifactregistry/repository:Repository": (_, { location, repositoryId }) => ({
    id: `projects/${PROJECT}/locations/${text(location)}/repositories/${text(repositoryId)}`,
    name: text(repositoryId),
  }),
  "gcp:logging/projectBucketConfig:ProjectBucketConfig": (_, { bucketId, location }) => ({
    id: `projects/${PROJECT}/locations/${text(location)}/buckets/${text(bucketId)}`,
  }),
  "gcp:logging/projectSink:ProjectSink": () => ({
    writerIdentity: `serviceAccount:service-${NUMBER}@gcp-sa-logging.iam.gserviceaccount.com`,
  }),
  "gcp:monitoring/notificationChannel:NotificationChannel": (name) => ({
    name: `projects/${PROJECT}/notificationChannels/${name}`,
  }),
  "gcp:monitoring/alertPolicy:AlertPolicy": (name) => ({
    name: `projects/${PROJECT}/alertPolicies/${name}`,
  }),
  "gcp:monitoring/uptimeCheckConfig:UptimeCheckConfig": (name) => ({ uptimeCheckId: `${name}-check` }),
  "gcp:monitoring/dashboard:Dashboard": (name) => ({ id: `projects/${NUMBER}/dashboards/${name}` }),
  "gcp:cloudrunv2/service:Service": (name, inputs) => ({
    id: `projects/${PROJECT}/locations/${text(inputs.location)}/services/${physical(name, inputs)}`,
    uri: `https://${physical(name, inputs)}-abcdefghij-ew.a.run.app`,
    latestReadyRevision: `${physical(name, inputs)}-00001-abc`,
    latestCreatedRevision: `${physical(name, inputs)}-00001-abc`,
    terminalConditions: [],
  }),
  "gcp:cloudrunv2/job:Job": (name, inputs) => ({
    id: `projects/${PROJECT}/locations/${text(inputs.location)}/jobs/${physical(name, inputs)}`,
  }),
  "gcp:container/cluster:Cluster": (name, inputs) => ({
    id: `projects/${PROJECT}/locations/${text(inputs.location)}/clusters/${physical(name, inputs)}`,
    endpoint: "34.90.1.2",
    masterAuth: { clusterCaCertificate: "LS0tLS1CRUdJTg==" },
    controlPlaneEndpointsConfig: {
      dnsEndpointConfig: { endpoint: `gke-0123456789abcdef.${text(inputs.location)}.gke.goog` },
    },
  }),
  "gcp:sql/databaseInstance:DatabaseInstance": (name, inputs) => ({
    id: physical(name, inputs),
    connectionName: `${PROJECT}:${text(inputs.region)}:${physical(name, inputs)}`,
    privateIpAddress: "10.0.128.3",
    selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${PROJECT}/instances/${physical(name, inputs)}`,
  }),
  "gcp:redis/instance:Instance": (name, inputs) => ({
    id: `projects/${PROJECT}/locations/${text(inputs.region)}/instances/${physical(name, inputs)}`,
    host: "10.0.129.4",
    port: 6378,
    authString: `auth-of-${name}`,
    serverCaCerts: [{ cert: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }],
  }),
  "gcp:storage/bucket:Bucket": (name, inputs) => ({
    id: physical(name, inputs),
    url: `gs://${physical(name, inputs)}`,
    selfLink: `https://www.googleapis.com/storage/v1/b/${physical(name, inputs)}`,
  }),
  "gcp:pubsub/topic:Topic": (name, inputs) => ({
    id: `projects/${PROJECT}/topics/${physical(name, inputs)}`,
  }),
};

/** What a resource of Google answers with, beyond what every mock does. */
export function gcpOutputsOf(type: string, name: string, inputs: Properties): Properties {
  return computed[type]?.(name, inputs) ?? {};
}

/** Functions (data sources) of Google's SDK. */
export const gcpFunctions: Readonly<Record<string, (inputs: Properties) => Properties>> = {
  "gcp:organizations/getProject:getProject": () => ({
    id: `projects/${PROJECT}`,
    projectId: PROJECT,
    number: NUMBER,
    name: "Acme platform",
    billingAccount: "01ABCD-234567-89EFAB",
    orgId: "456789012345",
  }),
  "gcp:organizations/getClientConfig:getClientConfig": () => ({
    id: `projects/${PROJECT}`,
    project: PROJECT,
    region: GCP_REGION,
    accessToken: "google-login-token",
  }),
  "gcp:storage/getProjectServiceAccount:getProjectServiceAccount": () => ({
    emailAddress: `service-${NUMBER}@gs-project-accounts.iam.gserviceaccount.com`,
    member: `serviceAccount:service-${NUMBER}@gs-project-accounts.iam.gserviceaccount.com`,
  }),
  "gcp:logging/getProjectCmekSettings:getProjectCmekSettings": ({ project }) => ({
    id: `projects/${text(project)}/cmekSettings`,
    serviceAccountId: `cmek-p${NUMBER}@gcp-sa-logging.iam.gserviceaccount.com`,
  }),
  "gcp:dns/getManagedZones:getManagedZones": ({ project }) => ({
    id: `projects/${text(project)}/managedZones`,
    managedZones: [
      { name: "internal", dnsName: "example.com.", visibility: "private" },
      { name: "example-com", dnsName: "example.com.", visibility: "public" },
      { name: "staging-example-com", dnsName: "staging.example.com.", visibility: "public" },
    ],
  }),
};

function certificates(collection: string, name: string, inputs: Properties): Properties {
  const id = `projects/${PROJECT}/locations/global/${collection}/${physical(name, inputs)}`;
  return { id, name: physical(name, inputs) };
}

function physical(name: string, { name: given }: Properties): string {
  return text(given) || `${name}-${suffix}`;
}

function text(value: Value | undefined): string {
  return typeof value === "string" ? value : "";
}
