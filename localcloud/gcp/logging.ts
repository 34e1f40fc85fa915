import type { Check, FunctionRules, Properties, ResourceRules, StoredResource, World } from "../rules";
import { at, list, record, refuse, repeated, shown, text } from "../reading";
import { keyProblems } from "./key-use";
import { filterCheck } from "./logging-filter";
import { metric } from "./logging-metric";
import { projectNumber } from "./project";
import { agentOf } from "./service-agents";
import { types } from "./types";

const sinkType = "gcp:logging/projectSink:ProjectSink";
export const writer = `serviceAccount:${agentOf("logging.googleapis.com")}`;
const datasetType = "gcp:logging/linkedDataset:LinkedDataset";

const sinkName = {
  property: "name",
  maximum: 100,
  pattern: /[a-zA-Z0-9][\w.-]*/,
  alphabet: "letters, digits, underscores, hyphens and periods; a letter or digit first",
  unique: "id",
} as const;

/** What a sink writes to, by the form of its destination. */
const destinations: readonly {
  readonly form: RegExp;
  readonly find: (name: string, world: World) => boolean;
}[] = [
  {
    form: /^storage\.googleapis\.com\/([^/]+)$/,
    find: (name, world) => world.find(types.bucket, name) !== undefined,
  },
  {
    form: /^logging\.googleapis\.com\/(projects\/[^/]+\/locations\/[^/]+\/buckets\/[^/]+)$/,
    find: (name, world) =>
      /\/buckets\/_(Default|Required)$/.test(name) || world.find(types.logBucket, name) !== undefined,
  },
  {
    form: /^pubsub\.googleapis\.com\/(projects\/[^/]+\/topics\/[^/]+)$/,
    find: (name, world) => world.find("gcp:pubsub/topic:Topic", name) !== undefined,
  },
  { form: /^bigquery\.googleapis\.com\/(projects\/[^/]+\/datasets\/[^/]+)$/, find: () => true },
  { form: /^logging\.googleapis\.com\/(projects\/[^/]+)$/, find: () => true },
];

const destinationCheck: Check = (inputs) => {
  const destination = text(inputs["destination"]);
  return destination === undefined || destinations.some(({ form }) => form.test(destination))
    ? []
    : refuse(
        "destination",
        `Error 400: '${destination}' is no destination: storage.googleapis.com/BUCKET, ` +
          "logging.googleapis.com/projects/P/locations/L/buckets/B, pubsub.googleapis.com/projects/P/topics/T or bigquery.googleapis.com/projects/P/datasets/D",
      );
};

const destinationExistsCheck: Check = (inputs, world) => {
  const destination = text(inputs["destination"]) ?? "";
  const kind = destinations.find(({ form }) => form.test(destination));
  const name = kind?.form.exec(destination)?.[1];
  if (kind === undefined || name === undefined) return [];
  const foreign = name.startsWith("projects/") && name.split("/")[1] !== world.account;
  return foreign || kind.find(name, world)
    ? []
    : refuse("destination", `Error 404: the destination ${destination} does not exist`);
};

const sinkCheck: Check = (inputs, world) => {
  const [twice] = repeated(list(inputs["exclusions"]).map((each) => text(record(each)["name"])));
  if (twice !== undefined) return refuse("exclusions", `Error 400: two exclusions are called '${twice}'`);
  const unique = inputs["uniqueWriterIdentity"] !== false;
  if (!unique && inputs["bigqueryOptions"] !== undefined)
    return refuse("uniqueWriterIdentity", "must be true with bigqueryOptions");
  const project = /projects\/([^/]+)/.exec(text(inputs["destination"]) ?? "")?.[1];
  return !unique && project !== undefined && project !== world.account
    ? refuse("uniqueWriterIdentity", "must be true to write to another project")
    : [];
};

/** What sinks write into a log bucket or a bucket. */
export function isSinkTarget(world: World, destination: string): boolean {
  return world.all(sinkType).some(({ inputs }) => inputs["destination"] === destination);
}

