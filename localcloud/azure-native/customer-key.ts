import { at, list, record, refuse, text } from "../reading";
import type { Path, Problem, StoredResource, Value, World } from "../rules";
import { canonicalLocation } from "./regions";
import { types } from "./types";

/** Azure's roles that may wrap and unwrap with a key ("Azure built-in roles", security). */
const wrappingRoles: readonly string[] = [
  "e147488a-f6f5-4113-8e2d-b22465e65bf6", // Key Vault Crypto Service Encryption User
  "12338af0-0e69-4776-bea7-57ae8d297424", // Key Vault Crypto User
  "14b46e9e-c2b7-41b4-b07b-48a6ebf60603", // Key Vault Crypto Officer
  "00482a5a-887f-4fb3-b363-3b7fe8e74483", // Key Vault Administrator
];

/** How a service uses a customer's key. */
export interface KeyUse {
  /** Where the key is named, for messages. */
  readonly path: Path;
  /** `https://VAULT.vault.azure.net/keys/NAME`, with or without `/VERSION`. */
  readonly key: Value | undefined;
  /** Id of the identity that the service acts as. */
  readonly identity: Value | undefined;
  /** Where the identity is named, for messages. */
  readonly identityPath: Path;
  /** The one location that the key's vault must be in; absent: any. */
  readonly location?: string | undefined;
  /** Whether the service takes the address of a version only, or of the key only. Default: both. */
  readonly version?: "needed" | "refused";
}

/** The parts of a key's address; `undefined` if the text is none. */
export function parseKeyAddress(
  address: string,
): { vault: string; name: string; version: string | undefined } | undefined {
  const match =
    /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net(?::443)?\/keys\/([A-Za-z0-9-]+)(?:\/(\w{32}))?\/?$/i.exec(
      address,
    );
  return match === null ? undefined : { vault: match[1] ?? "", name: match[2] ?? "", version: match[3] };
}

/** Problems of the address alone: what a preview can say. */
export function keyAddressProblems({ path, key, version }: KeyUse): readonly Problem[] {
  const address = text(key);
  if (address === undefined) return [];
  const parsed = parseKeyAddress(address);
  if (parsed === undefined)
    return refuse(path, `'${address}' is not the address of a key, https://VAULT.vault.azure.net/keys/NAME`);
  if (version === "needed" && parsed.version === undefined)
    return refuse(path, `'${address}' names no version; only the address of one version is taken`);
  return version === "refused" && parsed.version !== undefined
    ? refuse(path, `'${address}' names a version; give the key's own address`)
    : [];
}

/** Problems of a service that encrypts with a customer's key: the key, its vault, and what the identity may do. */
export function customerKeyProblems(use: KeyUse, world: World): readonly Problem[] {
  const address = keyAddressProblems(use);
  const parsed = parseKeyAddress(text(use.key) ?? "");
  if (address.length > 0 || parsed === undefined) return address;
  const vault = world
    .all(types.vault)
    .find(({ outputs }) => text(outputs["name"])?.toLowerCase() === parsed.vault.toLowerCase());
  const key = world
    .all(types.key)
    .find(({ id }) => vault !== undefined && id === `${vault.id}/keys/${parsed.name}`);
  if (vault === undefined || key === undefined)
    return refuse(use.path, `KeyVaultKeyNotFound: there is no key '${text(use.key) ?? ""}'`);
  return [...vaultProblems(use, vault), ...identityProblems(use, vault, key, world)];
}

function vaultProblems({ path, location }: KeyUse, vault: StoredResource): readonly Problem[] {
  const name = text(vault.outputs["name"]) ?? "";
  if (at(vault.outputs, "properties.enablePurgeProtection") !== true)
    return refuse(
      path,
      `KeyVaultSoftDeleteOrPurgeProtectionNotEnabled: the key vault '${name}' needs purge protection`,
    );
  const place = canonicalLocation(text(vault.outputs["location"]) ?? "");
  return location === undefined || place === location
    ? []
    : refuse(path, `the key vault '${name}' is in ${place}; this key must be in ${location}`);
}

function identityProblems(
  { identity, identityPath }: KeyUse,
  vault: StoredResource,
  key: StoredResource,
  world: World,
): readonly Problem[] {
  const id = text(identity);
  if (id === undefined) return [];
  const found = world.find(types.identity, id);
  if (found === undefined) return refuse(identityPath, `there is no user-assigned identity '${id}'`);
  const principal = found.outputs["principalId"];
  const allowed =
    at(vault.outputs, "properties.enableRbacAuthorization") === false
      ? list(at(vault.outputs, "properties.accessPolicies")).some(
          (policy) => record(policy)["objectId"] === principal,
        )
      : hasRole(principal, wrappingRoles, key.id, world);
  return allowed
    ? []
    : refuse(
        identityPath,
        `KeyVaultAccessForbidden: the identity '${id}' may not get, wrap and unwrap with the key '${key.id}'; give it a role there first`,
      );
}

/** Whether somebody has one of these roles (by GUID) on a resource, or on what that lies in. */
export function hasRole(
  principal: Value | undefined,
  roles: readonly string[],
  on: string,
  world: World,
): boolean {
  return world.all(types.roleAssignment).some(({ inputs }) => {
    const scope = text(inputs["scope"]) ?? "";
    const role = text(inputs["roleDefinitionId"])?.split("/").pop() ?? "";
    return (
      inputs["principalId"] === principal &&
      roles.includes(role.toLowerCase()) &&
      (on === scope || on.startsWith(`${scope.replace(/\/$/, "")}/`))
    );
  });
}
