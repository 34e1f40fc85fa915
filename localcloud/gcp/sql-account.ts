import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { at, list, record, refuse, text } from "../reading";
import { postgresVersion } from "./sql-tier";
import { types } from "./types";

const userType = "gcp:sql/user:User";
const databaseType = "gcp:sql/database:Database";

function instanceOf(inputs: Properties, world: World): StoredResource | undefined {
  return world.find(types.databaseInstance, inputs["instance"], "name");
}

const postgresDatabaseCheck: Check = (inputs, world) => {
  const [database, charset] = [text(inputs["name"]), text(inputs["charset"])];
  const owner = instanceOf(inputs, world);
  if (owner === undefined || postgresVersion(owner.inputs) === undefined) return [];
  if (database !== undefined && ["postgres", "template0", "template1", "cloudsqladmin"].includes(database))
    return refuse("name", `Error 400: Invalid request: database "${database}" already exists`);
  return charset !== undefined && charset !== "UTF8"
    ? refuse("charset", `Error 400: Invalid request: PostgreSQL databases are made with UTF8, not ${charset}`)
    : [];
};

/** Names of PostgreSQL on Cloud SQL that belong to Google. */
const reservedUsers = [
  "cloudsqladmin",
  "cloudsqlsuperuser",
  "cloudsqlreplica",
  "cloudsqlagent",
  "cloudsqlimportexport",
];

const userCheck: Check = (inputs, world) => {
  const owner = instanceOf(inputs, world);
  if (owner === undefined || postgresVersion(owner.inputs) === undefined) return [];
  const [user, type] = [text(inputs["name"]), text(inputs["type"]) ?? "BUILT_IN"];
  const given = inputs["password"] !== undefined || inputs["passwordWo"] !== undefined;
  if (inputs["host"] !== undefined)
    return refuse("host", "Error 400: Invalid request: Host is not supported for PostgreSQL users");
  if (user !== undefined && reservedUsers.includes(user))
    return refuse("name", `Error 400: Invalid request: '${user}' is a user of Cloud SQL itself`);
  if (type === "BUILT_IN")
    return given
      ? passwordProblems(owner, user, text(inputs["password"]))
      : refuse(
          "password",
          "Error 400: Invalid request: Missing parameter: password. A BUILT_IN user needs one",
        );
  if (given) return refuse("password", `Error 400: Invalid request: a ${type} user has no password`);
  const iam = list(at(owner.inputs, "settings.databaseFlags"))
    .map(record)
    .some((flag) => flag["name"] === "cloudsql.iam_authentication" && flag["value"] === "on");
  if (!iam)
    return refuse(
      "type",
      "Error 400: Invalid request: IAM authentication is not enabled: set the flag cloudsql.iam_authentication to on",
    );
  return type === "CLOUD_IAM_SERVICE_ACCOUNT" && user?.endsWith(".gserviceaccount.com") === true
    ? refuse(
        "name",
        "Error 400: Invalid request: leave out '.gserviceaccount.com' of a service account's name",
      )
    : [];
};

function passwordProblems(owner: StoredResource, user: string | undefined, password: string | undefined) {
  const policy = record(at(owner.inputs, "settings.passwordValidationPolicy"));
  if (password === undefined || policy["enablePasswordPolicy"] !== true) return [];
  const least = typeof policy["minLength"] === "number" ? policy["minLength"] : 0;
  if (password.length < least)
    return refuse("password", `Error 400: the password is shorter than ${String(least)} characters`);
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z0-9]/];
  if (policy["complexity"] === "COMPLEXITY_DEFAULT" && !kinds.every((kind) => kind.test(password)))
    return refuse(
      "password",
      "Error 400: the password policy asks for lower-case and upper-case letters, digits and other characters",
    );
  return policy["disallowUsernameSubstring"] === true && user !== undefined && password.includes(user)
    ? refuse("password", "Error 400: the password contains the user's name")
    : [];
}

/** What lives in an instance of Cloud SQL: databases and users. */
export const accounts: readonly ResourceRules[] = [
  {
    type: databaseType,
    name: {
      property: "name",
      maximum: 63,
      pattern: /[a-zA-Z_][\w$-]*/,
      alphabet: "letters, digits, _, $ and hyphens; no digit first",
      unique: "id",
    },
    id: "projects/{account}/instances/{instance}/databases/{name}",
    outputs: {
      selfLink:
        "https://sqladmin.googleapis.com/sql/v1beta4/projects/{account}/instances/{instance}/databases/{name}",
      charset: "UTF8",
      collation: "en_US.UTF8",
    },
    references: [{ path: "instance", to: types.databaseInstance, by: "name", deletesWith: true }],
    immutable: ["name", "instance"],
    check: postgresDatabaseCheck,
    seconds: { create: 4, update: 2, delete: 3 },
  },
  {
    type: userType,
    name: {
      property: "name",
      maximum: 63,
      pattern: /[^\s"'\\/]+/,
      alphabet: "no spaces, quotes or slashes",
      unique: "id",
    },
    id: "{name}/{host}/{instance}",
    outputs: { host: "", iamEmail: "", sqlServerUserDetails: () => [] },
    references: [{ path: "instance", to: types.databaseInstance, by: "name", deletesWith: true }],
    immutable: ["name", "instance", "host", "type"],
    limits: [
      {
        path: "type",
        oneOf: ["BUILT_IN", "CLOUD_IAM_USER", "CLOUD_IAM_SERVICE_ACCOUNT", "CLOUD_IAM_GROUP"],
      },
    ],
    atMostOneOf: [["password", "passwordWo"]],
    check: userCheck,
    secrets: ["password", "passwordWo"],
    // The same logs: 8 seconds.
    seconds: { create: 8, update: 3, delete: 4 },
  },
];
