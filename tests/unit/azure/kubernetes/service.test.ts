import { requestsOf } from "../../../../providers/azure/kubernetes/link-requests";
import { roles } from "../../../../providers/azure/role";
import { entryBlock } from "../../../../providers/azure/subnet-plan";
import { at, list } from "../../../contract/resource";
import { matching, text } from "../../mocks";
import { guid } from "../mock-outputs";
import { onAks, recorded, stackOnAks } from "./fixture";

const podOf = async (service: string, environment: "dev" | "prod" = "prod") =>
  at((await stackOnAks(environment)).named(`${service}-workload-deployment`).inputs, "spec.template");

describe("a service on AKS", () => {
  test("has an identity that only its own ServiceAccount can take", async () => {
    const recording = await stackOnAks("prod");
    const federation = recording.named("api-federation");
    expect(federation.inputs).toMatchObject({
      subject: "system:serviceaccount:cluster-namespace-namespace-1a2b3c4:api-workload-account-1a2b3c4",
      audiences: ["api://AzureADTokenExchange"],
      issuer: at(recording.named("cluster-aks").outputs, "oidcIssuerProfile.issuerURL"),
    });
    expect(recording.named("api-workload-deployment").dependencies).toContain(federation.urn);
    expect(recording.named("api-workload-account").inputs).toMatchObject({
      metadata: { annotations: { "azure.workload.identity/client-id": guid("api-identity client") } },
    });
    expect(at(await podOf("api"), "metadata.labels")).toMatchObject({
      "azure.workload.identity/use": "true",
    });
  });

  test("gets one version of each of its secrets as its own identity, by an object that changes its name with them", async () => {
    const recording = await stackOnAks("prod");
    const delivery = recording.named("api-secret-delivery");
    const parameters = at(delivery.inputs, "spec.parameters");
    expect(parameters).toMatchObject({ clientID: guid("api-identity client"), usePodIdentity: "false" });
    const { array } = JSON.parse(text(at(parameters, "objects"))) as { array: string[] };
    expect(array.map((each) => JSON.parse(each) as unknown)).toContainEqual({
      objectName: matching(/^api-secrets-database-url/),
      objectType: "secret",
      objectVersion: "fedcba9876543210fedcba9876543210",
      objectAlias: "DATABASE_URL",
    });
    const name = `api-${text(recording.named("api-secret-delivery-suffix").outputs["hex"])}`;
    expect(at(delivery.inputs, "spec.secretObjects[0].secretName")).toBe(name);
    const pod = at(await podOf("api"), "spec");
    expect(list(at(pod, "containers[0].env"))).toContainEqual({
      name: "DATABASE_URL",
      valueFrom: { secretKeyRef: { name, key: "DATABASE_URL" } },
    });
    expect(list(at(pod, "containers[0].volumeMounts"))).toContainEqual(
      expect.objectContaining({ name: "secrets", readOnly: true }),
    );
  });

  test("is reached by Front Door through a private link alone, and by nobody on the internet", async () => {
    for (const environment of ["dev", "prod"] as const) {
      const recording = await stackOnAks(environment);
      expect(at(recording.named("entry-profile").inputs, "sku.name")).toBe("Premium_AzureFrontDoor");
      expect(recording.named("entry-api-service").inputs).toMatchObject({
        metadata: {
          annotations: {
            "service.beta.kubernetes.io/azure-load-balancer-internal": "true",
            "service.beta.kubernetes.io/azure-pls-create": "true",
            "service.beta.kubernetes.io/azure-pls-name": "front-door-api",
          },
        },
        spec: { type: "LoadBalancer", externalTrafficPolicy: "Local" },
      });
      const link = text(
        at(recording.named("entry-api-origin").inputs, "sharedPrivateLinkResource.privateLink.id"),
      );
      expect(link).toMatch(/\/resourceGroups\/MC_cluster-aks\/.*\/privateLinkServices\/front-door-api$/);
      expect(recording.named("entry-api-origin").inputs).toMatchObject({
        hostName: "10.0.4.7",
        httpPort: 8000,
        enforceCertificateNameCheck: true,
      });
    }
  });

  test("has Front Door let in before a route leads to it", async () => {
    const recording = await stackOnAks("prod");
    const link = recording.named("entry-api-link");
    expect(link.inputs["resourceGroupName"]).toBe("MC_cluster-aks");
    expect(list(at(link.inputs, "properties.template.resources"))).toMatchObject([
      {
        type: "Microsoft.Network/privateLinkServices/privateEndpointConnections",
        name: "front-door-api/front-door-api.0a1b2c3d",
        properties: { privateLinkServiceConnectionState: { status: "Approved" } },
      },
    ]);
    expect(recording.named("entry-api-route").dependencies).toContain(link.urn);
  });

  test("takes requests from the links' subnet only, and connects to the stores that it was given only", async () => {
    const specification = onAks("dev");
    const { api, worker } = specification.services;
    if (api === undefined || worker === undefined) throw new Error("the tracked stack has other services");
    const alone = { ...worker, cache: false, database: false, secrets: {} };
    const recording = await recorded({ ...specification, services: { api, worker: alone } });
    const ways = (service: string) => at(recording.named(`${service}-workload-ways`).inputs, "spec");
    const ports = (service: string) =>
      list(at(ways(service), "egress")).flatMap((rule) =>
        list(at(rule, "ports")).map((each) => at(each, "port")),
      );
    expect(ports("api")).toEqual([443, 5432, 10_000]);
    expect(ports("worker")).toEqual([443]);
    expect(list(at(ways("worker"), "ingress"))).toEqual([]);
    expect(at(ways("api"), "ingress[0].from")).toEqual([
      { ipBlock: { cidr: entryBlock(specification.network.cidr) } },
    ]);
  });

  test("trusts one proxy, and asks for machines that can be taken back only where it may", async () => {
    const recording = await stackOnAks("prod");
    expect(at(recording.named("api-workload-variables").inputs, "data")).toMatchObject({
      TRUSTED_PROXY_HOPS: "1",
    });
    expect(list(at(await podOf("api", "dev"), "spec.tolerations"))).toHaveLength(1);
    expect(at(await podOf("api"), "spec.tolerations")).toBeNull();
  });

  test("has its image pulled by the machines, who have that right once", async () => {
    const recording = await stackOnAks("dev");
    const pulling = recording
      .ofType("azure-native:authorization:RoleAssignment")
      .filter(({ inputs }) => text(inputs["roleDefinitionId"]).endsWith(roles.AcrPull));
    expect(pulling.map(({ inputs }) => inputs["principalId"])).toEqual([guid("cluster-machines principal")]);
    const [puller] = pulling;
    for (const service of ["api", "worker"])
      expect(recording.named(`${service}-workload-deployment`).dependencies).toContain(puller?.urn);
  });

  test("sends what it traces with the token that the cluster gives it", async () => {
    const [collector] = list(at(await podOf("api"), "spec.initContainers"));
    const configuration = list(at(collector, "env")).find(
      (each) => at(each, "name") === "COLLECTOR_CONFIGURATION",
    );
    expect(JSON.parse(text(at(configuration, "value")))).toMatchObject({
      extensions: {
        azureauth: { workload_identity: { federated_token_file: "${env:AZURE_FEDERATED_TOKEN_FILE}" } },
      },
    });
  });
});

