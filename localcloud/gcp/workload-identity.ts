import { at, record, refuse, text, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { projectNumber } from "./project";
import { types } from "./types";

const poolName = {
  minimum: 4,
  maximum: 32,
  pattern: /(?!gcp-)[a-z0-9-]+/,
  alphabet: "lower-case letters, digits and hyphens; 'gcp-' is reserved",
  unique: "id",
  auto: false,
} as const;

/** Issuers that all their customers share: whoever has any account there has tokens of them. */
const shared = ["token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io"];

const issuerCheck: Check = (inputs) => {
  const issuer = text(at(inputs, "oidc.issuerUri"));
  return issuer === undefined || issuer.startsWith("https://")
    ? []
    : refuse("oidc.issuerUri", "Error 400: Issuer uri must begin with https://");
};

/** A provider whose issuer is shared takes nobody's tokens but those that a condition on their claims lets in. */
const conditionCheck: Check = (inputs) => {
  const host = (text(at(inputs, "oidc.issuerUri")) ?? "").replace("https://", "");
  const condition = text(inputs["attributeCondition"]) ?? "";
  return !shared.includes(host) || /assertion\.|attribute\.|google\.subject/.test(condition)
    ? []
    : refuse(
        "attributeCondition",
        "Error 400: The attribute condition must reference one of the provider's claims.",
      );
};

const mappingCheck: Check = (inputs) => {
  const mapping = record(inputs["attributeMapping"]);
  const wrong = Object.keys(mapping).find(
    (target) => !/^(google\.(subject|groups)|attribute\.[a-z0-9_]{1,100})$/.test(target),
  );
  if (wrong !== undefined)
    return refuse(
      "attributeMapping",
      `Error 400: '${wrong}' is no attribute: google.subject, google.groups or attribute.NAME`,
    );
  return mapping["google.subject"] === undefined
    ? refuse("attributeMapping", "Error 400: google.subject must be mapped")
    : [];
};

/** A condition and a grant know only those attributes of a token that are mapped. */
const mappedCheck: Check = (inputs) => {
  const mapping = record(inputs["attributeMapping"]);
  const used = text(inputs["attributeCondition"])?.match(/attribute\.[a-z0-9_]+/g) ?? [];
  const unknown = used.find((attribute) => mapping[attribute] === undefined);
  return unknown === undefined
    ? []
    : refuse("attributeCondition", `Error 400: ${unknown} is not among the mapped attributes`);
};

const audienceCheck: Check = (inputs) =>
  texts(at(inputs, "oidc.allowedAudiences")).some((audience) => audience.length > 256)
    ? refuse("oidc.allowedAudiences", "Error 400: an audience has at most 256 characters")
    : [];

const pool = "projects/{account}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}";
const numbered = `projects/${projectNumber}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}`;

/** Identities from outside, and whose tokens they come from. */
export const workloadIdentity: readonly ResourceRules[] = [
  {
    type: types.identityPool,
    name: { property: "workloadIdentityPoolId", ...poolName },
    id: pool,
    outputs: { project: "{account}", name: numbered, state: "ACTIVE", mode: "FEDERATION_ONLY" },
    limits: [
      { path: "displayName", pattern: /[^]{0,32}/, reason: "has at most 32 characters" },
      { path: "description", pattern: /[^]{0,256}/, reason: "has at most 256 characters" },
    ],
    immutable: ["workloadIdentityPoolId"],
    // Deleted pools and providers can be undeleted for 30 days, and keep their ids.
    recoveryDays: () => 30,
    seconds: { create: 12, update: 5, delete: 5 },
  },
  {
    type: types.identityPoolProvider,
    name: { property: "workloadIdentityPoolProviderId", ...poolName },
    id: `${pool}/providers/{workloadIdentityPoolProviderId}`,
    outputs: {
      project: "{account}",
      name: `${numbered}/providers/{workloadIdentityPoolProviderId}`,
      state: "ACTIVE",
    },
    references: [{ path: "workloadIdentityPoolId", to: types.identityPool, id: pool, deletesWith: true }],
    immutable: ["workloadIdentityPoolId", "workloadIdentityPoolProviderId"],
    exactlyOneOf: [["aws", "oidc", "saml", "x509"]],
    limits: [
      { path: "displayName", pattern: /[^]{0,32}/, reason: "has at most 32 characters" },
      { path: "attributeCondition", pattern: /[^]{0,4096}/, reason: "has at most 4096 characters" },
      { path: "oidc.allowedAudiences", maximumItems: 10 },
    ],
    check: [issuerCheck, conditionCheck, mappingCheck, mappedCheck, audienceCheck],
    recoveryDays: () => 30,
    seconds: { create: 12, update: 5, delete: 5 },
  },
];
