import { isIPv4, isIPv6 } from "node:net";
import type { Check, Problem, ResourceRules } from "../rules";
import { refuse, repeated, text, texts } from "../reading";
import { dotCheck, findZone, recordsOf } from "./dns-zone";
import { lastPart } from "./names";
import { types } from "./types";

const recordTypes = [
  "A",
  "AAAA",
  "ALIAS",
  "CAA",
  "CNAME",
  "DNSKEY",
  "DS",
  "HTTPS",
  "IPSECKEY",
  "MX",
  "NAPTR",
  "NS",
  "PTR",
  "SOA",
  "SPF",
  "SRV",
  "SSHFP",
  "SVCB",
  "TLSA",
  "TXT",
];

const zoneCheck: Check = (inputs, world) => {
  const reference = text(inputs["managedZone"]);
  if (reference === undefined) return [];
  const zone = findZone(world, reference);
  if (zone === undefined)
    return refuse(
      "managedZone",
      `Error 404: The 'parameters.managedZone' resource named '${reference}' does not exist.`,
    );
  const own = text(inputs["name"]) ?? "";
  const problems: Problem[] = [];
  if (own !== zone.dnsName && !own.endsWith(`.${zone.dnsName}`))
    problems.push(
      ...refuse("name", `Error 400: '${own}' is not within the zone '${zone.dnsName}' of ${zone.name}`),
    );
  if (own === zone.dnsName && inputs["type"] === "CNAME")
    problems.push(...refuse("type", `Error 400: a CNAME can't stand at the zone's own name '${own}'`));
  return problems;
};

/** A name has one record set of a type, and beside a CNAME no other. */
const siblingCheck: Check = (inputs, world, self) => {
  const reference = text(inputs["managedZone"]) ?? "";
  const siblings = recordsOf(world, reference).filter(
    (other) => other.id !== self?.id && other.inputs["name"] === inputs["name"],
  );
  const own = text(inputs["name"]) ?? "";
  const type = text(inputs["type"]) ?? "";
  if (siblings.some((other) => other.inputs["type"] === type))
    return refuse(
      "name",
      `Error 409: The resource 'entity.change.additions[0]' named '${own} (${type})' already exists`,
    );
  return siblings.some((other) => (other.inputs["type"] === "CNAME") !== (type === "CNAME"))
    ? refuse("type", `Error 400: '${own}' has other records: a CNAME stands alone`)
    : [];
};

const dataCheck: Check = (inputs) => {
  const type = text(inputs["type"]);
  const values = texts(inputs["rrdatas"]);
  if (type === "CNAME" && values.length > 1) return refuse("rrdatas", "Error 400: a CNAME has one value");
  const [twice] = repeated(values);
  if (twice !== undefined) return refuse("rrdatas", `Error 400: '${twice}' is given twice`);
  return values.flatMap((value, index) => {
    const reason = dataProblem(type ?? "", value);
    return reason === undefined ? [] : refuse(`rrdatas[${String(index)}]`, `Error 400: ${reason}`);
  });
};

function dataProblem(type: string, value: string): string | undefined {
  if (type === "A" && !isIPv4(value)) return `'${value}' is no IPv4 address`;
  if (type === "AAAA" && !isIPv6(value)) return `'${value}' is no IPv6 address`;
  if (["CNAME", "NS", "PTR"].includes(type) && !value.endsWith("."))
    return `'${value}' must end with a dot: '${value}.'`;
  if (type === "MX" && !/^\d+ \S+\.$/.test(value))
    return `'${value}' does not read like '10 mail.example.com.'`;
  if (type === "TXT" && /\s/.test(value) && !/^".*"$/s.test(value))
    return "a text with spaces must stand in quotes";
  return undefined;
}

/** Record sets of Cloud DNS. */
export const dnsRecords: readonly ResourceRules[] = [
  {
    type: types.recordSet,
    id: ({ managedZone }) =>
      `projects/{account}/managedZones/${lastPart(text(managedZone) ?? "")}/rrsets/{name}/{type}`,
    outputs: { project: "{account}" },
    immutable: ["name", "managedZone", "type"],
    exactlyOneOf: [["rrdatas", "routingPolicy"]],
    limits: [
      { path: "type", oneOf: recordTypes },
      { path: "ttl", minimum: 0, maximum: 2_147_483_647 },
    ],
    check: [dotCheck("name", "api.example.com."), zoneCheck, siblingCheck, dataCheck],
    // A name and a type have one record set: the old one goes first.
    deleteBeforeReplace: true,
    seconds: { create: 6, update: 6, delete: 3 },
  },
];
