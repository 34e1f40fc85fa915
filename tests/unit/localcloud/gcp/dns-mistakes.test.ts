import { types } from "../../../../localcloud/gcp/types";
import { shown } from "../../../../localcloud/reading";
import { describeMistakes, type Google } from "./google";

const zone = async (google: Google): Promise<string> =>
  shown((await google.make(types.managedZone, { name: "ours", dnsName: "ours.example." })).outputs["name"]);
const address = async (google: Google) => ({
  managedZone: await zone(google),
  name: "api.ours.example.",
  type: "A",
  ttl: 300,
  rrdatas: ["192.0.2.1"],
});
const alias = async (google: Google) => ({
  managedZone: await zone(google),
  name: "www.ours.example.",
  type: "CNAME",
  ttl: 300,
  rrdatas: ["api.ours.example."],
});
const seenBy = (...networks: string[]) => ({
  privateVisibilityConfig: { networks: networks.map((networkUrl) => ({ networkUrl })) },
});
const privateZone = async (google: Google) => ({
  name: "apis",
  dnsName: "googleapis.com.",
  visibility: "private",
  ...seenBy((await google.network({ services: false })).id),
});

describeMistakes("DNS", [
  {
    mistake: "a zone whose name has no dot at its end",
    type: types.managedZone,
    right: { dnsName: "ours.example." },
    wrong: { dnsName: "ours.example" },
    path: "dnsName",
    words: "must end with a dot",
  },
  {
    mistake: "a private zone that nobody sees",
    type: types.managedZone,
    right: privateZone,
    wrong: { privateVisibilityConfig: undefined },
    path: "privateVisibilityConfig",
    words: "must name the networks that see it",
  },
  {
    mistake: "networks that see a public zone",
    type: types.managedZone,
    right: privateZone,
    wrong: { visibility: "public" },
    path: "privateVisibilityConfig",
    words: "is for private zones only",
  },
  {
    mistake: "a second private zone of one name in a network",
    type: types.managedZone,
    right: async (google) => {
      const first = await privateZone(google);
      await google.make(types.managedZone, first);
      return { ...first, name: "registry", dnsName: "pkg.dev." };
    },
    wrong: { dnsName: "googleapis.com." },
    path: "privateVisibilityConfig.networks[0].networkUrl",
    words: "of the same name already",
  },
  {
    mistake: "a second policy of a network",
    type: "gcp:dns/policy:Policy",
    right: async (google) => {
      const { id } = await google.network({ services: false });
      await google.make("gcp:dns/policy:Policy", { networks: [{ networkUrl: id }] });
      return { enableLogging: true };
    },
    wrong: { networks: [{ networkUrl: "projects/local-project/global/networks/main" }] },
    path: "networks[0].networkUrl",
    words: "is bound to the policy",
  },
  {
    mistake: "a record whose name has no dot at its end",
    type: types.recordSet,
    right: address,
    wrong: { name: "api.ours.example" },
    path: "name",
    words: "must end with a dot",
  },
  {
    mistake: "a record outside of its zone",
    type: types.recordSet,
    right: address,
    wrong: { name: "api.others.example." },
    path: "name",
    words: "is not within the zone 'ours.example.'",
  },
  {
    mistake: "a record in a zone that is not there",
    type: types.recordSet,
    right: address,
    wrong: { managedZone: "others" },
    path: "managedZone",
    words: "named 'others' does not exist",
  },
  {
    mistake: "an address that is none",
    type: types.recordSet,
    right: address,
    wrong: { rrdatas: ["api.ours.example."] },
    path: "rrdatas[0]",
    words: "is no IPv4 address",
  },
  {
    mistake: "an alias at the zone's own name",
    type: types.recordSet,
    right: alias,
    wrong: { name: "ours.example." },
    path: "type",
    words: "can't stand at the zone's own name",
  },
  {
    mistake: "an alias whose target has no dot at its end",
    type: types.recordSet,
    right: alias,
    wrong: { rrdatas: ["api.ours.example"] },
    path: "rrdatas[0]",
    words: "must end with a dot: 'api.ours.example.'",
  },
  {
    mistake: "an alias beside an address",
    type: types.recordSet,
    right: async (google) => {
      const first = await address(google);
      await google.make(types.recordSet, first);
      return { ...first, name: "www.ours.example.", type: "CNAME", rrdatas: ["api.ours.example."] };
    },
    wrong: { name: "api.ours.example." },
    path: "type",
    words: "a CNAME stands alone",
  },
  {
    mistake: "a record set that is there already",
    type: types.recordSet,
    right: async (google) => {
      const first = await address(google);
      await google.make(types.recordSet, first);
      return { ...first, type: "AAAA", rrdatas: ["2001:db8::1"] };
    },
    wrong: { type: "A", rrdatas: ["192.0.2.2"] },
    path: "name",
    words: "named 'api.ours.example. (A)' already exists",
  },
  {
    mistake: "a text with spaces and no quotes",
    type: types.recordSet,
    right: async (google) => ({ ...(await address(google)), type: "TXT", rrdatas: ['"v=spf1 -all"'] }),
    wrong: { rrdatas: ["v=spf1 -all"] },
    path: "rrdatas[0]",
    words: "must stand in quotes",
  },
  {
    mistake: "a record of a type that there is not",
    type: types.recordSet,
    right: address,
    wrong: { type: "ADDRESS" },
    path: "type",
    words: "A, AAAA",
  },
]);
