import { randomText } from "../interpreter/template";
import { at, list, record, refuse, repeated, text } from "../reading";
import type { Check, ResourceRules, StoredResource } from "../rules";
import { armResource } from "./arm-resource";
import { types } from "./types";

const profilePath = "Microsoft.Cdn/profiles/{profileName}";
const name = {
  maximum: 260,
  pattern: /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/,
  alphabet: "letters, digits and hyphens; it begins and ends with a letter or digit",
} as const;

const domainCheck: Check = (inputs) => {
  const host = text(inputs["hostName"]);
  if (
    host !== undefined &&
    !/^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/.test(host)
  )
    return refuse("hostName", `BadRequest: '${host}' is no domain name in small letters`);
  const kind = text(at(inputs, "tlsSettings.certificateType"));
  if (kind === "CustomerCertificate" && at(inputs, "tlsSettings.secret.id") === undefined)
    return refuse("tlsSettings.secret", "BadRequest: a certificate of one's own is named by its secret");
  if (kind === "ManagedCertificate" && host?.startsWith("*.") === true)
    return refuse(
      "tlsSettings.certificateType",
      "BadRequest: a wildcard domain needs a certificate of one's own: Front Door manages none for it",
    );
  return at(inputs, "tlsSettings.minimumTlsVersion") === "TLS10"
    ? refuse("tlsSettings.minimumTlsVersion", "BadRequest: TLS 1.0 and 1.1 are retired: use TLS12 or TLS13")
    : [];
};

/** A domain is answered by one profile in all of Azure. */
const takenCheck: Check = (inputs, world, self) => {
  const twin = world
    .all(types.customDomain)
    .find(({ id, inputs: its }) => id !== self?.id && its["hostName"] === inputs["hostName"]);
  return twin === undefined
    ? []
    : refuse(
        "hostName",
        `Conflict: the host name '${text(inputs["hostName"]) ?? ""}' is already used by ${twin.id}`,
      );
};

const associations = "parameters.associations";

const protectedIds = ({ inputs }: Pick<StoredResource, "inputs">): string[] =>
  list(at(inputs, associations)).flatMap((each) =>
    list(record(each)["domains"]).flatMap((domain) => text(record(domain)["id"]) ?? []),
  );

const policyCheck: Check = (inputs, world) => {
  const policy = world.find(types.firewallPolicy, at(inputs, "parameters.wafPolicy.id"));
  const profile = world
    .all(types.frontDoor)
    .find(
      ({ inputs: its, outputs }) =>
        outputs["name"] === inputs["profileName"] && its["resourceGroupName"] === inputs["resourceGroupName"],
    );
  const [own, its] = [profile, policy].map((each) => text(at(each?.inputs ?? {}, "sku.name")));
  return profile !== undefined && policy !== undefined && own !== its
    ? refuse(
        "parameters.wafPolicy.id",
        `BadRequest: the policy's sku '${its ?? "Classic_AzureFrontDoor"}' is not that of the profile, '${own ?? ""}'`,
      )
    : [];
};

const domainsCheck: Check = (inputs, world, self) => {
  const ids = protectedIds({ inputs });
  const [twice] = repeated(ids);
  if (twice !== undefined) return refuse(associations, `BadRequest: ${twice} is given twice`);
  const taken = world
    .all(types.securityPolicy)
    .filter((other) => other.id !== self?.id)
    .find((other) => protectedIds(other).some((id) => ids.includes(id)));
  return taken === undefined
    ? []
    : refuse(associations, `BadRequest: one of the domains has a security policy already, ${taken.id}`);
};

/** Domains of Front Door and what protects them. */
export const domains: readonly ResourceRules[] = [
  armResource({
    type: types.customDomain,
    path: `${profilePath}/customDomains/{customDomainName}`,
    parent: types.frontDoor,
    name,
    outputs: {
      deploymentStatus: "NotStarted",
      domainValidationState: "Pending",
      validationProperties: ({ id }) => ({
        validationToken: `_${randomText(`${id} token`, true, 31)}`,
        expirationDate: "2026-01-08T00:00:00Z",
      }),
    },
    references: [{ path: "azureDnsZone.id", to: types.zone, except: /./, blocksDeletion: false }],
    immutable: ["hostName"],
    limits: [
      {
        path: "tlsSettings.certificateType",
        oneOf: ["ManagedCertificate", "CustomerCertificate", "AzureFirstPartyManagedCertificate"],
      },
    ],
    check: [domainCheck, takenCheck],
    seconds: { create: 40, update: 40, delete: 30 },
  }),
  armResource({
    type: types.securityPolicy,
    path: `${profilePath}/securityPolicies/{securityPolicyName}`,
    parent: types.frontDoor,
    name,
    outputs: { deploymentStatus: "NotStarted" },
    references: [
      { path: "parameters.wafPolicy.id", to: types.firewallPolicy },
      { path: "parameters.associations[].domains[].id", to: [types.frontDoorEndpoint, types.customDomain] },
    ],
    check: [policyCheck, domainsCheck],
    seconds: { create: 30, update: 30, delete: 20 },
  }),
];
