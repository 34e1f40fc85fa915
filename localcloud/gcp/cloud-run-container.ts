import type { Path, Problem, Properties, World } from "../rules";
import { amount, list, record, refuse, repeated, shown, text } from "../reading";
import { imageProblem } from "./cloud-run-image";
import { probeProblems } from "./cloud-run-probes";
import { secretProblems } from "./cloud-run-secrets";

/** Whether the containers are a service's or a job's: they differ in what the platform sets, and in what may be small. */
export type Kind = "service" | "job";

/** Where in the inputs the container's template is, and who runs it. */
export interface Template {
  readonly path: Path;
  readonly template: Properties;
  readonly kind: Kind;
  readonly world: World;
}

/** Variables that Cloud Run sets itself (Cloud Run guide, "Container runtime contract"). */
const reserved: Readonly<Record<Kind, readonly string[]>> = {
  service: ["PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION"],
  job: [
    "CLOUD_RUN_JOB",
    "CLOUD_RUN_EXECUTION",
    "CLOUD_RUN_TASK_INDEX",
    "CLOUD_RUN_TASK_ATTEMPT",
    "CLOUD_RUN_TASK_COUNT",
  ],
};

/** What is wrong with the containers as far as the inputs alone say it. */
export function containerProblems(template: Template): readonly Problem[] {
  const containers = list(template.template["containers"]).map(record);
  const path = `${template.path}.containers`;
  // Cloud Run quotas: one container that is reached, and up to nine beside it.
  if (containers.length < 1 || containers.length > 10)
    return refuse(path, `a ${template.kind} has 1 to 10 containers, not ${String(containers.length)}`);
  return [
    ...nameProblems(containers, path),
    ...portProblems(containers, path, template.kind),
    ...containers.flatMap((container, index) => {
      const here = `${path}[${String(index)}]`;
      return [
        ...environmentProblems(container, here, template.kind),
        ...probeProblems(container, here),
        ...mountProblems(container, here, template.template),
      ];
    }),
  ];
}

function nameProblems(containers: readonly Properties[], path: Path): readonly Problem[] {
  const names = containers.map(({ name }) => text(name));
  const [twice] = repeated(names.filter((name) => name !== undefined));
  if (twice !== undefined) return refuse(path, `two containers are called '${twice}'`);
  return containers.flatMap((container, index): readonly Problem[] => {
    const here = `${path}[${String(index)}]`;
    const own = names[index];
    if (own !== undefined && !/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(own))
      return refuse(`${here}.name`, `'${own}' is no container name: lower-case letters, digits and hyphens`);
    const absent = list(container["dependsOns"]).find((other) => !names.includes(text(other)));
    return absent === undefined
      ? []
      : refuse(`${here}.dependsOns`, `there is no container '${shown(absent)}' in this template`);
  });
}

function portProblems(containers: readonly Properties[], path: Path, kind: Kind): readonly Problem[] {
  if (kind === "job") return [];
  const reached = containers.filter(({ ports }) => ports !== undefined);
  if (containers.length > 1 && reached.length !== 1)
    return refuse(
      path,
      `Revision template should contain exactly one container with an exposed port, not ${String(reached.length)}`,
    );
  return containers.flatMap((container, index): readonly Problem[] => {
    const port = amount(record(container["ports"])["containerPort"]);
    const name = text(record(container["ports"])["name"]);
    const here = `${path}[${String(index)}].ports`;
    if (port !== undefined && (port < 1 || port > 65535))
      return refuse(`${here}.containerPort`, "is a port from 1 to 65535");
    return name === undefined || ["http1", "h2c"].includes(name)
      ? []
      : refuse(`${here}.name`, `is http1 or h2c, not '${name}'`);
  });
}

function environmentProblems(container: Properties, path: Path, kind: Kind): readonly Problem[] {
  const variables = list(container["envs"]).map(record);
  const problems: Problem[] = [];
  // Cloud Run quotas: 1,000 variables a container, 32 kB for each.
  if (variables.length > 1000)
    problems.push({ path: `${path}.envs`, reason: "a container has at most 1000 environment variables" });
  for (const twice of repeated(variables.map(({ name }) => text(name)).filter((name) => name !== undefined)))
    problems.push({ path: `${path}.envs`, reason: `the variable '${twice}' is set twice` });
  variables.forEach((variable, index) => {
    const here = `${path}.envs[${String(index)}]`;
    const [name, value] = [text(variable["name"]), text(variable["value"])];
    if (name !== undefined && reserved[kind].includes(name))
      problems.push({
        path: `${here}.name`,
        reason: `The following reserved env names were provided: ${name}. These values are automatically set by the system.`,
      });
    if (name !== undefined && !/^[A-Za-z_]\w*$/.test(name))
      problems.push({
        path: `${here}.name`,
        reason: `'${name}' is no variable: letters, digits and underscores, no digit first`,
      });
    if (variable["value"] !== undefined && variable["valueSource"] !== undefined)
      problems.push({ path: `${here}.value`, reason: "a variable has a value or a source, not both" });
    if (value !== undefined && value.length > 32768)
      problems.push({ path: `${here}.value`, reason: "a variable has at most 32768 characters" });
  });
  return problems;
}

function mountProblems(container: Properties, path: Path, template: Properties): readonly Problem[] {
  const volumes = list(template["volumes"]).map((volume) => record(volume)["name"]);
  const mounts = list(container["volumeMounts"]).map(record);
  const [twice] = repeated(mounts.map(({ mountPath }) => text(mountPath)));
  if (twice !== undefined) return refuse(`${path}.volumeMounts`, `two volumes are mounted at '${twice}'`);
  return mounts.flatMap((mount, index): readonly Problem[] => {
    const here = `${path}.volumeMounts[${String(index)}]`;
    const [name, at] = [text(mount["name"]), text(mount["mountPath"])];
    if (name !== undefined && !volumes.includes(name))
      return refuse(`${here}.name`, `there is no volume '${name}' in this template`);
    if (at === undefined) return [];
    if (!at.startsWith("/") || at.includes(":"))
      return refuse(`${here}.mountPath`, `'${at}' is no absolute path without ':'`);
    return /^\/(proc|sys|dev)(\/|$)|^\/$/.test(at)
      ? refuse(`${here}.mountPath`, `nothing can be mounted at '${at}'`)
      : [];
  });
}

/** What only the cloud knows: images of our registries, secrets and their versions, and who may read them. */
export function containerWorldProblems(template: Template, account: string | undefined): readonly Problem[] {
  const containers = list(template.template["containers"]).map(record);
  return containers.flatMap((container, index) => {
    const path = `${template.path}.containers[${String(index)}]`;
    const image = text(container["image"]);
    const wrong = image === undefined ? undefined : imageProblem(image, template.world);
    return [
      ...(wrong === undefined ? [] : refuse(`${path}.image`, wrong)),
      ...secretProblems(container, path, template.world, account),
    ];
  });
}
