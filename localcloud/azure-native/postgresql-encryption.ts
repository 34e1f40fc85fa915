import { at, record, refuse, text } from "../reading";
import type { Check, Problem } from "../rules";
import { customerKeyProblems, keyAddressProblems } from "./customer-key";
import { pairOf } from "./regions";
import { types } from "./types";

const keyFields = [
  ["primaryKeyURI", "primaryUserAssignedIdentityId"],
  ["geoBackupKeyURI", "geoBackupUserAssignedIdentityId"],
] as const;

/** A customer's key needs an identity, of the server's own, that may use it. */
export const encryptionCheck: Check = (inputs) => {
  const encryption = record(inputs["dataEncryption"]);
  const given = keyFields.flat().find((field) => encryption[field] !== undefined);
  if (encryption["type"] !== "AzureKeyVault")
    return given === undefined
      ? []
      : refuse(`dataEncryption.${given}`, "InvalidParameterValue: only with `type` AzureKeyVault");
  if (encryption["primaryKeyURI"] === undefined)
    return refuse("dataEncryption.primaryKeyURI", "MissingRequiredParameter: AzureKeyVault needs a key");
  const assigned = Object.keys(record(at(inputs, "identity.userAssignedIdentities")));
  return keyFields.flatMap(([key, identity]): readonly Problem[] => {
    const path = `dataEncryption.${identity}`;
    if (encryption[key] === undefined) return [];
    if (encryption[identity] === undefined)
      return refuse(path, `MissingRequiredParameter: \`${key}\` needs the identity that may use it`);
    const id = text(encryption[identity]);
    return [
      ...keyAddressProblems({
        path: `dataEncryption.${key}`,
        key: encryption[key],
        identity: id,
        identityPath: path,
      }),
      ...(id === undefined || assigned.includes(id)
        ? []
        : refuse(
            path,
            `InvalidParameterValue: '${id}' is not among the server's own identities (\`identity\`)`,
          )),
    ];
  });
};

/** The keys must exist, in the right place, and the identities must be allowed to use them. */
export const keyCheck: Check = (inputs, world) => {
  const encryption = record(inputs["dataEncryption"]);
  const place = pairOf(text(inputs["location"]) ?? "");
  return keyFields.flatMap(([key, identity]) =>
    customerKeyProblems(
      {
        path: `dataEncryption.${key}`,
        key: encryption[key],
        identity: encryption[identity],
        identityPath: `dataEncryption.${identity}`,
        ...(key === "geoBackupKeyURI" && { location: place }),
      },
      world,
    ),
  );
};

/** The identities of a server must exist. */
export const identityCheck: Check = (inputs, world) => {
  const identities = Object.keys(record(at(inputs, "identity.userAssignedIdentities")));
  const missing = identities.find((id) => world.find(types.identity, id) === undefined);
  return missing === undefined
    ? []
    : refuse("identity.userAssignedIdentities", `there is no user-assigned identity '${missing}'`);
};
