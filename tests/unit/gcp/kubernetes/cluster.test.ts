import { at, list } from "../../../contract/resource";
import { json, text } from "../../mocks";
import { onGke, recorded, stackOnGke } from "./fixture";

describe("a cluster on GKE", () => {
  test("is Autopilot's, in all zones of the region, with nodes that have no address outside", async () => {
    const { inputs } = (await stackOnGke("prod")).named("cluster-gke");
    expect(inputs).toMatchObject({
      enableAutopilot: true,
      location: "europe-west1",
      releaseChannel: { channel: "REGULAR" },
      privateClusterConfig: { enablePrivateNodes: true },
      binaryAuthorization: { evaluationMode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
      workloadIdentityConfig: { workloadPool: "acme-platform.svc.id.goog" },
      secretSyncConfig: { enabled: true },
      gatewayApiConfig: { channel: "CHANNEL_STANDARD" },
      monitoringConfig: { managedPrometheus: { enabled: true } },
    });
  });

  test("gives pods a range of the network that nothing else has", async () => {
    const recording = await stackOnGke("prod");
    const range = at(recording.named("network-services").inputs, "secondaryIpRanges[0]");
    expect(range).toEqual({ rangeName: "pods", ipCidrRange: "10.0.192.0/18" });
    expect(at(recording.named("cluster-gke").inputs, "ipAllocationPolicy.clusterSecondaryRangeName")).toBe(
      "pods",
    );
  });

  test("keeps Secret objects under the stack's key, which GKE was let use before", async () => {
    const recording = await stackOnGke("prod");
    const cluster = recording.named("cluster-gke");
    const use = recording.named("data-key-use-container");
    expect(use.inputs["member"]).toBe(
      "serviceAccount:service-210987654321@container-engine-robot.iam.gserviceaccount.com",
    );
    expect(cluster.inputs["databaseEncryption"]).toEqual({
      state: "ENCRYPTED",
      keyName: use.inputs["cryptoKeyId"],
    });
    expect(cluster.dependencies).toContain(use.urn);
  });

  test("answers by its name to whom IAM lets in, and has no address, unless ranges are given", async () => {
    const { inputs } = (await stackOnGke("dev")).named("cluster-gke");
    expect(inputs).toMatchObject({
      privateClusterConfig: { enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: {
          allowExternalTraffic: true,
          enableK8sTokensViaDns: false,
          enableK8sCertsViaDns: false,
        },
        ipEndpointsConfig: { enabled: false },
      },
    });
    expect(inputs["masterAuthorizedNetworksConfig"]).toBeUndefined();
  });

  test("answers to ranges alone where they are given", async () => {
    const ranges = { apiRanges: ["203.0.113.0/24"], administrators: ["group:platform@example.com"] };
    const recording = await stackOnGke("dev", ranges);
    const { inputs } = recording.named("cluster-gke");
    expect(inputs).toMatchObject({
      privateClusterConfig: { enablePrivateEndpoint: false },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: false },
        ipEndpointsConfig: { enabled: true },
      },
      masterAuthorizedNetworksConfig: {
        cidrBlocks: [{ cidrBlock: "203.0.113.0/24" }],
        gcpPublicCidrsAccessEnabled: false,
      },
    });
    const file = json(recording.named("cluster-access"), "kubeconfig");
    expect(file).toMatchObject({
      clusters: [
        { cluster: { server: "https://34.90.1.2", "certificate-authority-data": "LS0tLS1CRUdJTg==" } },
      ],
    });
    expect(recording.named("cluster-access-group-platform-example-com").inputs).toMatchObject({
      role: "roles/container.admin",
      member: "group:platform@example.com",
    });
  });

  test("makes all its objects through itself, as whoever the Google Cloud CLI says", async () => {
    const recording = await stackOnGke("prod");
    const access = recording.named("cluster-access");
    expect(json(access, "kubeconfig")).toMatchObject({
      clusters: [{ cluster: { server: "https://gke-0123456789abcdef.europe-west1.gke.goog" } }],
      users: [{ user: { exec: { command: "gke-gcloud-auth-plugin", interactiveMode: "Never" } } }],
    });
    const objects = recording.registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).toBeGreaterThan(20);
    for (const { provider } of objects) expect(provider.startsWith(`${access.urn}::`)).toBe(true);
  });

  test("has nodes that report and pull images as themselves, and may do nothing else", async () => {
    const recording = await stackOnGke("prod");
    const account = recording.named("cluster-nodes");
    const grants = recording
      .ofType("gcp:projects/iAMMember:IAMMember")
      .filter(({ inputs }) => inputs["member"] === account.outputs["member"]);
    expect(grants.map(({ inputs }) => inputs["role"]).sort()).toEqual([
      "roles/artifactregistry.reader",
      "roles/container.defaultNodeServiceAccount",
    ]);
    expect(
      at(recording.named("cluster-gke").inputs, "clusterAutoscaling.autoProvisioningDefaults.serviceAccount"),
    ).toBe(account.outputs["email"]);
  });

  test("opens one way for all services to each store that was asked for, before a node is there for its own", async () => {
    const recording = await stackOnGke("prod");
    const ways = recording
      .ofType("gcp:compute/firewall:Firewall")
      .filter(({ name }) => name.startsWith("cluster-"))
      .map(({ inputs, name }) => [name, inputs["targetTags"], inputs["destinationRanges"]]);
    expect(ways).toEqual([
      ["cluster-cache-out", ["node"], ["10.0.129.4/32"]],
      ["cluster-database-out", ["node"], ["10.0.128.3/32"]],
      ["cluster-within", ["node"], ["10.0.0.0/17", "10.0.192.0/18"]],
    ]);
    expect(recording.named("cluster-gke").dependencies).toContain(recording.named("cluster-within").urn);
    const tags = list(at(recording.named("cluster-gke").inputs, "nodePoolAutoConfig.networkTags.tags"));
    expect(tags).toEqual(["service", "node"]);
  });

  test("lets in nobody to a store that no service was given", async () => {
    const specification = onGke("dev");
    const services = Object.fromEntries(
      Object.entries(specification.services).map(([name, service]) => [
        name,
        { ...service, cache: false, secrets: {} },
      ]),
    );
    expect((await recorded({ ...specification, services })).has("cluster-cache-out")).toBe(false);
  });

  test("has its logs kept where all logs are", async () => {
    const filter = text((await stackOnGke("prod")).named("telemetry-logs-sink").inputs["filter"]);
    expect(filter).toContain('"k8s_container"');
    expect(filter).toContain('"k8s_cluster"');
  });
});
