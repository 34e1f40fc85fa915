import { list, refuse, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { types } from "./types";

const token = (property: "issuer" | "subject"): Check => {
  return (inputs) => {
    const value = text(inputs[property]);
    return value === undefined || (value.length > 0 && value.length <= 600)
      ? []
      : refuse(property, `BadRequest: the ${property} has 1 to 600 characters`);
  };
};

const issuerCheck: Check = (inputs) =>
  text(inputs["issuer"])?.startsWith("https://") === false
    ? refuse("issuer", "BadRequest: the issuer is an URL that begins with https://")
    : [];

/** A subject is compared as it is: a wildcard would match nobody. */
const wildcardCheck: Check = (inputs) =>
  text(inputs["subject"])?.includes("*") === true
    ? refuse(
        "subject",
        "BadRequest: wildcard characters are not supported in any federated credential property",
      )
    : [];

const audienceCheck: Check = (inputs) =>
  list(inputs["audiences"]).length === 1
    ? []
    : refuse("audiences", "BadRequest: a federated identity credential has exactly one audience");

/** "Important considerations and restrictions for federated identity credentials": 20 for an identity. */
const quotaCheck: Check = (inputs, world, self) => {
  const others = world
    .all(types.federatedCredential)
    .filter(
      (other) =>
        other.id !== self?.id &&
        ["resourceGroupName", "resourceName"].every((path) => other.inputs[path] === inputs[path]),
    );
  return others.length >= 20
    ? refuse(
        "resourceName",
        "BadRequest: too many federated identity credentials: an identity has at most 20",
      )
    : [];
};

/** Whose tokens let somebody act as a managed identity. */
export const federatedCredentials: readonly ResourceRules[] = [
  armResource({
    type: types.federatedCredential,
    path: "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}",
    parent: types.identity,
    name: {
      minimum: 3,
      maximum: 120,
      pattern: /^[A-Za-z0-9][\w-]*$/,
      alphabet: "letters, digits, hyphens and underscores; it begins with a letter or digit",
    },
    uniqueBy: [["resourceGroupName", "resourceName", "issuer", "subject"]],
    check: [token("issuer"), token("subject"), issuerCheck, wildcardCheck, audienceCheck, quotaCheck],
    seconds: { create: 3, update: 3, delete: 2 },
  }),
];
