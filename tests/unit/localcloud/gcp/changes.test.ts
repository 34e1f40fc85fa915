import { types } from "../../../../localcloud/gcp/types";
import type { Properties } from "../../../../localcloud/rules";
import { Google, region } from "./google";

const secret = { secretId: "api-key", replication: { auto: {} } };
const certificate = { name: "a", managed: { domains: ["a.example.com"] } };
const rule = { name: "in", network: "main", direction: "INGRESS", priority: 1000 };
const key = { name: "data", keyRing: "ring", rotationPeriod: "7776000s" };
const entry = { name: "http", target: "a", ipAddress: "b", portRange: "80" };
const range = { name: "data", network: "main", purpose: "VPC_PEERING", prefixLength: 20 };
const subnet = { name: "services", network: "main", region, ipCidrRange: "10.0.0.0/24" };
const repository = { repositoryId: "images", location: region, format: "DOCKER", kmsKeyName: "a" };
const record = { name: "a.ours.example.", managedZone: "ours", type: "A", ttl: 300 };
const map = { name: "a", map: "m", hostname: "a.example.com", certificates: ["a"] };
const nat = { name: "nat", router: "router", region, minPortsPerVm: 64 };

describe("a change in the local Google Cloud", () => {
  let google: Google;
  beforeEach(() => {
    google = new Google();
  });
  afterEach(() => {
    google.close();
  });

  it.each<[string, string, Properties, Properties]>([
    ["a secret's place", types.secret, secret, { replication: { userManaged: { replicas: [] } } }],
    ["a certificate's domains", types.certificate, certificate, { managed: { domains: ["b.example.com"] } }],
    ["a rule's network", types.firewall, rule, { network: "other" }],
    ["a key's ring", types.key, key, { keyRing: "other" }],
    ["an entry's port", types.globalForwardingRule, entry, { portRange: "8080" }],
    ["a range's length", types.globalAddress, range, { prefixLength: 18 }],
    ["a subnet's region", types.subnetwork, subnet, { region: "europe-west3" }],
    ["a repository's key", types.repository, repository, { kmsKeyName: "b" }],
    ["a record's type", types.recordSet, record, { type: "AAAA" }],
    ["a map entry's host", types.certificateMapEntry, map, { hostname: "b.example.com" }],
    ["a NAT's router", types.routerNat, nat, { router: "other" }],
    ["whom a grant is for", types.projectMember, { project: "p", role: "r", member: "a" }, { member: "b" }],
  ])("of %s makes a new one", async (_, type, old, change) => {
    const { changes } = await google.provider.diff({ type, name: "it" }, old, { ...old, ...change }, []);
    expect(changes.length).toBeGreaterThan(0);
    expect(changes.every(({ replace }) => replace)).toBe(true);
  });

  it.each<[string, string, Properties, Properties]>([
    ["a secret's labels", types.secret, secret, { labels: { team: "platform" } }],
    ["a rule's priority", types.firewall, rule, { priority: 900 }],
    ["a key's rotation", types.key, key, { rotationPeriod: "2592000s" }],
    ["an entry's target", types.globalForwardingRule, entry, { target: "b" }],
    ["a subnet's range", types.subnetwork, subnet, { ipCidrRange: "10.0.0.0/20" }],
    ["a repository's clean-up", types.repository, repository, { cleanupPolicyDryRun: true }],
    ["a record's time to live", types.recordSet, record, { ttl: 60 }],
    ["a map entry's certificates", types.certificateMapEntry, map, { certificates: ["b"] }],
    ["a NAT's ports", types.routerNat, nat, { minPortsPerVm: 128 }],
    ["the way of TLS", types.sslPolicy, { name: "tls", profile: "MODERN" }, { profile: "RESTRICTED" }],
  ])("of %s is made in place", async (_, type, old, change) => {
    const { changes } = await google.provider.diff({ type, name: "it" }, old, { ...old, ...change }, []);
    expect(changes.map(({ replace }) => replace)).toEqual([false]);
  });

  it("of a name that the program chose deletes the old one first, of an automatic one not", async () => {
    const subject = { type: types.sslPolicy, name: "tls" };
    const naming = { seed: undefined, autonaming: undefined };
    const { inputs } = await google.provider.check(subject, {}, { description: "a" }, naming);
    const automatic = await google.provider.diff(subject, inputs, { ...inputs, description: "b" }, []);
    const old = { name: "tls", description: "a" };
    const chosen = await google.provider.diff(subject, old, { ...old, description: "b" }, []);
    expect([automatic.deleteBeforeReplace, chosen.deleteBeforeReplace]).toEqual([false, true]);
  });
});
