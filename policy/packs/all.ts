import type { Rule } from "../mechanism/rule";
import { aws } from "./aws";
import { azure } from "./azure";
import { docker } from "./docker";
import { gcp } from "./gcp";
import { kubernetes } from "./kubernetes";

/** Every rule of the pack. A rule judges only its own resource types, so a stack on one cloud may be given them all. */
export const rules: readonly Rule[] = [...aws, ...azure, ...gcp, ...kubernetes, ...docker];
