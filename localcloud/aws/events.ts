import type { Check, Problem, ResourceRules } from "../rules";
import { arn, parseArn } from "./account";
import { key } from "./key-use";
import { types } from "./types";
import { at, isRecord, parse, record, refuse, text, shown } from "../reading";

const fields = "[^\\s()]+";
const cron = new RegExp(`^cron\\((${fields} ){5}${fields}\\)$`);
const rate = /^rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)$/;
const once = /^at\(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\)$/;

/** Why a schedule can't be read (EventBridge guide): day of month and day of week are never both given. */
export function scheduleProblem(expression: string, allowOnce: boolean): string | undefined {
  if (rate.test(expression) || (allowOnce && once.test(expression))) return undefined;
  if (!cron.test(expression))
    return `ValidationException: '${expression}' is no schedule; write rate(5 minutes), rate(1 hour) or cron(0 3 * * ? *), six fields`;
  const [, , month, , week] = expression.slice(5, -1).split(" ");
  return (month === "?") === (week === "?")
    ? `ValidationException: '${expression}': exactly one of day-of-month and day-of-week is '?'`
    : undefined;
}

const ruleCheck: Check = (inputs) => {
  const pattern = inputs["eventPattern"];
  if (typeof pattern === "string") {
    const content = parse(pattern);
    if (!isRecord(content))
      return refuse("eventPattern", "InvalidEventPatternException: the pattern is not a JSON object");
    const wrong = Object.entries(content).find(([, value]) => !Array.isArray(value) && !isRecord(value));
    if (wrong !== undefined)
      return refuse(
        "eventPattern",
        `InvalidEventPatternException: '${wrong[0]}' must be an object or an array`,
      );
  }
  const schedule = text(inputs["scheduleExpression"]);
  const problem = schedule === undefined ? undefined : scheduleProblem(schedule, false);
  if (problem !== undefined) return refuse("scheduleExpression", problem);
  return schedule !== undefined && (text(inputs["eventBusName"]) ?? "default") !== "default"
    ? refuse(
        "scheduleExpression",
        "ValidationException: schedules are only supported on the default event bus",
      )
    : [];
};

/** What a target of EventBridge needs besides its ARN. */
const targetCheck: Check = (inputs, world) => {
  const target = parseArn(text(inputs["arn"]) ?? "");
  if (target === undefined)
    return inputs["arn"] === undefined ? [] : refuse("arn", "ValidationException: the target is an ARN");
  const problems: Problem[] = [];
  if (target.service === "ecs" && inputs["ecsTarget"] === undefined)
    problems.push({ path: "ecsTarget", reason: "ValidationException: a cluster as target needs ecsTarget" });
  if (["ecs", "states", "kinesis", "firehose"].includes(target.service) && inputs["roleArn"] === undefined)
    problems.push({
      path: "roleArn",
      reason: `ValidationException: a target of ${target.service} needs a role`,
    });
  if (target.service === "sns" && target.account === world.account && target.region === world.region)
    if (world.find(types.topic, inputs["arn"], "arn") === undefined)
      problems.push({
        path: "arn",
        reason: `ResourceNotFoundException: there is no topic '${shown(inputs["arn"])}'`,
      });
  if (target.service === "logs" && target.account === world.account && target.region === world.region)
    if (world.find(types.logGroup, text(inputs["arn"])?.replace(/:\*$/, ""), "arn") === undefined)
      problems.push({
        path: "arn",
        reason: `there is no log group '${shown(inputs["arn"])}': events would be lost`,
      });
  return problems;
};

