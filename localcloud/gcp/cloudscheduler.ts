import type { Check, Problem, Properties, ResourceRules, World } from "../rules";
import { at, record, refuse, text } from "../reading";
import { duration, isTimeZone, seconds } from "./duration";
import { isGranted, serviceAccountProblem } from "./grants";
import { lastPart } from "./names";
import { types } from "./types";

/** One field of a cron table: what it counts, and the numbers that it may hold. */
const fields: readonly {
  readonly name: string;
  readonly range: readonly [number, number];
  readonly words?: string;
}[] = [
  { name: "minute", range: [0, 59] },
  { name: "hour", range: [0, 23] },
  { name: "day of month", range: [1, 31] },
  { name: "month", range: [1, 12], words: "jan feb mar apr may jun jul aug sep oct nov dec" },
  { name: "day of week", range: [0, 7], words: "sun mon tue wed thu fri sat" },
];

function isField(field: string, range: readonly [number, number], words: readonly string[]): boolean {
  const [least, most] = range;
  const valid = (value: string): boolean =>
    words.includes(value.toLowerCase()) ||
    (/^\d{1,2}$/.test(value) && Number(value) >= least && Number(value) <= most);
  return field.split(",").every((part) => {
    const [span = "", step, ...rest] = part.split("/");
    if (rest.length > 0 || (step !== undefined && !(/^\d{1,2}$/.test(step) && Number(step) > 0)))
      return false;
    if (span === "*") return true;
    const ends = span.split("-");
    return ends.length <= 2 && ends.every(valid);
  });
}

/** Why a schedule can't be read: unix-cron with five fields, or the older `every 24 hours`. */
export function scheduleProblem(schedule: string): string | undefined {
  if (/^every \d+ (minutes|mins|hours)( from \d\d:\d\d to \d\d:\d\d| synchronized)?$/.test(schedule))
    return undefined;
  const given = schedule.trim().split(/\s+/);
  if (given.length !== 5)
    return `Error 400: Schedule '${schedule}' is not valid: unix-cron has five fields, '0 4 * * *', not ${String(given.length)}`;
  const wrong = fields.find(
    ({ range, words = "" }, index) =>
      !isField(
        given[index] ?? "",
        range,
        words.split(" ").filter((word) => word !== ""),
      ),
  );
  return wrong === undefined
    ? undefined
    : `Error 400: Schedule '${schedule}' is not valid: '${given[fields.indexOf(wrong)] ?? ""}' is no ${wrong.name}`;
}

const scheduleCheck: Check = (inputs) => {
  const [schedule, zone] = [text(inputs["schedule"]), text(inputs["timeZone"])];
  const wrong = schedule === undefined ? undefined : scheduleProblem(schedule);
  if (wrong !== undefined) return refuse("schedule", wrong);
  return zone !== undefined && !isTimeZone(zone)
    ? refuse("timeZone", `Error 400: '${zone}' is no time zone of the tz database, for example Etc/UTC`)
    : [];
};

const timeCheck: Check = (inputs) => {
  const deadline = seconds(inputs["attemptDeadline"]);
  // Comment of the SDK: half an hour for HTTP, a day for App Engine.
  const most = inputs["appEngineHttpTarget"] === undefined ? 1800 : 86400;
  if (deadline !== undefined && inputs["pubsubTarget"] !== undefined)
    return refuse("attemptDeadline", "is ignored for Pub/Sub, and shows up as a difference for ever");
  if (deadline !== undefined && (deadline < 15 || deadline > most))
    return refuse("attemptDeadline", `Error 400: is from 15s to ${String(most)}s, not ${String(deadline)}s`);
  const retries = record(inputs["retryConfig"]);
  const [least, greatest] = [seconds(retries["minBackoffDuration"]), seconds(retries["maxBackoffDuration"])];
  return least !== undefined && greatest !== undefined && least > greatest
    ? refuse("retryConfig.maxBackoffDuration", "Error 400: is at least minBackoffDuration")
    : [];
};

const httpCheck: Check = (inputs) => {
  const target = record(inputs["httpTarget"]);
  if (inputs["httpTarget"] === undefined) return [];
  const problems: Problem[] = [];
  const uri = text(target["uri"]);
  if (uri !== undefined && !/^https?:\/\/[^\s/]+(\/\S*)?$/.test(uri))
    problems.push({
      path: "httpTarget.uri",
      reason: `Error 400: '${uri}' is no address that begins with http:// or https://`,
    });
  const method = text(target["httpMethod"]) ?? "POST";
  if (target["body"] !== undefined && !["POST", "PUT", "PATCH"].includes(method))
    problems.push({ path: "httpTarget.body", reason: `Error 400: ${method} takes no body` });
  const body = text(target["body"]);
  if (body !== undefined && !/^[A-Za-z0-9+/]*={0,2}$/.test(body))
    problems.push({ path: "httpTarget.body", reason: "Error 400: is text in base64" });
  const google = uri !== undefined && /^https:\/\/([a-z0-9-]+\.)*googleapis\.com\//.test(uri);
  if (target["oauthToken"] !== undefined && uri !== undefined && !google)
    problems.push({
      path: "httpTarget.oauthToken",
      reason: "an OAuth token is for Google's own interfaces (*.googleapis.com): use oidcToken for others",
    });
  if (target["oidcToken"] !== undefined && google)
    problems.push({
      path: "httpTarget.oidcToken",
      reason: "Google's own interfaces (*.googleapis.com) take an OAuth token: use oauthToken",
    });
  return problems;
};

