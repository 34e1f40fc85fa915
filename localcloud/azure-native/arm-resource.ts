import { nearest } from "../nearest";
import { refuse, text } from "../reading";
import type { Check, NameRule, Reference, ResourceRules, ResourceType, Template } from "../rules";
import { canonicalLocation, regions } from "./regions";
import { types } from "./types";

/** One type's table, written from its place in Azure Resource Manager. */
export interface ArmResource extends Omit<ResourceRules, "id" | "name"> {
  /**
   * Provider and types, with the inputs that name them:
   * `Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}`.
   */
  readonly path: Template;
  /** What the path begins in: the group of `resourceGroupName` (default), or the resource that `scope` names. */
  readonly within?: "group" | "scope";
  /** The type of the resource that the last but one name of the path names. It must exist, and takes this one with it. */
  readonly parent?: ResourceType;
  /** The parent can't be deleted while this exists. Default: it goes with the parent. */
  readonly blocksParent?: boolean;
  /** What the name may be. It is unique in its parent; the provider makes it as it does for such a path. */
  readonly name: Pick<NameRule, "minimum" | "maximum" | "pattern" | "alphabet"> & {
    /** `false` where the provider makes no name (the name means something). */
    readonly auto?: false;
  };
  /** `regional`: in one of Azure's regions; `global`: location is `global`. Default: the type has no location. */
  readonly location?: "regional" | "global";
}

/**
 * The table of a type of Azure Resource Manager: id, `name`, `type`, what it lies in, its location and the kind of its
 * automatic name all follow from its path.
 */
export function armResource({
  path,
  within = "group",
  parent,
  blocksParent,
  name,
  location,
  ...own
}: ArmResource): ResourceRules {
  const group = "/subscriptions/{account}/resourceGroups/{resourceGroupName}";
  const base = within === "scope" ? "{scope}" : group;
  const id = `${base}/providers/${path}`;
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const property = names.at(-1) ?? "";
  const groupReference = { path: "resourceGroupName", to: types.resourceGroup, id: group, deletesWith: true };
  const parentId = id.split("/").slice(0, -2).join("/");
  const parentName = [...parentId.matchAll(/\{(\w+)\}/g)].at(-1)?.[1] ?? "";
  const container: Reference[] = [];
  if (parent !== undefined)
    container.push({ path: parentName, to: parent, id: parentId, deletesWith: blocksParent !== true });
  if (within === "group" && (parent === undefined || blocksParent === true)) container.push(groupReference);
  const checks = own.check === undefined ? [] : typeof own.check === "function" ? [own.check] : own.check;
  return {
    ...own,
    id,
    name: { ...name, property, unique: "id", auto: name.auto ?? automatic(path, property) },
    references: [...container, ...(own.references ?? [])],
    outputs: { name: `{${property}}`, ...own.outputs },
    check: location === undefined ? checks : [locationCheck(location, armType(path)), ...checks],
  };
}

/** The type without the names: `Microsoft.Network/virtualNetworks/subnets`. */
function armType(path: Template): string {
  return path
    .split("/")
    .filter((part) => !part.startsWith("{"))
    .join("/");
}

/**
 * The provider's own rule (pulumi-azure-native, `AutoNamer`): GUIDs for role assignments; a random end for what lies
 * directly in a group or is the name of a host; the logical name as it is for all that lies deeper.
 */
function automatic(path: Template, property: string): NonNullable<NameRule["auto"]> {
  if (["roleAssignmentName", "roleDefinitionId"].includes(property)) return "uuid";
  if (["endpointName", "customDomainName"].includes(property)) return true;
  return path.split("{").length > 2 ? "copy" : true;
}

function locationCheck(kind: "regional" | "global", type: string): Check {
  return ({ location }) => {
    const given = text(location);
    if (given === undefined)
      return refuse(
        "location",
        "is missing, and the resource group's could not be found: set it, or `azure-native:location`",
      );
    const known = kind === "global" ? ["global"] : Object.keys(regions);
    if (known.includes(canonicalLocation(given))) return [];
    const suggestion = nearest(canonicalLocation(given), known);
    const hint =
      kind === "global"
        ? "; its one location is 'global'"
        : suggestion === undefined
          ? ""
          : `; did you mean '${suggestion}'?`;
    return refuse(
      "location",
      `LocationNotAvailableForResourceType: the provided location '${given}' is not available for resource type '${type}'${hint}`,
    );
  };
}
