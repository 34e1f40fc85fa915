import type { Check, Problem, Properties, ResourceRules, StoredResource, Value, World } from "../rules";
import { at, list, record, refuse, repeated, text } from "../reading";
import { seconds } from "./duration";
import { binding, grant } from "./iam";
import { keyProblems } from "./key-use";
import { wordName } from "./names";
import { projectNumber, timestamp } from "./project";
import { regions } from "./regions";
import { types } from "./types";

const api = "secretmanager.googleapis.com";
const day = 24 * 3600;

const replicationCheck: Check = (inputs, world) => {
  const replication = record(inputs["replication"]);
  const given = ["auto", "userManaged"].filter((kind) => replication[kind] !== undefined);
  if (given.length !== 1)
    return refuse(
      "replication",
      "Error 400: exactly one of `auto` and `userManaged` says where the secret is kept",
    );
  return given[0] === "auto"
    ? keyProblems(
        "replication.auto.customerManagedEncryption.kmsKeyName",
        at(inputs, "replication.auto.customerManagedEncryption.kmsKeyName"),
        world,
        // Secret Manager, "Enable CMEK": automatic replication takes keys of the global location only.
        { api, location: "global" },
      )
    : replicaProblems(list(at(inputs, "replication.userManaged.replicas")), world);
};

function replicaProblems(replicas: readonly Value[], world: World): readonly Problem[] {
  const path = "replication.userManaged.replicas";
  if (replicas.length === 0) return refuse(path, "Error 400: at least one replica must be given");
  const [twice] = repeated(replicas.map((replica) => text(record(replica)["location"])));
  if (twice !== undefined) return refuse(path, `Error 400: two replicas are in ${twice}`);
  const keys = replicas.filter((replica) => record(replica)["customerManagedEncryption"] !== undefined);
  if (keys.length > 0 && keys.length < replicas.length)
    return refuse(path, "Error 400: all replicas are encrypted with keys of yours, or none is");
  return replicas.flatMap((value, index) => {
    const replica = record(value);
    const location = text(replica["location"]);
    const here = `${path}[${String(index)}]`;
    if (location !== undefined && !regions.includes(location))
      return refuse(`${here}.location`, `Error 400: '${location}' is no region that a replica can be in`);
    const name = record(replica["customerManagedEncryption"])["kmsKeyName"];
    return keyProblems(`${here}.customerManagedEncryption.kmsKeyName`, name, world, { api, location });
  });
}

const rotationCheck: Check = (inputs) => {
  if (inputs["rotation"] === undefined) return [];
  const period = text(at(inputs, "rotation.rotationPeriod"));
  const length = period === undefined ? undefined : seconds(period);
  if (list(inputs["topics"]).length === 0)
    return refuse("topics", "Error 400: a rotation needs topics that are told of it");
  if (period !== undefined && at(inputs, "rotation.nextRotationTime") === undefined)
    return refuse("rotation.nextRotationTime", "Error 400: must be given with rotationPeriod");
  // Secret Manager, "Create rotation schedules": from an hour to a hundred years.
  return period !== undefined && (length === undefined || length < 3600 || length > 3_153_600_000)
    ? refuse("rotation.rotationPeriod", `must be from 3600s to 3153600000s, but is ${period}`)
    : [];
};

const destroyCheck: Check = (inputs) => {
  const wait = text(inputs["versionDestroyTtl"]);
  const length = wait === undefined ? undefined : seconds(wait);
  // Secret Manager, "Delay destruction of secret versions": from a day to 1,000 days.
  return wait !== undefined && (length === undefined || length < day || length > 1000 * day)
    ? refuse("versionDestroyTtl", `must be from 86400s (a day) to 86400000s (1000 days), but is ${wait}`)
    : [];
};

/** Secret Manager quotas: a version's payload has at most 64 KiB. */
const sizeCheck: Check = (inputs) =>
  ["secretData", "secretDataWo"].flatMap((path) => {
    const value = text(inputs[path]);
    if (value === "") return refuse(path, "Error 400: Secret payload cannot be empty.");
    return value !== undefined && Buffer.byteLength(value) > 65_536
      ? refuse(path, "Error 400: Secret payload cannot be larger than 65536 bytes")
      : [];
  });

const parentCheck: Check = (inputs) => {
  const parent = text(inputs["secret"]);
  return parent === undefined || /^projects\/[^/]+\/secrets\/[^/]+$/.test(parent)
    ? []
    : refuse(
        "secret",
        `'${parent}' is no full name: projects/PROJECT/secrets/NAME, which is the secret's id`,
      );
};

function numberOf(version: StoredResource): number {
  return Number(version.id.split("/").pop());
}

/** Numbers count up for as long as the secret lives; those of deleted versions don't come again. */
function nextVersion(inputs: Properties, world: World): number {
  const secret = world.find(types.secret, inputs["secret"]);
  const mine = [...world.all(types.secretVersion), ...world.deleted(types.secretVersion)].filter(
    ({ outputs }) => outputs["secretUid"] === undefined && outputs["secret"] === secret?.id,
  );
  return Math.max(0, ...mine.map(numberOf)) + 1;
}

const grants = {
  subject: "secretId",
  to: types.secret,
  by: ["id", "secretId", "name"],
  services: ["secretmanager"],
} as const;

/** Secrets, their versions, and who may read them. */
export const secrets: readonly ResourceRules[] = [
  {
    type: types.secret,
    name: wordName(255, "secretId"),
    id: "projects/{account}/secrets/{secretId}",
    outputs: {
      project: "{account}",
      name: `projects/${projectNumber}/secrets/{secretId}`,
      createTime: timestamp,
      expireTime: "",
      effectiveAnnotations: ({ inputs }) => record(inputs["annotations"]),
    },
    defaults: { deletionProtection: false },
    immutable: ["secretId", "replication"],
    atMostOneOf: [["ttl", "expireTime"]],
    limits: [
      { path: "topics", maximumItems: 10 },
      {
        path: "ttl",
        pattern: /\d+(\.\d{1,9})?s/,
        reason: "must be a duration: seconds and an s, for example 86400s",
      },
    ],
    check: [replicationCheck, rotationCheck, destroyCheck],
    checkDelete: ({ inputs }) =>
      inputs["deletionProtection"] === true
        ? refuse(
            "deletionProtection",
            "cannot destroy a secret without setting deletionProtection to false and running `pulumi up`",
          )
        : [],
    seconds: { create: 2, update: 2, delete: 1 },
  },
  {
    type: types.secretVersion,
    id: (inputs, world) =>
      `projects/${projectNumber}/secrets/${text(inputs["secret"])?.split("/").pop() ?? ""}/versions/${String(nextVersion(inputs, world))}`,
    outputs: {
      name: "{id}",
      version: ({ id }) => id.split("/").pop() ?? "",
      createTime: timestamp,
      destroyTime: "",
    },
    defaults: { enabled: true, isSecretDataBase64: false },
    references: [{ path: "secret", to: types.secret, by: ["id", "name"], blocksDeletion: false }],
    immutable: ["secret", "secretData", "secretDataWoVersion", "isSecretDataBase64"],
    exactlyOneOf: [["secretData", "secretDataWo"]],
    check: [parentCheck, sizeCheck],
    recoveryDays: () => 36_500,
    secrets: ["secretData", "secretDataWo"],
    seconds: { create: 2, update: 1, delete: 1 },
  },
  grant({ ...grants, type: types.secretMember, binding: types.secretBinding }),
  binding({ ...grants, type: types.secretBinding }),
];