function accountOf(target: Properties): { readonly path: string; readonly email: string } | undefined {
  for (const kind of ["oauthToken", "oidcToken"]) {
    const email = text(record(target[kind])["serviceAccountEmail"]);
    if (email !== undefined) return { path: `httpTarget.${kind}.serviceAccountEmail`, email };
  }
  return undefined;
}

const accountCheck: Check = (inputs, world) => {
  const account = accountOf(record(inputs["httpTarget"]));
  const wrong = account === undefined ? undefined : serviceAccountProblem(world, account.email);
  return account === undefined || wrong === undefined ? [] : refuse(account.path, `Error 403: ${wrong}`);
};

const runners = ["roles/run.invoker", "roles/run.jobsExecutor", "roles/run.developer", "roles/run.admin"];
const jobPlaces = [
  { type: "gcp:cloudrunv2/jobIamMember:JobIamMember", subject: "name" },
  { type: "gcp:cloudrunv2/jobIamBinding:JobIamBinding", subject: "name" },
];

/** A job of Cloud Run that is started must be there, and the account must be allowed to start it: else no run ever begins. */
const jobCheck: Check = (inputs, world) => {
  const target = record(inputs["httpTarget"]);
  const job = jobIn(text(target["uri"]) ?? "", world);
  if (job === undefined) return [];
  const found = world.find(types.runJob, job);
  if (found === undefined) return refuse("httpTarget.uri", `Error 404: there is no job ${job}`);
  const account = accountOf(target);
  if (account === undefined)
    return refuse("httpTarget.oauthToken", `Error 403: ${job} is not started without a token`);
  return isGranted(world, `serviceAccount:${account.email}`, runners, jobPlaces, [job, lastPart(job)])
    ? []
    : refuse(
        account.path,
        `Error 403: ${account.email} may not start ${job}: grant it roles/run.invoker on the job before`,
      );
};

/** The full name of the job of ours that an address starts. */
function jobIn(uri: string, world: World): string | undefined {
  const [, project, location, name] =
    /^https:\/\/(?:[a-z0-9-]+-)?run\.googleapis\.com\/v2\/projects\/([^/]+)\/locations\/([^/]+)\/jobs\/([^/:]+):run$/.exec(
      uri,
    ) ??
    namespaced(uri) ??
    [];
  return project === world.account && location !== undefined && name !== undefined
    ? `projects/${project}/locations/${location}/jobs/${name}`
    : undefined;
}

function namespaced(uri: string): readonly string[] | undefined {
  const match =
    /^https:\/\/([a-z0-9-]+)-run\.googleapis\.com\/apis\/run\.googleapis\.com\/v1\/namespaces\/([^/]+)\/jobs\/([^/:]+):run$/.exec(
      uri,
    );
  return match === null ? undefined : [uri, match[2] ?? "", match[1] ?? "", match[3] ?? ""];
}

const topicCheck: Check = (inputs, world) => {
  const topic = text(at(inputs, "pubsubTarget.topicName"));
  if (topic === undefined) return [];
  if (!/^projects\/[^/]+\/topics\/[^/]+$/.test(topic))
    return refuse(
      "pubsubTarget.topicName",
      `Error 400: '${topic}' is no topic: projects/PROJECT/topics/NAME`,
    );
  return topic.split("/")[1] !== world.account || world.find("gcp:pubsub/topic:Topic", topic) !== undefined
    ? []
    : refuse("pubsubTarget.topicName", `Error 404: Resource not found (resource=${lastPart(topic)}).`);
};

/** Cloud Scheduler: jobs that call an address, or publish a message, by the clock. */
export const scheduler: readonly ResourceRules[] = [
  {
    type: "gcp:cloudscheduler/job:Job",
    name: {
      property: "name",
      maximum: 500,
      pattern: /[a-zA-Z0-9_-]+/,
      alphabet: "letters, digits, hyphens and underscores",
      unique: "id",
    },
    id: "projects/{account}/locations/{region}/jobs/{name}",
    outputs: {
      region: "{region}",
      state: ({ inputs }) => (inputs["paused"] === true ? "PAUSED" : "ENABLED"),
      paused: ({ inputs }) => inputs["paused"] ?? false,
    },
    defaults: { timeZone: "Etc/UTC" },
    immutable: ["name", "region"],
    limits: [
      { path: "description", pattern: /^[^]{0,500}$/, reason: "has at most 500 characters" },
      { path: "retryConfig.retryCount", minimum: 0, maximum: 5 },
      { path: "retryConfig.maxDoublings", minimum: 0, maximum: 16 },
      duration("attemptDeadline"),
      duration("retryConfig.minBackoffDuration"),
      duration("retryConfig.maxBackoffDuration"),
      duration("retryConfig.maxRetryDuration"),
      { path: "httpTarget.httpMethod", oneOf: ["GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"] },
    ],
    exactlyOneOf: [["httpTarget", "pubsubTarget", "appEngineHttpTarget"]],
    atMostOneOf: [["httpTarget.oauthToken", "httpTarget.oidcToken"]],
    check: [
      scheduleCheck,
      timeCheck,
      httpCheck,
      (inputs) =>
        inputs["schedule"] === undefined ? refuse("schedule", "Error 400: a job has a schedule") : [],
      (inputs) => {
        const target = record(inputs["pubsubTarget"]);
        const empty = target["data"] === undefined && Object.keys(record(target["attributes"])).length === 0;
        return inputs["pubsubTarget"] !== undefined && empty
          ? refuse(
              "pubsubTarget.data",
              "Error 400: Pubsub message must contain either non-empty data, or at least one attribute.",
            )
          : [];
      },
      accountCheck,
      topicCheck,
      jobCheck,
    ],
    seconds: { create: 3, update: 3, delete: 2 },
  },
];
