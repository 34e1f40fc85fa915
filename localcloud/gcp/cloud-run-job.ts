import type { Check, ResourceRules } from "../rules";
import { amount, at, refuse, text } from "../reading";
import {
  common,
  egress,
  launchStages,
  protection,
  systemCheck,
  templateChecks,
  timeoutCheck,
} from "./cloud-run-template";
import { duration } from "./duration";
import { name } from "./names";
import { types } from "./types";

const taskCheck: Check = (inputs) => {
  const [tasks, parallel] = [
    amount(at(inputs, "template.taskCount")) ?? 1,
    amount(at(inputs, "template.parallelism")),
  ];
  if (parallel !== undefined && parallel > tasks)
    return refuse(
      "template.parallelism",
      `is at most taskCount (${String(tasks)}), but is ${String(parallel)}`,
    );
  const own = text(inputs["name"]) ?? "";
  const token = ["startExecutionToken", "runExecutionToken"].find(
    (key) => own.length + (text(inputs[key]) ?? "").length >= 63,
  );
  return token === undefined || inputs[token] === undefined
    ? []
    : refuse(token, "name and token together have fewer than 63 characters");
};

/** A job of Cloud Run: tasks that end by themselves. */
export const job: ResourceRules = {
  type: types.runJob,
  name: name({ maximum: 63 }),
  id: "projects/{account}/locations/{location}/jobs/{name}",
  outputs: { ...common, executionCount: () => 0, latestCreatedExecutions: () => [] },
  immutable: ["name", "location"],
  limits: [
    { path: "launchStage", oneOf: launchStages },
    // Cloud Run guide, "Create jobs": up to 10,000 tasks, each for up to seven days and repeated up to ten times.
    { path: "template.taskCount", minimum: 1, maximum: 10000 },
    { path: "template.parallelism", minimum: 0 },
    { path: "template.template.maxRetries", minimum: 0, maximum: 10 },
    { path: "template.template.executionEnvironment", oneOf: ["EXECUTION_ENVIRONMENT_GEN2"] },
    { path: "template.template.vpcAccess.egress", oneOf: egress },
    { path: "template.template.volumes[].emptyDir.medium", oneOf: ["MEMORY", "DISK"] },
    duration("template.template.timeout"),
  ],
  atMostOneOf: [["startExecutionToken", "runExecutionToken"]],
  check: [
    taskCheck,
    timeoutCheck("template.template.timeout", 604800),
    systemCheck("labels", "annotations", "template.labels", "template.annotations"),
    ...templateChecks("job", "template.template"),
  ],
  checkDelete: protection("job"),
  seconds: { create: 10, update: 10, delete: 8 },
};
