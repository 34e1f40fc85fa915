import { serviceRange } from "../../../../providers/aws/kubernetes/cluster-network";
import { at } from "../../../contract/resource";
import { text } from "../../mocks";
import { statements } from "../fixture";
import { onEks, recorded, stackOnEks } from "./fixture";

const cluster = async (...args: Parameters<typeof stackOnEks>) =>
  (await stackOnEks(...args)).named("cluster-eks");

describe("the cluster", () => {
  test("answers within the network only, until ranges are named", async () => {
    const closed = at((await cluster("prod")).inputs, "vpcConfig");
    expect(closed).toMatchObject({ endpointPrivateAccess: true, endpointPublicAccess: false });
    expect(closed).not.toHaveProperty("publicAccessCidrs");

    const named = { apiRanges: ["203.0.113.0/24"], administrators: [] };
    expect(at((await cluster("dev", named)).inputs, "vpcConfig")).toMatchObject({
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["203.0.113.0/24"],
    });
  });

  test("knows its users by access entries alone: the one that makes it, and those that are named", async () => {
    const principal = "arn:aws:iam::123456789012:role/teams/platform";
    const recording = await stackOnEks("dev", { apiRanges: [], administrators: [principal] });
    expect(recording.named("cluster-eks").inputs["accessConfig"]).toEqual({
      authenticationMode: "API",
      bootstrapClusterCreatorAdminPermissions: true,
    });
    expect(recording.named("cluster-access-teams-platform").inputs["principalArn"]).toBe(principal);
    expect(recording.named("cluster-access-teams-platform-administration").inputs).toMatchObject({
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    });
    expect((await stackOnEks("prod")).ofType("aws:eks/accessEntry:AccessEntry")).toEqual([]);
  });

  test("encrypts Secret objects with the stack's key, and refuses its deletion where that is protected", async () => {
    expect((await cluster("prod")).inputs).toMatchObject({
      encryptionConfig: { provider: { keyArn: "arn:aws:kms:eu-west-1:123456789012:key/data-key-key" } },
      deletionProtection: true,
    });
    expect((await cluster("dev")).inputs["deletionProtection"]).toBe(false);
  });

  test("finds its log groups there, under its own name", async () => {
    const recording = await stackOnEks("prod");
    const eks = recording.named("cluster-eks");
    const groups = recording
      .ofType("aws:cloudwatch/logGroup:LogGroup")
      .filter(({ name }) => name.startsWith("cluster-"));
    const name = text(eks.inputs["name"]);
    expect(groups.map(({ inputs }) => inputs["name"]).sort()).toEqual([
      `/aws/containerinsights/${name}/application`,
      `/aws/containerinsights/${name}/dataplane`,
      `/aws/containerinsights/${name}/host`,
      `/aws/containerinsights/${name}/performance`,
      `/aws/eks/${name}/cluster`,
    ]);
    expect(eks.dependencies).toEqual(expect.arrayContaining(groups.map(({ urn }) => urn)));
  });

  test("keeps network policies before its first machine starts for an add-on", async () => {
    const recording = await stackOnEks("prod");
    const switched = recording.named("cluster-network-policies");
    expect(switched.inputs).toMatchObject({
      metadata: { name: "amazon-vpc-cni", namespace: "kube-system" },
      data: { "enable-network-policy-controller": "true" },
    });
    const addOns = recording.ofType("aws:eks/addon:Addon");
    expect(addOns.map(({ inputs }) => inputs["addonName"]).sort()).toEqual([
      "amazon-cloudwatch-observability",
      "aws-secrets-store-csi-driver-provider",
      "metrics-server",
    ]);
    for (const addOn of addOns) {
      expect(addOn.dependencies).toContain(switched.urn);
      expect(addOn.inputs["addonVersion"]).toBe("v1.2.3-eksbuild.1");
    }
  });

  test("makes all its objects through itself, as whoever the AWS CLI says", async () => {
    const recording = await stackOnEks("prod");
    const access = recording.named("cluster-access");
    const file = JSON.parse(text(access.inputs["kubeconfig"])) as { users: unknown };
    expect(file.users).toMatchObject([
      {
        user: {
          exec: {
            command: "aws",
            args: ["eks", "get-token", "--cluster-name", expect.any(String), "--region", "eu-west-1"],
          },
        },
      },
    ]);
    const objects = recording.registrations.filter(({ type }) => type.startsWith("kubernetes:"));
    expect(objects.length).toBeGreaterThan(20);
    for (const { provider } of objects) expect(provider.startsWith(`${access.urn}::`)).toBe(true);
  });

  test("has interruptible machines only where a service may be interrupted", async () => {
    expect((await stackOnEks("dev")).has("cluster-interruptible")).toBe(true);
    expect((await stackOnEks("prod")).has("cluster-interruptible")).toBe(false);
  });

  test("opens one way for all services: to each store that was asked for, and to each port from the entry", async () => {
    const rules = (await stackOnEks("prod"))
      .ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
      .filter(({ name }) => name.startsWith("cluster-"))
      .map(({ inputs, name }) => [name, inputs["fromPort"], inputs["securityGroupId"]]);
    expect(rules).toEqual([
      ["cluster-cache-in", 6379, "cache-security-group-id"],
      ["cluster-database-in", 5432, "database-security-group-id"],
      ["cluster-requests-8000-in", 8000, "sg-of-cluster-eks"],
    ]);
  });

  test("lets in nobody to a store that no service was given", async () => {
    const specification = onEks("dev");
    const services = Object.fromEntries(
      Object.entries(specification.services).map(([name, service]) => [
        name,
        { ...service, cache: false, secrets: {} },
      ]),
    );
    expect((await recorded({ ...specification, services })).has("cluster-cache-in")).toBe(false);
  });

  test("acts in AWS as a role that may use no key but the stack's", async () => {
    const own = statements((await stackOnEks("prod")).named("cluster-control-plane-policy"));
    expect(own.map(({ Resource }) => Resource)).toEqual([
      "arn:aws:kms:eu-west-1:123456789012:key/data-key-key",
    ]);
  });
});

test.each([
  ["10.0.0.0/16", "172.20.0.0/16", "172.20.0.10"],
  ["172.21.0.0/16", "172.20.0.0/16", "172.20.0.10"],
  ["172.20.0.0/16", "10.100.0.0/16", "10.100.0.10"],
  ["172.20.240.0/20", "10.100.0.0/16", "10.100.0.10"],
])("beside the network %s, services have addresses in %s", (network, cidr, dns) => {
  expect(serviceRange(network)).toEqual({ cidr, dns });
});
