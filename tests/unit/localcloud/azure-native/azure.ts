import { rules } from "../../../../localcloud/azure-native";
import { types } from "../../../../localcloud/azure-native/types";
import type { Properties } from "../../../../localcloud/rules";
import { catalogOf, describeMistakesOn, type Made, type Mistake, Trial } from "../trial";

export const catalog = catalogOf("azure-native");

export const location = "westeurope";
export const group = "stack";
/** What nearly every type asks for. */
export const here = { resourceGroupName: group, location };

/** A local Azure with one resource group, and the right way to make what others refer to. */
export class Azure extends Trial {
  constructor(configuration: Properties = {}) {
    super(rules, catalog, "", configuration);
  }

  async group(name = group): Promise<Made> {
    return this.make(types.resourceGroup, { resourceGroupName: name, location });
  }
}

/** Tests that each mistake is refused with its path and words, and that without it the same resource is made. */
export function describeMistakes(subject: string, mistakes: readonly Mistake<Azure>[]): void {
  describeMistakesOn(subject, () => new Azure(), mistakes);
}
