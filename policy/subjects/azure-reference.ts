import type { Property } from "../mechanism/property";
import type { Resource, Stack } from "../mechanism/resource";

/** What a resource is named by in its program, and the part of an id in Azure Resource Manager that comes before its name. */
const kinds: Readonly<Record<string, { readonly nameInput: string; readonly collection: string }>> = {
  "azure-native:cdn:Profile": { nameInput: "profileName", collection: "profiles" },
  "azure-native:compute:VirtualMachineScaleSet": {
    nameInput: "vmScaleSetName",
    collection: "virtualMachineScaleSets",
  },
  "azure-native:dbforpostgresql:Server": { nameInput: "serverName", collection: "flexibleServers" },
  "azure-native:dbforpostgresql:SingleServer": { nameInput: "serverName", collection: "servers" },
  "azure-native:keyvault:ManagedHsm": { nameInput: "name", collection: "managedHSMs" },
  "azure-native:keyvault:Vault": { nameInput: "vaultName", collection: "vaults" },
  "azure-native:network:VirtualNetwork": { nameInput: "virtualNetworkName", collection: "virtualNetworks" },
  "azure-native:storage:StorageAccount": { nameInput: "accountName", collection: "storageAccounts" },
  "azure-native:web:AppServicePlan": { nameInput: "name", collection: "serverfarms" },
};

/**
 * The values at a path, for example `networkSecurityGroup.id`; the elements of lists on the way are all followed. Where
 * the provider left a property out of its answer, what the program asked for counts.
 */
export function valuesAt(properties: Property, path: string): Property[] {
  const [first = "", ...rest] = path.split(".");
  const top = properties.get(first);
  const start = top.isSet() ? top : properties.get("__inputs").get(first);
  return rest.reduce<Property[]>(
    (places, name) =>
      places.flatMap((place) => (place.isKnown() ? place.items().map((item) => item.get(name)) : [place])),
    [start],
  );
}

/**
 * Whether a resource names another one at a path: by data flow, which is known in previews too, by its name, or by its id in
 * Azure Resource Manager.
 */
export function isNamedBy(target: Resource, resource: Resource, path: string): boolean {
  if (resource.sources(path.split(".")[0] ?? "").includes(target.urn)) return true;
  const { nameInput = "name", collection = "" } = kinds[target.type] ?? {};
  const names = ["name", nameInput].flatMap((property) => textOf(target.properties.get(property)));
  const ids = textOf(target.properties.get("id"));
  return valuesAt(resource.properties, path)
    .flatMap((value) => (value.isKnown() ? value.items().flatMap(textOf) : []))
    .some(
      (text) =>
        ids.includes(text) ||
        names.some((name) => text === name || text.endsWith(`/${collection.toLowerCase()}/${name}`)),
    );
}

/**
 * Resources of some types that name the target at a path.
 *
 * @throws NotYetKnown when there is none, but one of them names what is not known yet
 */
export function naming(stack: Stack, target: Resource, types: readonly string[], path: string): Resource[] {
  const candidates = stack.ofType(types);
  const found = candidates.filter((resource) => isNamedBy(target, resource, path));
  if (found.length > 0) return found;
  for (const { properties, sources } of candidates) {
    if (sources(path.split(".")[0] ?? "").length > 0) continue;
    // Reading an unknown value says that it can't be judged yet.
    for (const value of valuesAt(properties, path)) value.text();
  }
  return [];
}

/** A text in lower case, as Azure compares names and most settings; absent for anything else. */
export function lower(property: Property): string | undefined {
  return property.text()?.toLowerCase();
}

function textOf(property: Property): string[] {
  return property.isKnown() ? (lower(property)?.split("\n") ?? []) : [];
}