const bucketChangeCheck: Check = (inputs, world, self) => {
  const id = text(inputs["bucketId"]);
  const own = id?.startsWith("_") === true;
  const taken = world
    .deleted(types.logBucket)
    .some(({ outputs }) => outputs["bucketId"] === id && outputs["location"] === inputs["location"]);
  if (self === undefined && !own && taken)
    return refuse(
      "bucketId",
      `Error 409: the bucket '${id ?? ""}' is pending deletion: a log bucket keeps its name for 7 days after its deletion`,
    );
  const before = record(self?.inputs);
  if (before["locked"] === true) {
    if (inputs["locked"] !== true) return refuse("locked", "Error 400: a locked bucket can't be unlocked");
    if (before["retentionDays"] !== inputs["retentionDays"])
      return refuse("retentionDays", "Error 400: the retention period of a locked bucket can't be changed");
  }
  if (before["enableAnalytics"] === true && inputs["enableAnalytics"] !== true)
    return refuse("enableAnalytics", "Error 400: Log Analytics can't be switched off once it is on");
  return before["cmekSettings"] !== undefined && inputs["cmekSettings"] === undefined
    ? refuse("cmekSettings", "Error 400: a bucket's key can be changed, but not taken away")
    : [];
};

const bucketKeyCheck: Check = (inputs, world) => {
  const location = text(inputs["location"]);
  const path = "cmekSettings.kmsKeyName";
  // Cloud Logging guide, "Configure CMEK for log buckets": a bucket is made with its key, in a region.
  if (at(inputs, path) !== undefined && location === "global")
    return refuse("location", "Error 400: buckets in global can't be encrypted with a key of one's own");
  return keyProblems(path, at(inputs, path), world, { api: "logging.googleapis.com", location });
};

const logBucket: ResourceRules = {
  type: types.logBucket,
  name: {
    property: "bucketId",
    maximum: 100,
    pattern: /[a-zA-Z0-9_][\w.-]*/,
    alphabet: "letters, digits, underscores, hyphens and periods",
    unique: "id",
    auto: false,
  },
  id: "projects/{account}/locations/{location}/buckets/{bucketId}",
  outputs: { name: "{id}", lifecycleState: "ACTIVE", description: "" },
  defaults: { retentionDays: 30 },
  immutable: ["bucketId", "project"],
  limits: [
    // Cloud Logging quotas: from one day to ten years.
    { path: "retentionDays", minimum: 1, maximum: 3650 },
    { path: "indexConfigs", maximumItems: 20 },
    { path: "indexConfigs[].type", oneOf: ["INDEX_TYPE_STRING", "INDEX_TYPE_INTEGER"] },
  ],
  check: [bucketChangeCheck, bucketKeyCheck],
  checkDelete: (bucket: StoredResource, world) =>
    bucket.inputs["locked"] === true && isSinkTarget(world, `logging.googleapis.com/${bucket.id}`)
      ? refuse("locked", "FAILED_PRECONDITION: a locked bucket can only be deleted when it is empty")
      : [],
  recoveryDays: () => 7,
  seconds: { create: 4, update: 3, delete: 2 },
};

const datasetCheck: Check = (inputs, world) => {
  const reference = text(inputs["bucket"]);
  if (reference === undefined) return [];
  const full = reference.startsWith("projects/") ? reference : undefined;
  const bucket = world
    .all(types.logBucket)
    .find(
      ({ id, inputs: other }) =>
        id === full ||
        (full === undefined && other["bucketId"] === reference && other["location"] === inputs["location"]),
    );
  if (bucket === undefined) return refuse("bucket", `Error 404: there is no log bucket '${reference}'`);
  return bucket.inputs["enableAnalytics"] === true
    ? []
    : refuse(
        "bucket",
        "FAILED_PRECONDITION: Log Analytics is not enabled on the bucket: set enableAnalytics",
      );
};

