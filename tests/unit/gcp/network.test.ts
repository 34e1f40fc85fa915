import { record, type Recording } from "../mocks";
import { network } from "./fixture";

const FIREWALL = "gcp:compute/firewall:Firewall";
const ROUTE = "gcp:compute/route:Route";
const VPC = "projects/acme-platform/global/networks/network-vpc-1a2b3c4";

const rules = (recording: Recording, direction: string) =>
  recording.ofType(FIREWALL).filter(({ inputs }) => inputs["direction"] === direction);

describe("the network", () => {
  test("is our own, with no subnet and no route that Google adds", async () => {
    const recording = await record(() => network());
    const vpc = recording.named("network-vpc");
    expect(vpc.inputs).toMatchObject({ autoCreateSubnetworks: false, deleteDefaultRoutesOnCreate: true });
    expect(vpc.dependencies).toContain(recording.named("project-api-compute").urn);
    expect(recording.ofType("gcp:compute/subnetwork:Subnetwork")).toHaveLength(1);
    expect(recording.ofType(ROUTE).map(({ inputs }) => inputs["destRange"])).toEqual([
      "199.36.153.8/30",
      "0.0.0.0/0",
    ]);
  });

  test("records every flow of the services, and reaches Google from them without an outer address", async () => {
    const recording = await record(() => network());
    expect(recording.named("network-services").inputs).toMatchObject({
      network: VPC,
      region: "europe-west1",
      ipCidrRange: "10.0.0.0/17",
      privateIpGoogleAccess: true,
      logConfig: { flowSampling: 1, metadata: "INCLUDE_ALL_METADATA" },
    });
  });

  test("lets nothing in", async () => {
    const recording = await record(() => network());
    expect(rules(recording, "INGRESS").map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        network: VPC,
        denies: [{ protocol: "all" }],
        sourceRanges: ["0.0.0.0/0"],
        logConfig: { metadata: "INCLUDE_ALL_METADATA" },
      }),
    ]);
  });

  test("lets out HTTPS only: to Google for all, to others for services", async () => {
    const recording = await record(() => network());
    const [allowed, denied] = [
      rules(recording, "EGRESS").filter(({ inputs }) => "allows" in inputs),
      rules(recording, "EGRESS").filter(({ inputs }) => "denies" in inputs),
    ];
    expect(allowed.map(({ inputs }) => inputs)).toEqual([
      expect.objectContaining({
        destinationRanges: ["199.36.153.8/30"],
        allows: [{ protocol: "tcp", ports: ["443"] }],
      }),
      expect.objectContaining({
        destinationRanges: ["0.0.0.0/0"],
        targetTags: ["service"],
        allows: [{ protocol: "tcp", ports: ["443"] }],
      }),
    ]);
    expect(denied.map(({ inputs }) => [inputs["denies"], inputs["destinationRanges"]])).toEqual([
      [[{ protocol: "all" }], ["0.0.0.0/0"]],
    ]);
    const strongest = Math.max(...allowed.map(({ inputs }) => Number(inputs["priority"])));
    expect(Number(denied[0]?.inputs["priority"])).toBeGreaterThan(strongest);
    expect(Number(denied[0]?.inputs["priority"])).toBeLessThan(65_535);
  });

  test("has fixed outer addresses, one for each zone, where egress is zonal", async () => {
    const recording = await record(() => network({ egress: "zonal", zones: 3 }));
    const addresses = recording.ofType("gcp:compute/address:Address");
    expect(addresses).toHaveLength(3);
    expect(recording.named("network-nat").inputs).toMatchObject({
      natIpAllocateOption: "MANUAL_ONLY",
      natIps: [1, 2, 3].map(
        (n) =>
          `https://www.googleapis.com/compute/v1/projects/acme-platform/regions/europe-west1/addresses/network-nat-address-${String(n)}-1a2b3c4`,
      ),
    });
  });

  test("has an outer address that Google chooses where egress is single", async () => {
    const recording = await record(() => network({ egress: "single" }));
    expect(recording.ofType("gcp:compute/address:Address")).toEqual([]);
    expect(recording.named("network-nat").inputs["natIpAllocateOption"]).toBe("AUTO_ONLY");
    expect(recording.named("network-nat").inputs).not.toHaveProperty("natIps");
  });

  test("gives NAT to the services' subnet only, once there is a way out", async () => {
    const recording = await record(() => network());
    const nat = recording.named("network-nat");
    expect(nat.inputs).toMatchObject({
      sourceSubnetworkIpRangesToNat: "LIST_OF_SUBNETWORKS",
      subnetworks: [
        {
          name: "projects/acme-platform/regions/europe-west1/subnetworks/network-services-1a2b3c4",
          sourceIpRangesToNats: ["ALL_IP_RANGES"],
        },
      ],
      // Google refuses one with the other.
      enableDynamicPortAllocation: true,
      enableEndpointIndependentMapping: false,
      logConfig: { enable: true, filter: "ALL" },
    });
    expect(nat.dependencies).toContain(recording.named("network-internet-route").urn);
  });

  test("has a range of its own for databases and caches, behind private services access", async () => {
    const recording = await record(() => network());
    expect(recording.named("network-data").inputs).toMatchObject({
      network: VPC,
      purpose: "VPC_PEERING",
      addressType: "INTERNAL",
      address: "10.0.128.0",
      prefixLength: 18,
    });
    const access = recording.named("network-data-access");
    expect(access.inputs).toMatchObject({
      network: VPC,
      service: "servicenetworking.googleapis.com",
      reservedPeeringRanges: ["network-data-1a2b3c4"],
    });
    expect(access.dependencies).toContain(recording.named("project-api-servicenetworking").urn);
    expect(recording.result.privateServices).toBe("10.0.128.0/18");
  });

  test("answers Google's names with private addresses, to itself alone, and records who asks", async () => {
    const recording = await record(() => network());
    const zones = recording.ofType("gcp:dns/managedZone:ManagedZone");
    expect(zones.map(({ inputs }) => inputs["dnsName"])).toEqual(["googleapis.com.", "pkg.dev."]);
    for (const { inputs } of zones)
      expect(inputs).toMatchObject({
        visibility: "private",
        privateVisibilityConfig: { networks: [{ networkUrl: VPC }] },
      });
    expect(
      recording
        .ofType("gcp:dns/recordSet:RecordSet")
        .map(({ inputs }) => [inputs["name"], inputs["type"], inputs["rrdatas"]]),
    ).toEqual([
      ["googleapis.com.", "A", [8, 9, 10, 11].map((last) => `199.36.153.${String(last)}`)],
      ["*.googleapis.com.", "CNAME", ["googleapis.com."]],
      ["pkg.dev.", "A", [8, 9, 10, 11].map((last) => `199.36.153.${String(last)}`)],
      ["*.pkg.dev.", "CNAME", ["pkg.dev."]],
    ]);
    expect(recording.only("gcp:dns/policy:Policy").inputs).toMatchObject({
      enableLogging: true,
      networks: [{ networkUrl: VPC }],
    });
  });

  test("refuses a block that can't be cut", async () => {
    await expect(record(() => network({ cidr: "10.0.0.0/24" }))).rejects.toThrow("from /16 to /20");
  });

  test("is the same in a preview", async () => {
    const preview = await record(() => network(), { preview: true });
    expect(preview.urns()).toEqual((await record(() => network())).urns());
    expect(preview.orphans()).toEqual([]);
  });
});
