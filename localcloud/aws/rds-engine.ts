import { refuse, shown, text, texts } from "../reading";
import type { Check } from "../rules";
import { types } from "./types";

/** Names that PostgreSQL on RDS keeps for itself. */
const reservedUsers = [
  "admin",
  "rdsadmin",
  "postgres_admin",
  "rds_superuser",
  "user",
  "rdstopmgr",
  "rdsrepladmin",
];

/** What PostgreSQL takes: names of users, versions and logs. */
export const postgresCheck: Check = (inputs) => {
  if (!shown(inputs["engine"]).includes("postgres")) return [];
  const user = text(inputs["username"]);
  if (user !== undefined && reservedUsers.includes(user))
    return refuse(
      "username",
      `InvalidParameterValue: MasterUsername ${user} cannot be used as it is a reserved word used by the engine`,
    );
  const version = text(inputs["engineVersion"]);
  if (version !== undefined && !/^(1[1-9]|[2-9]\d)(\.\d{1,2})?(-R\d+)?$/.test(version))
    return refuse(
      "engineVersion",
      `InvalidParameterCombination: cannot find version ${version} for postgres; versions read '16' or '16.4'`,
    );
  const wrong = texts(inputs["enabledCloudwatchLogsExports"]).find(
    (log) => !["postgresql", "upgrade", "iam-db-auth-error"].includes(log),
  );
  return wrong === undefined
    ? []
    : refuse(
        "enabledCloudwatchLogsExports",
        `InvalidParameterCombination: PostgreSQL has no log type '${wrong}'; use postgresql, upgrade`,
      );
};

/** The parameter group must be of the family of the engine's version. */
export const familyCheck: Check = (inputs, world) => {
  const family = text(
    world.find(types.databaseParameterGroup, inputs["parameterGroupName"], "name")?.inputs["family"],
  );
  const [engine, version] = [text(inputs["engine"]), text(inputs["engineVersion"])];
  if (family === undefined || engine !== "postgres" || version === undefined) return [];
  const wanted = `postgres${version.split(".")[0] ?? ""}`;
  return family === wanted
    ? []
    : refuse(
        "parameterGroupName",
        `InvalidParameterCombination: the parameter group is of family ${family}, the engine needs ${wanted}`,
      );
};
