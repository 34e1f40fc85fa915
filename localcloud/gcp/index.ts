import type { CloudRules } from "../rules";
import { every } from "./every-resource";
import { account, place } from "./project";
import { projectFunctions } from "./organizations";
import { projects } from "./projects";
import { regions } from "./regions";

/** What the local Google Cloud knows: one project, and Google's own rules for every type that the program uses. */
export const rules: CloudRules = {
  package: "gcp",
  account,
  place,
  regions,
  every,
  resources: [...projects],
  functions: [...projectFunctions],
};
