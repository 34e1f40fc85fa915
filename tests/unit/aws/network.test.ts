import { containing, record, type Recording, type Registration, text } from "../mocks";
import { ACCOUNT } from "../mock-cloud";
import { zoneAt } from "../../../providers/aws/network";
import { list, network, statements } from "./fixture";

const inputs = (registrations: readonly Registration[]) => registrations.map((r) => r.inputs);

/** Destinations and ways of each route table's routes, by the table's logical name. */
function routes(recording: Recording): Record<string, string[]> {
  const tables: Record<string, string[]> = Object.fromEntries(
    recording.ofType("aws:ec2/routeTable:RouteTable").map(({ name }) => [name, []]),
  );
  for (const { inputs: route } of recording.ofType("aws:ec2/route:Route")) {
    const way = text(route["gatewayId"] ?? route["natGatewayId"]).replace(/-id$/, "");
    tables[text(route["routeTableId"]).replace(/-id$/, "")]?.push(
      `${text(route["destinationCidrBlock"])} by ${way}`,
    );
  }
  return tables;
}

/** Route table of each subnet. */
function tableOf(recording: Recording, subnet: string): string {
  const association = recording
    .ofType("aws:ec2/routeTableAssociation:RouteTableAssociation")
    .find(({ inputs: { subnetId } }) => subnetId === `${subnet}-id`);
  return text(association?.inputs["routeTableId"]).replace(/-id$/, "");
}

const SUBNET = "aws:ec2/subnet:Subnet";