const scheduleCheck: Check = (inputs, world) => {
  const problem = scheduleProblem(text(inputs["scheduleExpression"]) ?? "rate(1 hour)", true);
  if (problem !== undefined) return refuse("scheduleExpression", problem);
  const flexible = record(inputs["flexibleTimeWindow"]);
  if (flexible["mode"] === "FLEXIBLE" && flexible["maximumWindowInMinutes"] === undefined)
    return refuse(
      "flexibleTimeWindow.maximumWindowInMinutes",
      "ValidationException: needed with mode FLEXIBLE",
    );
  const target = text(at(inputs, "target.arn")) ?? "";
  const definition = text(at(inputs, "target.ecsParameters.taskDefinitionArn"));
  if (/:ecs:[^:]*:\d+:cluster\//.test(target) && at(inputs, "target.ecsParameters") === undefined)
    return refuse("target.ecsParameters", "ValidationException: a cluster as target needs ecsParameters");
  if (definition === undefined) return [];
  const known = world
    .all(types.taskDefinition)
    .some(({ outputs }) => definition === outputs["arn"] || definition === outputs["arnWithoutRevision"]);
  if (!known)
    return refuse("target.ecsParameters.taskDefinitionArn", `there is no task definition '${definition}'`);
  const fargate = at(inputs, "target.ecsParameters.launchType") === "FARGATE";
  return fargate && at(inputs, "target.ecsParameters.networkConfiguration") === undefined
    ? refuse(
        "target.ecsParameters.networkConfiguration",
        "ValidationException: needed with launch type FARGATE",
      )
    : [];
};

/** The role that a schedule takes must trust the scheduler (`The execution role you provide must allow …`). */
const trustCheck: Check = (inputs, world) => {
  const role = text(at(inputs, "target.roleArn"));
  const trust = world.all(types.role, { anyRegion: true }).find(({ outputs }) => outputs["arn"] === role)
    ?.inputs["assumeRolePolicy"];
  return typeof trust === "string" && !trust.includes("scheduler.amazonaws.com")
    ? refuse(
        "target.roleArn",
        "ValidationException: The execution role you provide must allow AWS EventBridge Scheduler to assume the role",
      )
    : [];
};

const ruleName = {
  property: "name",
  maximum: 64,
  pattern: /^[\w.-]+$/,
  alphabet: "letters, digits and .-_",
  unique: "region",
} as const;

export const events: readonly ResourceRules[] = [
  {
    type: types.eventRule,
    name: ruleName,
    id: "{name}",
    outputs: { arn: arn("events", "rule/{name}") },
    defaults: { eventBusName: "default", state: "ENABLED", forceDestroy: false },
    references: [{ path: "roleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false }],
    immutable: ["name", "eventBusName"],
    limits: [
      { path: "description", pattern: /^[^]{0,512}$/, reason: "has at most 512 characters" },
      { path: "eventPattern", pattern: /^[^]{1,4096}$/, reason: "has at most 4096 characters" },
      { path: "state", oneOf: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] },
    ],
    atLeastOneOf: [["eventPattern", "scheduleExpression"]],
    check: ruleCheck,
    seconds: { create: 1, delete: 1 },
  },
  {
    type: "aws:cloudwatch/eventTarget:EventTarget",
    id: "{rule}-{targetId}",
    outputs: { targetId: "terraform-{digits:26}" },
    limits: [{ path: "targetId", pattern: /^[\w.-]{1,64}$/, reason: "has 1 to 64 letters, digits and .-_" }],
    defaults: { eventBusName: "default" },
    references: [
      { path: "rule", to: types.eventRule },
      { path: "roleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
    ],
    immutable: ["rule", "targetId", "eventBusName"],
    atMostOneOf: [["input", "inputPath", "inputTransformer"]],
    uniqueBy: [["rule", "targetId", "eventBusName"]],
    check: [
      targetCheck,
      // EventBridge quotas: five targets per rule.
      (inputs, world, self) =>
        world
          .all("aws:cloudwatch/eventTarget:EventTarget")
          .filter(
            (other) =>
              other.id !== self?.id &&
              inputs["rule"] !== undefined &&
              other.inputs["rule"] === inputs["rule"],
          ).length >= 5
          ? refuse("rule", "LimitExceededException: a rule has at most 5 targets")
          : [],
    ],
    seconds: { create: 1, delete: 1 },
  },
  {
    type: types.scheduleGroup,
    name: ruleName,
    id: "{name}",
    outputs: { arn: arn("scheduler", "schedule-group/{name}"), state: "ACTIVE" },
    immutable: ["name"],
    seconds: { create: 1, delete: 5 },
  },
  {
    type: "aws:scheduler/schedule:Schedule",
    name: { ...ruleName, unique: "none" },
    id: "{groupName}/{name}",
    outputs: { arn: arn("scheduler", "schedule/{groupName}/{name}") },
    defaults: { groupName: "default", state: "ENABLED", scheduleExpressionTimezone: "UTC" },
    references: [
      { path: "groupName", to: types.scheduleGroup, except: /^default$/ },
      { path: "target.roleArn", to: types.role, by: "arn", anyRegion: true, blocksDeletion: false },
      { path: "target.deadLetterConfig.arn", to: "aws:sqs/queue:Queue", by: "arn", blocksDeletion: false },
    ],
    immutable: ["name", "groupName"],
    limits: [
      { path: "state", oneOf: ["ENABLED", "DISABLED"] },
      { path: "flexibleTimeWindow.mode", oneOf: ["OFF", "FLEXIBLE"] },
      { path: "flexibleTimeWindow.maximumWindowInMinutes", minimum: 1, maximum: 1440 },
      { path: "target.retryPolicy.maximumRetryAttempts", minimum: 0, maximum: 185 },
      { path: "target.retryPolicy.maximumEventAgeInSeconds", minimum: 60, maximum: 86400 },
    ],
    uniqueBy: [["groupName", "name"]],
    check: [scheduleCheck, trustCheck, key("kmsKeyArn")],
    seconds: { create: 1, delete: 1 },
  },
];
