import type { CloudRules } from "../rules";
import { every } from "./every-resource";
import { groups } from "./resources";
import { place, subscription, subscriptionFunctions } from "./subscription";

/** What the local Azure knows: one subscription, and Azure's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "azure-native",
  account: subscription,
  place,
  every,
  resources: [...groups],
  functions: [...subscriptionFunctions],
};