describe("the network", () => {
  test("spans the zones with three tiers and gives out no public address", async () => {
    const recording = await record(() => network());
    const subnets = recording.ofType(SUBNET);
    expect(subnets.map(({ name }) => name)).toEqual(
      ["data", "private", "public"].flatMap((tier) => [1, 2, 3].map((n) => `network-${tier}-${String(n)}`)),
    );
    for (const { inputs: subnet, name } of subnets) {
      expect(subnet["mapPublicIpOnLaunch"]).toBe(false);
      expect(subnet["availabilityZone"]).toBe(`eu-west-1${"abc".charAt(Number(name.slice(-1)) - 1)}`);
    }
  });

  test("takes the number of zones that it is given", async () => {
    const recording = await record(() => network({ zones: 2 }));
    expect(recording.ofType(SUBNET)).toHaveLength(6);
  });

  test("says which setting is wrong when the region has too few zones", () => {
    expect(zoneAt(["eu-west-1a", "eu-west-1b"], 1)).toBe("eu-west-1b");
    expect(() => zoneAt(["eu-west-1a", "eu-west-1b"], 2)).toThrow("set network.zones to at most 2");
  });

  test("leads each zone's services out through a NAT gateway of the same zone", async () => {
    const recording = await record(() => network({ egress: "zonal" }));
    expect(recording.ofType("aws:ec2/natGateway:NatGateway")).toHaveLength(3);
    for (const zone of ["1", "2", "3"]) {
      expect(routes(recording)[tableOf(recording, `network-private-${zone}`)]).toEqual([
        `0.0.0.0/0 by network-nat-${zone}`,
      ]);
      expect(recording.named(`network-nat-${zone}`).inputs["subnetId"]).toBe(`network-public-${zone}-id`);
    }
  });

  test("has one NAT gateway where one is asked for", async () => {
    const recording = await record(() => network({ egress: "single" }));
    expect(recording.ofType("aws:ec2/natGateway:NatGateway")).toHaveLength(1);
    for (const zone of ["1", "2", "3"])
      expect(routes(recording)[tableOf(recording, `network-private-${zone}`)]).toEqual([
        "0.0.0.0/0 by network-nat-1",
      ]);
  });

  test("makes the NAT gateway only when there is a way out", async () => {
    const recording = await record(() => network());
    expect(recording.named("network-nat-1").dependencies).toContain(
      recording.named("network-public-internet").urn,
    );
  });

  test("gives the data tier no route but the network's own", async () => {
    const recording = await record(() => network());
    for (const zone of ["1", "2", "3"])
      expect(routes(recording)[tableOf(recording, `network-data-${zone}`)]).toEqual([]);
    expect(routes(recording)[tableOf(recording, "network-public-1")]).toEqual([
      "0.0.0.0/0 by network-internet",
    ]);
  });

  test("lets the data tier exchange packets with the network only", async () => {
    const recording = await record(() => network());
    const { egress, ingress, subnetIds } = recording.named("network-data-acl").inputs;
    expect(subnetIds).toEqual([1, 2, 3].map((n) => `network-data-${String(n)}-id`));
    for (const rules of [ingress, egress])
      expect(rules).toEqual([
        { action: "allow", ruleNo: 100, cidrBlock: "10.0.0.0/16", protocol: "-1", fromPort: 0, toPort: 0 },
      ]);
  });

  test("closes what AWS opens in a new VPC", async () => {
    const recording = await record(() => network());
    for (const type of [
      "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl",
    ])
      expect(recording.only(type).inputs).toMatchObject({ ingress: [], egress: [] });
  });

  test("gives every subnet an ACL of its own, for the default one lets nothing through", async () => {
    const recording = await record(() => network());
    const covered = recording
      .ofType("aws:ec2/networkAcl:NetworkAcl")
      .flatMap(({ inputs: acl }) => acl["subnetIds"]);
    expect(covered.sort()).toEqual(
      recording
        .ofType(SUBNET)
        .map(({ name }) => `${name}-id`)
        .sort(),
    );
  });

  test("keeps encrypted flow logs of all traffic that only flow logs can write", async () => {
    const recording = await record(() => network({ logRetentionDays: 90 }));
    expect(recording.only("aws:ec2/flowLog:FlowLog").inputs).toMatchObject({
      vpcId: "vpc-network-vpc",
      trafficType: "ALL",
      logDestination: containing("network-flow-logs"),
      iamRoleArn: containing("role/network-flow-logs-writer"),
    });
    expect(recording.named("network-flow-logs").inputs).toMatchObject({
      kmsKeyId: containing("key/logs-key-key"),
      retentionInDays: 90,
    });
    const [statement, ...others] = statements(recording.named("network-flow-logs-writer-policy"));
    expect(others).toEqual([]);
    expect(statement?.Resource).toMatch(/network-flow-logs:\*$/);
    const trust = statements(recording.named("network-flow-logs-writer"), "assumeRolePolicy");
    expect(JSON.stringify(trust)).toContain(ACCOUNT);
  });

  describe("reaches AWS's own services without the internet:", () => {
    const ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";

    test("registry, secrets, logs, traces, metrics and storage", async () => {
      const recording = await record(() => network());
      expect(recording.ofType(ENDPOINT).map(({ inputs: e }) => e["serviceName"])).toEqual(
        ["aps-workspaces", "ecr.api", "ecr.dkr", "logs", "s3", "secretsmanager", "xray"].map(
          (service) => `com.amazonaws.eu-west-1.${service}`,
        ),
      );
    });

    test("from every private and public subnet for storage", async () => {
      const recording = await record(() => network());
      expect(recording.named("network-endpoint-s3").inputs["routeTableIds"]).toEqual([
        "network-public-routes-id",
        ...[1, 2, 3].map((n) => `network-private-${String(n)}-routes-id`),
      ]);
    });

    test.each([
      ["zonal", 3],
      ["single", 1],
    ] as const)("with egress %s by an address in %s zones", async (egress, count) => {
      const recording = await record(() => network({ egress }));
      const interfaces = recording.ofType(ENDPOINT).filter(({ name }) => name !== "network-endpoint-s3");
      for (const endpoint of inputs(interfaces)) {
        expect(endpoint["privateDnsEnabled"]).toBe(true);
        expect(endpoint["subnetIds"]).toEqual(
          [1, 2, 3].slice(0, count).map((n) => `network-private-${String(n)}-id`),
        );
      }
    });

    test("by HTTPS from inside the network only", async () => {
      const recording = await record(() => network());
      expect(inputs(recording.ofType("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"))).toEqual([
        expect.objectContaining({
          securityGroupId: "network-endpoints-id",
          cidrIpv4: "10.0.0.0/16",
          fromPort: 443,
          toPort: 443,
        }),
      ]);
    });

    test("with credentials of this account only", async () => {
      const recording = await record(() => network());
      for (const endpoint of recording.ofType(ENDPOINT)) {
        for (const statement of statements(endpoint)) {
          if (statement.Sid === "ImageLayers")
            expect(list(statement.Resource)).toEqual(["arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*"]);
          else expect(statement.Condition).toEqual({ StringEquals: { "aws:PrincipalAccount": ACCOUNT } });
        }
      }
    });
  });

  test("is the same in a preview", async () => {
    const [update, preview] = [
      await record(() => network()),
      await record(() => network(), { preview: true }),
    ];
    expect(preview.urns()).toEqual(update.urns());
    expect(update.orphans()).toEqual([]);
  });
});
