import type { PolicyConfigSchema, Severity } from "@pulumi/policy";
import type { Answer } from "./answer";
import type { Property } from "./property";
import type { Resource, Stack } from "./resource";

/** The published controls that a rule implements. */
export interface Controls {
  /**
   * Section numbers of a benchmark of the CIS: of the cloud's foundations (AWS 5.0, Azure 5.0, Google Cloud 4.0), of
   * Kubernetes 2.0.1, and, for clusters, of EKS 1.5, AKS 1.7 or GKE 1.6.
   */
  readonly cis?: readonly string[];
  readonly checkov?: readonly string[];
}

interface RuleDescription {
  /** Name of the rule's file, of its policy in CrossGuard, and in waivers. */
  readonly id: string;
  /** One sentence: what must be so. */
  readonly title: string;
  readonly severity: Severity;
  readonly controls: Controls;
  /** `always`: mandatory in every environment. `prod`: mandatory in prod, advisory elsewhere. `never`: advisory everywhere. */
  readonly enforcement: "always" | "prod" | "never";
  /** One sentence: what can happen otherwise. */
  readonly reason: string;
  /** One sentence: what to change. */
  readonly remedy: string;
  /** Type tokens of the resources that it judges. */
  readonly types: readonly string[];
  /** What a user may set with `--policy-pack-config`; each property has its default. */
  readonly configuration?: PolicyConfigSchema;
}

/** A property that a remediation sets; objects on the way to it are made. */
export interface Change {
  readonly path: readonly string[];
  readonly value: string | boolean;
}

/** Judges a resource by its own properties, before it is created or changed. */
export interface ResourceRule extends RuleDescription {
  readonly scope: "resource";
  readonly check: (resource: Resource, configuration: Property) => Answer;
  /**
   * What sets a resource right that is not, where the rule is configured to `remediate`. Absent where that could break what
   * runs, make a resource anew, or needs to know what only the program's author does.
   */
  readonly remediation?: (resource: Resource, configuration: Property) => readonly Change[];
}

/** Judges a resource by what else the stack holds, at the end of a preview or update. */
export interface StackRule extends RuleDescription {
  readonly scope: "stack";
  readonly check: (resource: Resource, stack: Stack, configuration: Property) => Answer;
}

export type Rule = ResourceRule | StackRule;
