import type { Check, Properties, StoredResource } from "../rules";
import { at, record, refuse, text } from "../reading";
import { accessProblems, accessWorldProblems } from "./cloud-run-network";
import { containerProblems, containerWorldProblems, type Kind } from "./cloud-run-container";
import { referenceProblems } from "./cloud-run-image";
import { resourceProblems } from "./cloud-run-resources";
import { volumeProblems, volumeWorldProblems } from "./cloud-run-volumes";
import { seconds } from "./duration";
import { serviceAccountProblem } from "./grants";
import { keyProblems } from "./key-use";
import { projectNumber, timestamp } from "./project";

/** Names that Cloud Run keeps for itself (comments of the SDK). */
const systemNames =
  /(^|\.)(run\.googleapis\.com|cloud\.googleapis\.com|serving\.knative\.dev|autoscaling\.knative\.dev)\//;

/** Labels and annotations may not be of those. */
export function systemCheck(...paths: readonly string[]): Check {
  return (inputs) =>
    paths.flatMap((path) => {
      const wrong = Object.keys(record(at(inputs, path))).find((key) => systemNames.test(key));
      return wrong === undefined
        ? []
        : refuse(path, `'${wrong}' is of a namespace that Cloud Run keeps for itself`);
    });
}

/** The address by which a template runs; without one it is the project's default, which may read no secret of ours. */
function accountOf(template: Properties): string {
  const given = text(template["serviceAccount"]);
  return given ?? `${projectNumber}-compute@developer.gserviceaccount.com`;
}

/** Checks that services and jobs share; `path` is where their containers are. */
export function templateChecks(kind: Kind, path: string): Check[] {
  const template = (inputs: Properties): Properties => record(at(inputs, path));
  return [
    (inputs, world) => containerProblems({ path, template: template(inputs), kind, world }),
    (inputs) => referenceProblems(template(inputs), path),
    (inputs) => resourceProblems({ kind, path, template: template(inputs) }),
    (inputs) => volumeProblems(template(inputs), path),
    (inputs) => accessProblems(template(inputs), path),
    (inputs, world) => {
      const account = text(template(inputs)["serviceAccount"]);
      const wrong = account === undefined ? undefined : serviceAccountProblem(world, account);
      return wrong === undefined ? [] : refuse(`${path}.serviceAccount`, wrong);
    },
    (inputs, world) =>
      containerWorldProblems({ path, template: template(inputs), kind, world }, accountOf(template(inputs))),
    (inputs, world) => volumeWorldProblems(template(inputs), path, world, accountOf(template(inputs))),
    (inputs, world) => accessWorldProblems(template(inputs), path, text(inputs["location"]), world),
    (inputs, world) =>
      keyProblems(`${path}.encryptionKey`, template(inputs)["encryptionKey"], world, {
        api: "run.googleapis.com",
        location: text(inputs["location"]),
      }),
  ];
}

/** A time between a second and the longest that there is, in seconds. */
export const timeoutCheck =
  (path: string, longest: number): Check =>
  (inputs) => {
    const wanted = seconds(at(inputs, path));
    return wanted !== undefined && (wanted < 1 || wanted > longest)
      ? refuse(path, `is from 1s to ${String(longest)}s, not ${String(wanted)}s`)
      : [];
  };

/** What refuses the deletion of something that is protected, as everything on Cloud Run is until told otherwise. */
export function protection(what: string) {
  return ({ inputs }: StoredResource) =>
    inputs["deletionProtection"] === false
      ? []
      : refuse(
          "deletionProtection",
          `cannot destroy ${what} without setting deletion_protection=false and updating it first`,
        );
}

/** Outputs that services and jobs share. */
export const common = {
  project: "{account}",
  uid: "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}",
  generation: "1",
  observedGeneration: "1",
  createTime: timestamp,
  updateTime: timestamp,
  deleteTime: "",
  expireTime: "",
  creator: "local@example.com",
  lastModifier: "local@example.com",
  etag: "{hex:16}",
  launchStage: "GA",
  reconciling: () => false,
  conditions: () => [],
  effectiveAnnotations: ({ inputs }: StoredResource) => record(inputs["annotations"]),
  terminalConditions: () => [{ type: "Ready", state: "CONDITION_SUCCEEDED" }],
};

export const launchStages = [
  "UNIMPLEMENTED",
  "PRELAUNCH",
  "EARLY_ACCESS",
  "ALPHA",
  "BETA",
  "GA",
  "DEPRECATED",
];
export const egress = ["ALL_TRAFFIC", "PRIVATE_RANGES_ONLY"];
