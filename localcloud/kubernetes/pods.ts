import { at, isRecord, record, shown, text } from "../reading";
import type { Path, Problem, Properties } from "../rules";
import { atLeast, duplicates, each, exactlyOne, invalid, oneOf } from "./checks";
import { containerProblems } from "./containers";
import { nameProblem } from "./formats";

/** Everything that an API server refuses of a pod's specification. */
export function podProblems(spec: Properties, path: Path): Problem[] {
  const prefix = `${path}.`;
  const containers = [...each(spec, "containers", prefix), ...each(spec, "initContainers", prefix)];
  const volumes = each(spec, "volumes", prefix);
  const names = volumes.flatMap(({ value }) => text(value["name"]) ?? []);
  return [
    ...(each(spec, "containers").length === 0 ? invalid(`${path}.containers`, "Required value") : []),
    ...containers.flatMap((container) => containerProblems(container, names)),
    ...duplicates(containers.map((each) => ({ key: each.value["name"], path: `${each.path}.name` }))),
    ...volumes.flatMap((volume) => volumeProblems(volume.value, volume.path)),
    ...duplicates(volumes.map((each) => ({ key: each.value["name"], path: `${each.path}.name` }))),
    ...oneOf(spec, "restartPolicy", ["Always", "Never", "OnFailure"], prefix),
    ...oneOf(spec, "dnsPolicy", ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"], prefix),
    ...atLeast(spec, "activeDeadlineSeconds", 1, prefix),
    ...spreadProblems(spec, prefix),
    ...accountProblems(spec, prefix),
  ];
}

/** A volume of a claim's template is added by the controller. */
function volumeProblems(volume: Properties, path: Path): Problem[] {
  const name = text(volume["name"]);
  const reason = name === undefined ? undefined : nameProblem(name, "label");
  const sources = Object.keys(volume).filter((key) => key !== "name");
  return [
    ...(reason === undefined ? [] : invalid(`${path}.name`, reason)),
    ...(sources.length === 0 ? [] : exactlyOne(volume, path, sources, "volume type")),
  ];
}

function spreadProblems(spec: Properties, prefix: string): Problem[] {
  const spreads = each(spec, "topologySpreadConstraints", prefix);
  return [
    ...spreads.flatMap(({ value, path }) => [
      ...atLeast(value, "maxSkew", 1, `${path}.`),
      ...atLeast(value, "minDomains", 1, `${path}.`),
      ...(value["topologyKey"] === ""
        ? invalid(`${path}.topologyKey`, "Required value: can not be empty")
        : []),
      ...oneOf(value, "whenUnsatisfiable", ["DoNotSchedule", "ScheduleAnyway"], `${path}.`),
      ...(value["minDomains"] !== undefined && value["whenUnsatisfiable"] === "ScheduleAnyway"
        ? invalid(
            `${path}.minDomains`,
            "Invalid value: can only use minDomains if whenUnsatisfiable=DoNotSchedule",
          )
        : []),
    ]),
    ...duplicates(
      spreads.map(({ value, path }) => ({
        key: `${shown(value["topologyKey"])}, ${shown(value["whenUnsatisfiable"])}`,
        path,
      })),
    ),
  ];
}

function accountProblems(spec: Properties, prefix: string): Problem[] {
  const name = text(spec["serviceAccountName"]);
  const reason = name === undefined || name === "" ? undefined : nameProblem(name, "subdomain");
  return reason === undefined ? [] : invalid(`${prefix}serviceAccountName`, reason);
}

/** Whether labels are among those that a selector takes. */
export function selects(selector: Properties, labels: Properties): boolean {
  const wanted = Object.entries(record(selector["matchLabels"]));
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    each(selector, "matchExpressions").every(({ value: { key, operator, values } }) => {
      const label = typeof key === "string" ? labels[key] : undefined;
      const among = Array.isArray(values) && label !== undefined && values.includes(label);
      if (operator === "In") return among;
      if (operator === "NotIn") return !among;
      return (operator === "Exists") === (label !== undefined);
    })
  );
}

/** The labels of a template. */
export const templateLabels = (template: Properties): Properties => record(at(template, "metadata.labels"));

export const isEmptySelector = (selector: Properties): boolean =>
  Object.keys(record(selector["matchLabels"])).length === 0 &&
  !(Array.isArray(selector["matchExpressions"]) && selector["matchExpressions"].some(isRecord));
