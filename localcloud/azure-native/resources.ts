import type { ResourceRules } from "../rules";
import { refuse, text } from "../reading";
import { regions } from "./regions";
import { types } from "./types";

/** Resource groups: what they hold goes with them. */
export const groups: readonly ResourceRules[] = [
  {
    type: types.resourceGroup,
    name: {
      property: "resourceGroupName",
      maximum: 90,
      pattern: /^[\p{L}\p{N}_().-]*[\p{L}\p{N}_()-]$/u,
      alphabet: "letters, digits, underscores, parentheses, hyphens and periods; no period at the end",
      unique: "id",
    },
    id: "/subscriptions/{account}/resourceGroups/{resourceGroupName}",
    outputs: {
      name: "{resourceGroupName}",
      type: "Microsoft.Resources/resourceGroups",
      properties: () => ({ provisioningState: "Succeeded" }),
    },
    check: ({ location }) => {
      const given = text(location);
      if (given === undefined)
        return refuse(
          "location",
          "LocationRequired: the location property is required: set it, or `azure-native:location`",
        );
      return given in regions
        ? []
        : refuse(
            "location",
            `LocationNotAvailableForResourceGroup: the provided location '${given}' is not available for resource group`,
          );
    },
    // Usual experience: a group is there within seconds; deleting an empty one takes about fifteen.
    seconds: { create: 2, delete: 15 },
  },
];
