import type { Place, Properties, Value, World } from "../rules";

/** The one project of the local Google Cloud, where the provider's configuration names no other. */
export const account = "local-project";

/** The number of every local project: what service agents and resource names of IAM have instead of the id. */
export const projectNumber = "123456789012";

/** A time that stands for "when it was made": the local cloud's outputs must not change from run to run. */
export const timestamp = "2026-01-01T00:00:00Z";

const chosen = (...values: readonly (Value | undefined)[]): string | undefined =>
  values.find((value) => typeof value === "string" && value !== "") as string | undefined;

/** The region of a zone: `europe-west1` of `europe-west1-b`. */
export const regionOfZone = (zone: string): string => zone.replace(/-[a-z]$/, "");

/**
 * Where a resource is made: ids name project and region, so that all of them live side by side. A self link or id in
 * place of a region's name counts as that name, as with the real provider.
 */
export function place(inputs: Properties, configuration: Properties): Place {
  const zone = chosen(inputs["zone"]);
  const region =
    chosen(inputs["region"]) ??
    (zone === undefined ? undefined : regionOfZone(zone)) ??
    chosen(configuration["region"]);
  return {
    account: (chosen(inputs["project"], configuration["project"]) ?? account).replace(/^projects\//, ""),
    region: region?.split("/").pop() ?? "global",
    partition: "all",
  };
}

/** Whether a resource of this project was asked for; look-ups span all projects of the local cloud. */
export function isOfProject(outputs: Properties, world: World): boolean {
  return outputs["project"] === undefined || outputs["project"] === world.account;
}