describe("what watches it", () => {
  test("finds its pods, their ends and new versions that can't start in Container Insights", async () => {
    const recording = await stackOnAks("prod");
    const query = (name: string) => text(at(recording.named(name).inputs, "criteria.allOf[0].query"));
    expect(query("monitoring-service-api-cpu-warning")).toContain('InstanceName endswith "/api"');
    expect(query("monitoring-crashes")).toContain('dynamic(["api-workload-deployment-1a2b3c4"');
    expect(query("monitoring-deployments")).toContain("KubeEvents");
    expect(query("backup-dump-failures")).toContain('Name startswith "backup-dump-workload-job-1a2b3c4-"');
  });
});

describe("requests to be let in", () => {
  const nobody = { privateEndpointConnections: [] };

  test("are waited for, and all of them named", async () => {
    const answers = [nobody, nobody, { privateEndpointConnections: [{ name: "b" }, { name: "a" }] }];
    const wait = jest.fn(() => Promise.resolve());
    expect(await requestsOf("api", () => Promise.resolve(answers.shift() ?? nobody), wait)).toEqual([
      "a",
      "b",
    ]);
    expect(wait).toHaveBeenCalledTimes(2);
  });

  test("fail the update when none comes", async () => {
    const wait = () => Promise.resolve();
    await expect(requestsOf("api", () => Promise.resolve(nobody), wait)).rejects.toThrow(
      'Front Door has not asked to be let in to "api"',
    );
  });
});
