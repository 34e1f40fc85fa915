import type { Check, Path, Problem, Properties, ResourceRules, StoredResource, Value, World } from "../rules";
import { parseArn } from "./account";
import { types } from "./types";
import { amount, isRecord, list, parse, record, refuse, repeated, text, shown } from "../reading";

/** Memory in MiB that goes with each CPU size of Fargate (ECS guide, "Task size"): first, last and step. */
export const fargateSizes: Readonly<Record<number, readonly [first: number, last: number, step: number]>> = {
  256: [512, 2048, 0],
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

function isSize(cpu: number, memory: number): boolean {
  if (cpu === 256) return [512, 1024, 2048].includes(memory);
  const size = fargateSizes[cpu];
  if (size === undefined) return false;
  const [first, last, step] = size;
  return memory >= first && memory <= last && (memory - first) % step === 0;
}

/** The container definitions in the JSON text; `undefined` where it is not a list of objects. */
export function containersOf(json: Value | undefined): Properties[] | undefined {
  const value = typeof json === "string" ? parse(json) : undefined;
  return Array.isArray(value) && value.every(isRecord) ? value : undefined;
}

/** The task definition that an ARN or `family:revision` means. */
export function findTaskDefinition(world: World, reference: string | undefined): StoredResource | undefined {
  return world.find(types.taskDefinition, reference, "arn") ?? world.find(types.taskDefinition, reference);
}

/** CPU in units and memory in MiB; `1 vCPU` and `2 GB` are accepted too. */
function units(value: Value | undefined): number | undefined {
  const match = /^([\d.]+)\s*(vcpu|gb)?$/i.exec(shown(value ?? ""));
  if (match === null) return undefined;
  return Number(match[1]) * (match[2] === undefined ? 1 : 1024);
}

function isFargate(inputs: Properties): boolean {
  return list(inputs["requiresCompatibilities"]).includes("FARGATE");
}

const sizeCheck: Check = (inputs) => {
  if (!isFargate(inputs)) return [];
  if (inputs["networkMode"] !== "awsvpc")
    return refuse("networkMode", "ClientException: Fargate only supports network mode 'awsvpc'");
  const [cpu, memory] = [units(inputs["cpu"]), units(inputs["memory"])];
  if (cpu === undefined)
    return refuse("cpu", "ClientException: Fargate requires task definition to have cpu defined");
  if (memory === undefined)
    return refuse("memory", "ClientException: Fargate requires task definition to have memory defined");
  if (fargateSizes[cpu] === undefined)
    return refuse(
      "cpu",
      `ClientException: Fargate has no size of ${String(cpu)} CPU units; sizes are ${Object.keys(fargateSizes).join(", ")}`,
    );
  return isSize(cpu, memory)
    ? []
    : refuse(
        "memory",
        `ClientException: no Fargate configuration exists for given values: ${String(cpu)} CPU, ${String(memory)} memory`,
      );
};

const containersCheck: Check = (inputs, world) => {
  const json = inputs["containerDefinitions"];
  if (typeof json !== "string") return [];
  const containers = containersOf(json);
  const path = "containerDefinitions";
  if (containers === undefined)
    return refuse(path, "ECS Task Definition container_definitions is invalid: not a JSON list of objects");
  if (containers.length === 0) return refuse(path, "ClientException: Container list cannot be empty");
  const [twice] = repeated(containers.map(({ name }) => name));
  if (twice !== undefined)
    return refuse(path, `ClientException: two containers are called '${shown(twice)}'`);
  if (!containers.some(({ essential }) => essential !== false))
    return refuse(path, "ClientException: at least one container must be marked as essential");
  const names = containers.map(({ name }) => name);
  return [
    ...containers.flatMap((container, index) =>
      containerProblems(container, `${path}[${String(index)}]`, names, inputs, world),
    ),
    ...sumProblems(containers, inputs),
  ];
};

/** What all containers reserve must fit into the task. */
function sumProblems(containers: readonly Properties[], inputs: Properties): readonly Problem[] {
  const [cpu, memory] = [units(inputs["cpu"]), units(inputs["memory"])];
  const sum = (key: string): number =>
    containers.reduce((total, container) => total + (amount(container[key]) ?? 0), 0);
  if (cpu !== undefined && sum("cpu") > cpu)
    return refuse(
      "containerDefinitions",
      `ClientException: the containers' cpu (${String(sum("cpu"))}) is more than the task's (${String(cpu)})`,
    );
  const reserved = containers.reduce(
    (total, each) => total + (amount(each["memoryReservation"] ?? each["memory"]) ?? 0),
    0,
  );
  if (memory !== undefined && reserved > memory)
    return refuse(
      "containerDefinitions",
      `ClientException: the containers' memory (${String(reserved)}) is more than the task's (${String(memory)})`,
    );
  return [];
}

function containerProblems(
  container: Properties,
  path: Path,
  names: readonly (Value | undefined)[],
  inputs: Properties,
  world: World,
): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (key: string, reason: string): void => {
    problems.push({ path: `${path}.${key}`, reason: `ClientException: ${reason}` });
  };
  const { name, image } = container;
  if (typeof name !== "string" || !/^[\w-]{1,255}$/.test(name))
    add("name", "a container's name has 1 to 255 letters, digits, hyphens and underscores");
  if (typeof image !== "string" || !/^[\w.\-/:@#]+$/.test(image))
    add("image", "Container.image should not be null or empty");
  const taskMemory = units(inputs["memory"]);
  const memory = amount(container["memory"]);
  if (memory === undefined && container["memoryReservation"] === undefined && taskMemory === undefined)
    add("memory", "at least one of memory and memoryReservation is needed, in the container or the task");
  if (memory !== undefined && memory < 6) add("memory", "a container has at least 6 MiB of memory");
  if (memory !== undefined && taskMemory !== undefined && memory > taskMemory)
    add("memory", `more than the task's memory (${String(taskMemory)} MiB)`);
  const ports = list(container["portMappings"]).map(record);
  for (const { containerPort, hostPort } of ports) {
    if (typeof containerPort !== "number" || containerPort < 1 || containerPort > 65535)
      add("portMappings", "a containerPort is a number from 1 to 65535");
    if (inputs["networkMode"] === "awsvpc" && hostPort !== undefined && hostPort !== containerPort)
      add(
        "portMappings",
        "when networkMode=awsvpc, the host ports and container ports in port mappings must match",
      );
  }
  for (const { containerName } of list(container["dependsOn"]).map(record))
    if (!names.includes(containerName)) add("dependsOn", `there is no container '${shown(containerName)}'`);
  const environment = [...list(container["environment"]), ...list(container["secrets"])].map(record);
  const [twice] = repeated(environment.map((entry) => entry["name"]));
  if (twice !== undefined) add("secrets", `the variable '${shown(twice)}' is set twice`);
  if (list(container["environment"]).some((entry) => typeof record(entry)["value"] !== "string"))
    add("environment", "values of environment variables are strings");
  problems.push(
    ...secretProblems(container, path, inputs, world),
    ...logProblems(container, path, inputs, world),
  );
  return problems;
}

function secretProblems(
  container: Properties,
  path: Path,
  inputs: Properties,
  world: World,
): readonly Problem[] {
  const secrets = list(container["secrets"]).map(record);
  if (secrets.length > 0 && isFargate(inputs) && inputs["executionRoleArn"] === undefined)
    return refuse(
      "executionRoleArn",
      "ClientException: When you are specifying container secrets, you must also specify a value for 'executionRoleArn'",
    );
  return secrets.flatMap((secret): readonly Problem[] => {
    const from = text(secret["valueFrom"]) ?? "";
    const at = `${path}.secrets`;
    const arn = parseArn(from);
    if (arn === undefined)
      return /^[\w./-]+$/.test(from) ? [] : refuse(at, `'${from}' names no secret: give its ARN`);
    if (arn.service === "ssm") return [];
    if (arn.service !== "secretsmanager" || !arn.resource.startsWith("secret:"))
      return refuse(at, `ClientException: '${from}' is not the ARN of a secret or a parameter`);
    // ARN:JSON_KEY:VERSION_STAGE:VERSION_ID, the last three optional but with all their colons.
    const parts = arn.resource.split(":");
    if (parts.length !== 2 && parts.length !== 5)
      return refuse(
        at,
        `ClientException: '${from}': after the secret's ARN come JSON key, stage and version, as ':key:stage:version'`,
      );
    const secretArn = from.split(":").slice(0, 7).join(":");
    const known =
      arn.account !== world.account ||
      arn.region !== world.region ||
      world.find(types.secret, secretArn, "arn") !== undefined;
    return known
      ? []
      : refuse(at, `ResourceNotFoundException: Secrets Manager can't find the secret '${secretArn}'`);
  });
}

const logDrivers = ["awslogs", "splunk", "awsfirelens"];

function logProblems(
  container: Properties,
  path: Path,
  inputs: Properties,
  world: World,
): readonly Problem[] {
  const configuration = record(container["logConfiguration"]);
  const driver = text(configuration["logDriver"]);
  if (driver === undefined) return [];
  const at = `${path}.logConfiguration`;
  if (isFargate(inputs) && !logDrivers.includes(driver))
    return refuse(
      at,
      `ClientException: Fargate supports the log drivers ${logDrivers.join(", ")}, not '${driver}'`,
    );
  if (driver !== "awslogs") return [];
  const options = record(configuration["options"]);
  const missing = [
    "awslogs-group",
    "awslogs-region",
    ...(isFargate(inputs) ? ["awslogs-stream-prefix"] : []),
  ].find((key) => options[key] === undefined);
  if (missing !== undefined)
    return refuse(at, `ClientException: log driver awslogs requires option '${missing}'`);
  if (isFargate(inputs) && inputs["executionRoleArn"] === undefined)
    return refuse(
      "executionRoleArn",
      "ClientException: Fargate requires task definition to have execution role ARN to support log driver awslogs",
    );
  const group = text(options["awslogs-group"]) ?? "";
  const exists =
    options["awslogs-create-group"] === "true" ||
    options["awslogs-region"] !== world.region ||
    world.find(types.logGroup, group) !== undefined;
  return exists ? [] : refuse(at, `the log group '${group}' does not exist: the task could not start`);
}

/** Revisions of a family count up, also past those that are gone as long as a newer one is there. */
function nextRevision(inputs: Properties, world: World): number {
  const revisions = world
    .all(types.taskDefinition)
    .filter((other) => other.inputs["family"] === inputs["family"])
    .map((other: StoredResource) => amount(other.outputs["revision"]) ?? 0);
  return Math.max(0, ...revisions) + 1;
}

export const taskDefinition: ResourceRules = {
  type: types.taskDefinition,
  // The real provider's id is the family alone; with the revision two of them can be told apart during a replacement.
  id: (inputs, world) => `{family}:${String(nextRevision(inputs, world))}`,
  outputs: {
    revision: ({ id }) => Number(id.split(":").pop() ?? "1"),
    arn: "arn:aws:ecs:{region}:{account}:task-definition/{id}",
    arnWithoutRevision: "arn:aws:ecs:{region}:{account}:task-definition/{family}",
  },
  defaults: { skipDestroy: false, trackLatest: false },
  references: [
    { path: "executionRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    { path: "taskRoleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
  ],
  immutable: [
    "family",
    "containerDefinitions",
    "cpu",
    "memory",
    "networkMode",
    "requiresCompatibilities",
    "executionRoleArn",
    "taskRoleArn",
    "runtimePlatform",
    "volumes",
    "ephemeralStorage",
    "pidMode",
    "ipcMode",
  ],
  mutable: ["tags", "skipDestroy", "trackLatest"],
  limits: [
    {
      path: "family",
      pattern: /^[\w-]{1,255}$/,
      reason: "has 1 to 255 letters, digits, hyphens and underscores",
    },
    { path: "networkMode", oneOf: ["none", "bridge", "host", "awsvpc"] },
    { path: "ephemeralStorage.sizeInGib", minimum: 21, maximum: 200 },
    { path: "runtimePlatform.cpuArchitecture", oneOf: ["X86_64", "ARM64"] },
    { path: "requiresCompatibilities[]", oneOf: ["EC2", "FARGATE", "EXTERNAL", "MANAGED_INSTANCES"] },
  ],
  check: [sizeCheck, containersCheck],
  seconds: { create: 1, delete: 1 },
};
