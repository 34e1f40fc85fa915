import { isIPv4, isIPv6 } from "node:net";
import { randomText } from "../interpreter/template";
import type { Check, FunctionRules, Properties, ResourceRules, World } from "../rules";
import { uuid } from "./account";
import { types } from "./types";
import { list, record, refuse, text, texts, shown } from "../reading";

/** Ids of zones that nobody made here but a look-up answered with begin with this. */
const external = "ZEXTERNAL";

const recordTypes = [
  "A",
  "AAAA",
  "CAA",
  "CNAME",
  "DS",
  "HTTPS",
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

function bare(name: string): string {
  return name.replace(/\.$/, "").toLowerCase();
}

/** Record names may be given relative to the zone or in full. */
function fullName(inputs: Properties, world: World): string {
  const name = bare(text(inputs["name"]) ?? "");
  const zone = zoneName(inputs, world);
  if (zone === undefined || name === zone || name.endsWith(`.${zone}`)) return name;
  return name === "" ? zone : `${name}.${zone}`;
}

function zoneName(inputs: Properties, world: World): string | undefined {
  const zone = world.all(types.zone, { anyRegion: true }).find(({ id }) => id === inputs["zoneId"]);
  const name = text(zone?.inputs["name"]);
  return name === undefined ? undefined : bare(name);
}

const recordCheck: Check = (inputs, world, self) => {
  const type = text(inputs["type"]) ?? "";
  const name = fullName(inputs, world);
  if (type === "CNAME" && name === zoneName(inputs, world))
    return refuse(
      "type",
      `InvalidChangeBatch: RRSet of type CNAME with DNS name ${name}. is not permitted at apex`,
    );
  const siblings = world
    .all(types.record, { anyRegion: true })
    .filter((other) => other.id !== self?.id && other.inputs["zoneId"] === inputs["zoneId"])
    .filter((other) => bare(text(other.outputs["fqdn"]) ?? "") === name);
  const twin = siblings.find(
    (other) => other.inputs["type"] === type && other.inputs["setIdentifier"] === inputs["setIdentifier"],
  );
  if (twin !== undefined && inputs["allowOverwrite"] !== true)
    return refuse(
      "name",
      `InvalidChangeBatch: tried to create resource record set [name='${name}.', type='${type}'] but it already exists`,
    );
  const clash = siblings.some((other) => (other.inputs["type"] === "CNAME") !== (type === "CNAME"));
  return clash
    ? refuse(
        "type",
        `InvalidChangeBatch: RRSet of type CNAME with DNS name ${name}. conflicts with other records of it`,
      )
    : [];
};

const valueCheck: Check = (inputs) => {
  const type = inputs["type"];
  return texts(inputs["records"]).flatMap((value, index) => {
    const at = `records[${String(index)}]`;
    if (type === "A" && !isIPv4(value))
      return refuse(at, `InvalidChangeBatch: '${value}' is not a valid IPv4 address`);
    if (type === "AAAA" && !isIPv6(value))
      return refuse(at, `InvalidChangeBatch: '${value}' is not a valid IPv6 address`);
    if (type === "MX" && !/^\d+ \S+$/.test(value))
      return refuse(at, `InvalidChangeBatch: '${value}' does not read like '10 mail.example.com'`);
    if (type === "TXT" && value.length > 255 && !value.includes('" "') && !value.includes('""'))
      return refuse(at, 'InvalidChangeBatch: a TXT string has at most 255 characters; split it with " "');
    return [];
  });
};

/** An alias to a load balancer of ours must name the hosted zone of load balancers in its region. */
const aliasCheck: Check = (inputs, world) =>
  list(inputs["aliases"]).flatMap((value, index) => {
    const alias = record(value);
    const name = bare(text(alias["name"]) ?? "").replace(/^dualstack\./, "");
    const balancer = world
      .all(types.loadBalancer, { anyRegion: true })
      .find(({ outputs }) => bare(text(outputs["dnsName"]) ?? "") === name);
    return balancer === undefined || balancer.outputs["zoneId"] === alias["zoneId"]
      ? []
      : refuse(
          `aliases[${String(index)}].zoneId`,
          `InvalidChangeBatch: the alias target name ${name} does not lie within the target zone ${shown(alias["zoneId"])}`,
        );
  });

const ttlCheck: Check = (inputs) => {
  if (inputs["records"] !== undefined && inputs["ttl"] === undefined)
    return refuse("ttl", "records need a ttl (seconds), for example 300");
  return inputs["aliases"] !== undefined && inputs["ttl"] !== undefined
    ? refuse("ttl", "an alias has no ttl: it takes its target's")
    : [];
};

const httpTypes = ["HTTP", "HTTPS", "HTTP_STR_MATCH", "HTTPS_STR_MATCH"];

const healthCheck: Check = (inputs) => {
  const type = text(inputs["type"]) ?? "";
  if (
    [...httpTypes, "TCP"].includes(type) &&
    inputs["fqdn"] === undefined &&
    inputs["ipAddress"] === undefined
  )
    return refuse("fqdn", `InvalidInput: a health check of type ${type} needs fqdn or ipAddress`);
  if (type.endsWith("_STR_MATCH") !== (inputs["searchString"] !== undefined))
    return refuse(
      "searchString",
      "InvalidInput: given exactly with the types HTTP_STR_MATCH and HTTPS_STR_MATCH",
    );
  if (
    type === "CLOUDWATCH_METRIC" &&
    (inputs["cloudwatchAlarmName"] ?? inputs["cloudwatchAlarmRegion"]) === undefined
  )
    return refuse("cloudwatchAlarmName", "InvalidInput: a check of an alarm needs its name and region");
  const path = text(inputs["resourcePath"]);
  return path !== undefined && !path.startsWith("/") && !httpTypes.includes(type)
    ? refuse("resourcePath", "InvalidInput: only HTTP and HTTPS checks have a path")
    : [];
};

export const dns: readonly ResourceRules[] = [
  {
    type: types.zone,
    name: {
      property: "name",
      maximum: 255,
      pattern: /^([a-zA-Z0-9_-]{1,63}\.)*[a-zA-Z0-9-]{1,63}\.?$/,
      alphabet: "a domain name: labels of 1 to 63 letters, digits and hyphens",
      unique: "none",
      auto: false,
    },
    id: "Z{digits:19}",
    outputs: {
      zoneId: "{id}",
      arn: "arn:aws:route53:::hostedzone/{id}",
      nameServers: ({ id }) =>
        ["com", "net", "org", "co.uk"].map(
          (top, index) => `ns-${randomText(`${id} ${top}`, false, 3)}.awsdns-${String(index + 10)}.${top}`,
        ),
      primaryNameServer: ({ id }) => `ns-${randomText(`${id} com`, false, 3)}.awsdns-10.com`,
    },
    defaults: { comment: "Managed by Pulumi", forceDestroy: false },
    references: [{ path: "vpcs[].vpcId", to: types.vpc, anyRegion: true }],
    immutable: ["name", "delegationSetId"],
    checkDelete: (zone, world) => {
      const left = world
        .all(types.record, { anyRegion: true })
        .find(({ inputs }) => inputs["zoneId"] === zone.id);
      return left === undefined || zone.inputs["forceDestroy"] === true
        ? []
        : refuse(
            "forceDestroy",
            "HostedZoneNotEmpty: the zone contains resource record sets besides SOA and NS",
          );
    },
    seconds: { create: 35, delete: 30 },
  },
  {
    type: types.record,
    id: (inputs) =>
      ["zoneId", "name", "type", "setIdentifier"].flatMap((key) => text(inputs[key]) ?? []).join("_"),
    outputs: { fqdn: ({ inputs }, world) => fullName(inputs, world) },
    references: [
      {
        path: "zoneId",
        to: types.zone,
        anyRegion: true,
        except: new RegExp(`^${external}`),
        blocksDeletion: false,
      },
      { path: "healthCheckId", to: types.healthCheck, anyRegion: true },
    ],
    immutable: ["zoneId", "name", "type", "setIdentifier"],
    limits: [
      { path: "type", oneOf: recordTypes },
      { path: "ttl", minimum: 0, maximum: 2147483647 },
      { path: "records", minimumItems: 1, maximumItems: 400 },
    ],
    exactlyOneOf: [["records", "aliases"]],
    check: [ttlCheck, valueCheck, recordCheck, aliasCheck],
    deleteBeforeReplace: true,
    // Route 53 propagates to its name servers within 60 seconds; the provider waits for INSYNC.
    seconds: { create: 35, update: 35, delete: 30 },
  },
  {
    type: types.healthCheck,
    id: uuid,
    outputs: { arn: "arn:aws:route53:::healthcheck/{id}" },
    defaults: { requestInterval: 30, failureThreshold: 3, disabled: false, invertHealthcheck: false },
    immutable: ["type", "requestInterval", "measureLatency", "referenceName"],
    limits: [
      {
        path: "type",
        oneOf: [...httpTypes, "TCP", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"],
      },
      { path: "failureThreshold", minimum: 1, maximum: 10 },
      { path: "requestInterval", oneOf: [10, 30] },
      { path: "port", minimum: 1, maximum: 65535 },
      { path: "resourcePath", pattern: /^.{0,255}$/, reason: "has at most 255 characters" },
      { path: "searchString", pattern: /^.{1,255}$/s, reason: "has 1 to 255 characters" },
      { path: "regions", minimumItems: 3, reason: "InvalidInput: at least three regions" },
    ],
    check: healthCheck,
    seconds: { create: 2, delete: 1 },
  },
];

/**
 * A hosted zone is the account's own, outside of any stack, so it can't be made by the program that looks for it: any
 * zone asked for by name is there, except those whose name begins with `missing-`, which stand for a wrong name.
 */
export const dnsFunctions: readonly FunctionRules[] = [
  {
    token: "aws:route53/getZone:getZone",
    result: (inputs, world) => {
      const id = text(inputs["zoneId"]);
      const made = world
        .all(types.zone, { anyRegion: true })
        .find(
          (zone) =>
            zone.id === id || bare(text(zone.inputs["name"]) ?? "") === bare(text(inputs["name"]) ?? ""),
        );
      const name = bare(text(made?.inputs["name"]) ?? text(inputs["name"]) ?? "");
      if (name === "" && id === undefined)
        return { path: "name", reason: "one of name and zoneId must be given" };
      if (name.startsWith("missing-"))
        return { path: "name", reason: `no matching Route 53 hosted zone: ${name}` };
      const zoneId = made?.id ?? id ?? `${external}${randomText(name, false, 11)}`;
      return {
        id: zoneId,
        zoneId,
        name,
        arn: `arn:aws:route53:::hostedzone/${zoneId}`,
        callerReference: "local",
        comment: "",
        linkedServiceDescription: "",
        linkedServicePrincipal: "",
        nameServers: [0, 1, 2, 3].map((index) => `ns-${String(100 + index)}.awsdns-1${String(index)}.com`),
        primaryNameServer: "ns-100.awsdns-10.com",
        privateZone: inputs["privateZone"] ?? false,
        resourceRecordSetCount: 2,
        tags: {},
      };
    },
  },
];
