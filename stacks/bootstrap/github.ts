import type { SharedSettings } from "./settings";

/** Who signs the tokens of GitHub Actions. */
export const issuerHost = "token.actions.githubusercontent.com";
export const issuer = `https://${issuerHost}`;

/** Most bytes of a subject that Google takes (`google.subject`, "Workload Identity Federation: attribute mappings"). */
export const longestSubject = 127;

/** The `sub` claims of the tokens that are let in: whole, never a pattern. */
export interface Subjects {
  /** Jobs of a pull request's workflow, and of the environment that looks for drift. */
  readonly preview: readonly string[];
  /** Jobs that name one of the deploying environments. A job with an environment has no other subject. */
  readonly deploy: readonly string[];
  readonly all: readonly string[];
}

/**
 * Whose tokens are believed. A fork's pull request gets no token at all: GitHub gives such a run `id-token: read` at most.
 * Nothing else of the repository is let in, so a push to any branch has no identity in the cloud.
 */
export function subjects({
  repository,
  environments,
  driftEnvironment,
}: Pick<SharedSettings, "repository" | "environments" | "driftEnvironment">): Subjects {
  const environment = (name: string): string => `repo:${repository}:environment:${name}`;
  const preview = [
    `repo:${repository}:pull_request`,
    ...(driftEnvironment === undefined ? [] : [environment(driftEnvironment)]),
  ];
  const deploy = environments.map(environment);
  return { preview, deploy, all: [...preview, ...deploy] };
}
