import { z } from "zod";

const state = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          type: z.string(),
          urn: z.string(),
          id: z.string().optional(),
          parent: z.string().optional(),
          outputs: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .optional(),
  }),
});

/** What of a stack's state a canary needs. */
export interface CanaryState {
  /** Revision that serves, by service: during a canary the old one. */
  readonly serving: ReadonlyMap<string, string>;
  /** Cloud's ids of what runs the services. */
  readonly ids: readonly string[];
}

/** Output that names the newest revision, by what runs a service. After an update that succeeded it is the one that serves. */
const newest: Readonly<Record<string, string>> = {
  "azure-native:app:ContainerApp": "latestRevisionName",
  "gcp:cloudrunv2/service:Service": "latestCreatedRevision",
};

/** @param printed what `pulumi stack export` prints after an update that succeeded */
export function canaryState(printed: string): CanaryState {
  const resources = state.parse(JSON.parse(printed)).deployment.resources ?? [];
  const serving = new Map<string, string>();
  const ids: string[] = [];
  for (const { id, outputs = {}, parent, type } of resources) {
    const service = resources.find(({ urn }) => urn === parent);
    const output = newest[type];
    if (output === undefined || service === undefined || id === undefined) continue;
    const revision = service.outputs?.["serving"] ?? outputs[output];
    if (typeof revision === "string") serving.set(last(service.urn, "::"), last(revision, "/"));
    ids.push(id);
  }
  return { serving, ids };
}

const last = (text: string, separator: string): string => text.split(separator).at(-1) ?? "";

const history = z.array(z.object({ kind: z.string(), result: z.string().optional() }));

/** Whether the last update of a stack succeeded. @param printed what `pulumi stack history --json` prints: latest first */
export function lastSucceeded(printed: string): boolean {
  const updates = history.parse(JSON.parse(printed)).filter(({ kind }) => kind === "update");
  return updates[0]?.result === "succeeded";
}
