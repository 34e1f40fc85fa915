import { types } from "../../../../localcloud/gcp/types";
import type { Made } from "../trial";
import { Google, region } from "./google";

/** What can't be deleted as it stands, what Google says, and the same thing where it can. */
interface Case {
  readonly what: string;
  readonly type: string;
  readonly kept: (google: Google) => Promise<Made>;
  readonly words: string;
  readonly free: (google: Google) => Promise<Made>;
}

const urlMap = async (google: Google): Promise<string> => {
  const backend = await google.make(types.backendService, { loadBalancingScheme: "EXTERNAL_MANAGED" });
  return (await google.make(types.urlMap, { defaultService: backend.id })).id;
};
const zone = (google: Google) => google.make(types.managedZone, { name: "ours", dnsName: "ours.example." });

const cases: readonly Case[] = [
  {
    what: "a network with subnets",
    type: types.network,
    kept: async (google) => google.made(types.network, (await google.network({ services: false })).id),
    words: "is still used by gcp:compute/subnetwork:Subnetwork",
    free: (google) => google.make(types.network, {}),
  },
  {
    what: "an address that NAT goes out by",
    type: types.address,
    kept: async (google) => {
      const { id: network } = await google.network({ services: false });
      const address = await google.make(types.address, { region });
      const router = await google.make(types.router, { network, region });
      await google.make(types.routerNat, {
        router: router.id,
        region,
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: [address.outputs["selfLink"] ?? ""],
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      });
      return address;
    },
    words: "is still used by gcp:compute/routerNat:RouterNat",
    free: (google) => google.make(types.address, { region }),
  },
  {
    what: "a group that a backend service sends to",
    type: types.regionEndpointGroup,
    kept: async (google) => {
      const group = await google.make(types.regionEndpointGroup, { region, cloudRun: { service: "api" } });
      await google.make(types.backendService, {
        loadBalancingScheme: "EXTERNAL_MANAGED",
        backends: [{ group: group.id }],
      });
      return group;
    },
    words: "is still used by gcp:compute/backendService:BackendService",
    free: (google) => google.make(types.regionEndpointGroup, { region, cloudRun: { service: "api" } }),
  },
  {
    what: "a certificate that a map hands out",
    type: types.certificate,
    kept: async (google) => {
      const certificate = await google.make(types.certificate, { managed: { domains: ["api.example.com"] } });
      const map = await google.make(types.certificateMap, {});
      await google.make(types.certificateMapEntry, {
        map: map.outputs["name"] ?? "",
        hostname: "api.example.com",
        certificates: [certificate.id],
      });
      return certificate;
    },
    words: "is still used by gcp:certificatemanager/certificateMapEntry:CertificateMapEntry",
    free: (google) => google.make(types.certificate, { managed: { domains: ["api.example.com"] } }),
  },
  {
    what: "a certificate map that a proxy shows",
    type: types.certificateMap,
    kept: async (google) => {
      const map = await google.make(types.certificateMap, {});
      const certificateMap = `//certificatemanager.googleapis.com/${map.id}`;
      await google.make(types.httpsProxy, { urlMap: await urlMap(google), certificateMap });
      return map;
    },
    words: "the certificate map is in use by",
    free: (google) => google.make(types.certificateMap, {}),
  },
  {
    what: "a zone with records",
    type: types.managedZone,
    kept: async (google) => {
      const made = await zone(google);
      await google.make(types.recordSet, {
        managedZone: "ours",
        name: "api.ours.example.",
        type: "A",
        rrdatas: ["192.0.2.1"],
      });
      return made;
    },
    words: "containerNotEmpty",
    free: zone,
  },
  {
    what: "a private connection that a cache is reached by",
    type: types.privateConnection,
    kept: async (google) => {
      const { id } = await google.network();
      await google.make(types.redisInstance, {
        memorySizeGb: 1,
        region,
        authorizedNetwork: id,
        connectMode: "PRIVATE_SERVICE_ACCESS",
      });
      const [connection] = google.store.list(types.privateConnection);
      return google.made(types.privateConnection, connection?.id ?? "");
    },
    words: "Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection",
    free: async (google) => {
      await google.network();
      const [connection] = google.store.list(types.privateConnection);
      return google.made(types.privateConnection, connection?.id ?? "");
    },
  },
  {
    what: "a secret with deletion protection",
    type: types.secret,
    kept: (google) =>
      google.make(types.secret, { secretId: "s", replication: { auto: {} }, deletionProtection: true }),
    words: "without setting deletionProtection to false",
    free: (google) => google.make(types.secret, { secretId: "s", replication: { auto: {} } }),
  },
  {
    what: "what is to be kept by its deletion policy",
    type: types.key,
    kept: async (google) => {
      const { id: keyRing } = await google.make(types.keyRing, { location: region });
      return google.make(types.key, { keyRing, deletionPolicy: "PREVENT" });
    },
    words: "while its deletionPolicy is PREVENT",
    free: async (google) => {
      const { id: keyRing } = await google.make(types.keyRing, { location: region });
      return google.make(types.key, { keyRing });
    },
  },
];

describe("the local Google Cloud keeps", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it.each(cases.map((each) => [each.what, each] as const))(
    "%s",
    async (_, { type, kept, words, free }) => {
      expect((await google.deletionRefusals(type, await kept(google))).join()).toContain(words);
      const other = new Google();
      try {
        expect(await other.deletionRefusals(type, await free(other))).toEqual([]);
      } finally {
        other.close();
      }
    },
    60_000,
  );

  it("what it holds to by a default of the provider's", async () => {
    const strict = new Google({ deletionPolicy: "PREVENT" });
    const network = await strict.make(types.network, {});
    expect((await strict.deletionRefusals(types.network, network)).join()).toContain("PREVENT");
    strict.close();
  });

  it("a subnet's range from shrinking, and lets it grow", async () => {
    const { id: network } = await google.network({ services: false });
    const inputs = { name: "data", network, region, ipCidrRange: "10.1.0.0/24" };
    const made = await google.make(types.subnetwork, inputs);
    const becomes = (ipCidrRange: string) =>
      google.updateRefusals(types.subnetwork, made, inputs, { ...inputs, ipCidrRange });
    expect(await becomes("10.1.0.0/25")).toEqual([
      expect.stringContaining("a subnet's range can be expanded only"),
    ]);
    expect(await becomes("10.1.0.0/20")).toEqual([]);
  });
});
