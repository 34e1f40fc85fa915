import { randomText } from "../interpreter/template";
import type { Check, ResourceRules } from "../rules";
import { at, list, record, refuse, repeated, text, texts } from "../reading";
import { domainName } from "./compute-certificate";
import { lastPart, name } from "./names";
import { timestamp } from "./project";
import { types } from "./types";

const bare = (domain: string): string => domain.replace(/^\*\./, "").replace(/\.$/, "");

/** Certificate Manager, "Quotas and limits": 100 domains with DNS authorizations, 5 without. */
const domainCheck: Check = (inputs) => {
  if (inputs["managed"] === undefined) return [];
  const domains = texts(at(inputs, "managed.domains"));
  const proofs = list(at(inputs, "managed.dnsAuthorizations"));
  const issuance = at(inputs, "managed.issuanceConfig") !== undefined;
  const most = proofs.length > 0 || issuance ? 100 : 5;
  if (domains.length < 1 || domains.length > most)
    return refuse(
      "managed.domains",
      `Error 400: must be 1 to ${String(most)} domains${most === 5 ? " where none has a DNS authorization" : ""}, not ${String(domains.length)}`,
    );
  const [twice] = repeated(domains);
  if (twice !== undefined) return refuse("managed.domains", `Error 400: '${twice}' is named twice`);
  return domains.flatMap((domain, index) => {
    const here = `managed.domains[${String(index)}]`;
    if (!domainName.test(bare(domain))) return refuse(here, `Error 400: '${domain}' is no domain name`);
    return domain.startsWith("*.") && proofs.length === 0 && !issuance
      ? refuse(here, "Error 400: a wildcard needs a DNS authorization of its domain")
      : [];
  });
};

/** Where DNS authorizations are given, each domain needs the one of its own. */
const authorizationCheck: Check = (inputs, world) => {
  const proofs = texts(at(inputs, "managed.dnsAuthorizations")).map((id) =>
    world.find(types.dnsAuthorization, id),
  );
  if (proofs.length === 0) return [];
  const proved = proofs.map((proof) => bare(text(proof?.inputs["domain"]) ?? ""));
  return texts(at(inputs, "managed.domains")).flatMap((domain, index) =>
    proved.includes(bare(domain))
      ? []
      : refuse(
          `managed.domains[${String(index)}]`,
          `Error 400: none of the given DNS authorizations is for '${bare(domain)}'`,
        ),
  );
};

const hostCheck: Check = (inputs, world, self) => {
  const host = text(inputs["hostname"]);
  if (host === undefined) return [];
  if (!domainName.test(bare(host))) return refuse("hostname", `Error 400: '${host}' is no host name`);
  const map = lastPart(text(inputs["map"]) ?? "");
  const twin = world
    .all(types.certificateMapEntry)
    .find(
      (entry) =>
        entry.id !== self?.id &&
        entry.inputs["hostname"] === host &&
        lastPart(text(entry.inputs["map"]) ?? "") === map,
    );
  return twin === undefined
    ? []
    : refuse("hostname", `Error 409: ${twin.id} is for the host '${host}' in this map already`);
};

const proofCheck: Check = (inputs) => {
  const domain = text(inputs["domain"]) ?? "";
  if (domain.startsWith("*."))
    return refuse(
      "domain",
      `Error 400: an authorization of '${bare(domain)}' covers its wildcard too: leave the '*.' out`,
    );
  return domainName.test(domain) && !domain.endsWith(".")
    ? []
    : refuse("domain", `Error 400: '${domain}' is no domain name, such as 'api.example.com'`);
};

const location = "projects/{account}/locations";

/** Certificates of Certificate Manager, what proves their domains, and the maps that hand them out. */
export const certificateManager: readonly ResourceRules[] = [
  {
    type: types.certificate,
    name: name(),
    id: `${location}/{location}/certificates/{name}`,
    outputs: {
      project: "{account}",
      sanDnsnames: ({ inputs }) => texts(at(inputs, "managed.domains")),
      managed: ({ inputs }) =>
        inputs["managed"] === undefined
          ? null
          : {
              ...record(inputs["managed"]),
              state: "PROVISIONING",
              provisioningIssues: [],
              authorizationAttemptInfos: [],
            },
    },
    defaults: { location: "global", scope: "DEFAULT" },
    references: [{ path: "managed.dnsAuthorizations[]", to: types.dnsAuthorization }],
    immutable: ["name", "location", "managed", "scope"],
    exactlyOneOf: [["managed", "selfManaged"]],
    limits: [
      { path: "scope", oneOf: ["DEFAULT", "EDGE_CACHE", "ALL_REGIONS", "CLIENT_AUTH"] },
      { path: "description", pattern: /[^]{0,1000}/, reason: "has at most 1000 characters" },
    ],
    check: [domainCheck, authorizationCheck],
    secrets: ["selfManaged.pemPrivateKey", "selfManaged.privateKeyPem"],
    seconds: { create: 12, update: 8, delete: 8 },
  },
  {
    type: types.dnsAuthorization,
    name: name(),
    id: `${location}/{location}/dnsAuthorizations/{name}`,
    outputs: {
      project: "{account}",
      type: ({ inputs }) => inputs["type"] ?? "FIXED_RECORD",
      dnsResourceRecords: ({ id, inputs }) => {
        const domain = text(inputs["domain"]) ?? "";
        const own = inputs["type"] === "PER_PROJECT_RECORD" ? `_${randomText(id, true, 16)}` : "";
        return [
          {
            name: `_acme-challenge${own}.${domain}.`,
            type: "CNAME",
            data: `${randomText(`${id} ${domain}`, true, 32)}.${randomText(id, false, 1)}.authorize.certificatemanager.goog.`,
          },
        ];
      },
    },
    defaults: { location: "global" },
    immutable: ["name", "domain", "type", "location"],
    limits: [{ path: "type", oneOf: ["FIXED_RECORD", "PER_PROJECT_RECORD"] }],
    check: proofCheck,
    seconds: { create: 9, update: 8, delete: 8 },
  },
  {
    type: types.certificateMap,
    name: name(),
    id: `${location}/global/certificateMaps/{name}`,
    outputs: {
      project: "{account}",
      createTime: timestamp,
      updateTime: timestamp,
      gclbTargets: () => [],
    },
    immutable: ["name"],
    checkDelete: ({ id }, world) => {
      const user = world
        .all(types.httpsProxy)
        .find(({ inputs }) => text(inputs["certificateMap"])?.endsWith(`/${id}`) === true);
      return user === undefined ? [] : refuse("", `Error 400: the certificate map is in use by ${user.id}`);
    },
    seconds: { create: 9, update: 8, delete: 8 },
  },
  {
    type: types.certificateMapEntry,
    name: name(),
    id: ({ map }) =>
      `${location}/global/certificateMaps/${lastPart(text(map) ?? "")}/certificateMapEntries/{name}`,
    outputs: {
      project: "{account}",
      createTime: timestamp,
      updateTime: timestamp,
      state: "PENDING",
    },
    references: [
      { path: "map", to: types.certificateMap, by: ["name", "id"] },
      { path: "certificates[]", to: types.certificate },
    ],
    immutable: ["name", "map", "hostname", "matcher"],
    exactlyOneOf: [["hostname", "matcher"]],
    limits: [
      { path: "certificates", minimumItems: 1, maximumItems: 4 },
      { path: "matcher", oneOf: ["PRIMARY"] },
    ],
    check: hostCheck,
    seconds: { create: 20, update: 12, delete: 12 },
  },
];
