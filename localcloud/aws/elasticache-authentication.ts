import { list, text } from "../reading";
import type { Check, Problem, ResourceRules } from "../rules";
import { arn } from "./account";
import { types } from "./types";

/** The AUTH token: 16 to 128 characters, of the signs only ! & # $ ^ < > - (ElastiCache guide, "Authenticating"). */
export const tokenCheck: Check = (inputs) => {
  const token = text(inputs["authToken"]);
  if (token === undefined) return [];
  const problems: Problem[] = [];
  if (token.length < 16 || token.length > 128)
    problems.push({
      path: "authToken",
      reason: "InvalidParameterValue: the AUTH token has 16 to 128 characters",
    });
  if (!/^[A-Za-z0-9!&#$^<>-]*$/.test(token))
    problems.push({
      path: "authToken",
      reason: "InvalidParameterValue: may hold letters, digits and ! & # $ ^ < > -",
    });
  if (inputs["transitEncryptionEnabled"] !== true)
    problems.push({
      path: "transitEncryptionEnabled",
      reason:
        "InvalidParameterCombination: an AUTH token is only supported when encryption-in-transit is enabled",
    });
  if (list(inputs["userGroupIds"]).length > 0)
    problems.push({
      path: "userGroupIds",
      reason: "InvalidParameterCombination: use either an AUTH token or a user group",
    });
  return problems;
};

/** Users of caches and their groups. */
export const cacheUsers: readonly ResourceRules[] = [
  {
    type: types.cacheUser,
    id: "{userId}",
    outputs: { arn: arn("elasticache", "user:{userId}") },
    immutable: ["userId", "userName", "engine"],
    limits: [
      {
        path: "passwords[]",
        pattern: /^.{16,128}$/,
        reason: "InvalidParameterValue: a password has 16 to 128 characters",
      },
      { path: "passwords", maximumItems: 2 },
      {
        path: "accessString",
        pattern: /^(on|off)\s.+/,
        reason: "InvalidParameterValue: begins with 'on' or 'off', for example 'on ~* +@all'",
      },
    ],
    uniqueBy: [["userId"]],
    secrets: ["passwords"],
    seconds: { create: 30, delete: 30 },
  },
  {
    type: types.cacheUserGroup,
    id: "{userGroupId}",
    outputs: { arn: arn("elasticache", "usergroup:{userGroupId}") },
    references: [{ path: "userIds[]", to: types.cacheUser, except: /^default$/ }],
    immutable: ["userGroupId"],
    uniqueBy: [["userGroupId"]],
    seconds: { create: 30, delete: 30 },
  },
];