function datasetPath(inputs: Properties): string {
  const bucket = shown(inputs["bucket"]);
  return bucket.startsWith("projects/")
    ? `${bucket}/links/{linkId}`
    : "{parent}/locations/{location}/buckets/{bucket}/links/{linkId}";
}

/** Cloud Logging: sinks, where logs are kept, what is left out, and metrics out of logs. */
export const logging: readonly ResourceRules[] = [
  {
    type: sinkType,
    name: sinkName,
    id: "projects/{account}/sinks/{name}",
    outputs: {
      writerIdentity: ({ inputs }) =>
        inputs["customWriterIdentity"] ??
        (inputs["uniqueWriterIdentity"] === false
          ? "serviceAccount:cloud-logs@system.gserviceaccount.com"
          : writer),
    },
    defaults: { uniqueWriterIdentity: true, disabled: false },
    immutable: ["name"],
    limits: [
      { path: "description", pattern: /^[^]{0,8000}$/, reason: "has at most 8000 characters" },
      { path: "exclusions", maximumItems: 50 },
      {
        path: "exclusions[].name",
        pattern: /^[a-zA-Z0-9][\w.-]{0,99}$/,
        reason: "has 1 to 100 letters, digits, underscores, hyphens and periods",
      },
    ],
    check: [filterCheck("filter"), destinationCheck, sinkCheck, destinationExistsCheck],
    seconds: { create: 2, update: 2, delete: 1 },
  },
  logBucket,
  metric,
  {
    type: "gcp:logging/projectExclusion:ProjectExclusion",
    name: sinkName,
    id: "projects/{account}/exclusions/{name}",
    immutable: ["name"],
    check: filterCheck("filter"),
    seconds: { create: 1, update: 1, delete: 1 },
  },
  {
    type: datasetType,
    id: datasetPath,
    outputs: {
      name: "{id}",
      lifecycleState: "ACTIVE",
      location: "global",
      parent: "projects/{account}",
      createTime: "2026-01-01T00:00:00Z",
      bigqueryDatasets: ({ inputs }) => [
        {
          datasetId: `bigquery.googleapis.com/projects/${projectNumber}/datasets/${shown(inputs["linkId"])}`,
        },
      ],
    },
    immutable: ["linkId", "bucket", "parent", "location", "description"],
    limits: [
      {
        path: "linkId",
        pattern: /^[a-zA-Z]\w{0,99}$/,
        reason: "has up to 100 letters, digits and underscores, a letter first",
      },
    ],
    check: datasetCheck,
    seconds: { create: 10, delete: 5 },
  },
  {
    type: "gcp:logging/logView:LogView",
    name: {
      property: "name",
      maximum: 100,
      pattern: /[a-zA-Z0-9][\w-]*/,
      alphabet: "letters, digits, underscores and hyphens",
      unique: "id",
    },
    id: ({ bucket }) =>
      shown(bucket).startsWith("projects/")
        ? "{bucket}/views/{name}"
        : "{parent}/locations/{location}/buckets/{bucket}/views/{name}",
    outputs: { createTime: "2026-01-01T00:00:00Z", updateTime: "2026-01-01T00:00:00Z" },
    immutable: ["name", "bucket", "parent", "location"],
    check: filterCheck("filter"),
    seconds: { create: 1, update: 1, delete: 1 },
  },
];

export const loggingFunctions: readonly FunctionRules[] = [
  {
    token: "gcp:logging/getProjectCmekSettings:getProjectCmekSettings",
    result: (inputs, world) => {
      const project = (text(inputs["project"]) ?? world.account).replace(/^projects\//, "");
      const name = `projects/${project}/cmekSettings`;
      return {
        id: name,
        name,
        project,
        kmsKeyName: "",
        kmsKeyVersionName: "",
        serviceAccountId: agentOf("logging.googleapis.com"),
      };
    },
  },
];
