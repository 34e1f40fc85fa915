import { list, record, refuse, repeated, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { cron } from "./cron";
import { types } from "./types";

const stepCheck: Check = (inputs) => {
  const step = record(inputs["step"]);
  const type = text(step["type"]);
  if (inputs["step"] === undefined) return refuse("step", "InvalidTaskStep: a task has a step");
  const content = text(step["encodedTaskContent"]);
  if (type !== "EncodedTask" || content === undefined) return [];
  const decoded = Buffer.from(content, "base64").toString("utf8");
  return /^steps:/m.test(decoded)
    ? []
    : refuse(
        "step.encodedTaskContent",
        "InvalidTaskContent: is no task in Base64: YAML with a list of `steps`",
      );
};

const triggerCheck: Check = (inputs) => {
  const timers = list(record(inputs["trigger"])["timerTriggers"]).map(record);
  const [twice] = repeated(timers.flatMap(({ name }) => text(name) ?? []));
  return twice === undefined
    ? []
    : refuse("trigger.timerTriggers", `InvalidTrigger: '${twice}' is given twice`);
};

/** What a registry does by itself at set times. */
export const registryTasks: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:containerregistry:Task",
    path: "Microsoft.ContainerRegistry/registries/{registryName}/tasks/{taskName}",
    parent: types.registry,
    location: "regional",
    name: {
      minimum: 5,
      maximum: 50,
      pattern: /^[\w-]+$/,
      alphabet: "letters, digits, underscores and hyphens",
    },
    outputs: { creationDate: "2026-01-01T00:00:00Z" },
    limits: [
      // "Tasks: create" of the registry's interface: five minutes to eight hours.
      { path: "timeout", minimum: 300, maximum: 28_800 },
      { path: "status", oneOf: ["Enabled", "Disabled"] },
      { path: "platform.os", oneOf: ["Linux", "Windows"] },
      {
        path: "trigger.timerTriggers[].schedule",
        pattern: cron,
        reason: "InvalidTimerTrigger: has five fields: minute, hour, day, month, day of the week",
      },
    ],
    check: [stepCheck, triggerCheck],
    seconds: { create: 5, update: 5, delete: 3 },
  }),
];
