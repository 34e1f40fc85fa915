import type { CloudRules } from "../rules";
import { every } from "./every-resource";
import { account, place } from "./project";
import { projectFunctions } from "./organizations";
import { projects } from "./projects";
import { regions } from "./regions";
import { registries } from "./artifactregistry";
import { keys } from "./kms";
import { secrets } from "./secretmanager";
import { serviceAccounts } from "./service-account";

/** What the local Google Cloud knows: one project, and Google's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "gcp",
  account,
  place,
  regions,
  every,
  resources: [...projects, ...serviceAccounts, ...keys, ...secrets, ...registries],
  functions: [...projectFunctions],
};
