import { types } from "../../../../localcloud/azure-native/types";
import { type Azure, describeMistakes, group } from "./azure";

const right = {
  resourceGroupName: group,
  resourceName: "user",
  federatedIdentityCredentialResourceName: "github-prod",
  issuer: "https://token.actions.githubusercontent.com",
  subject: "repo:acme/platform:environment:prod",
  audiences: ["api://AzureADTokenExchange"],
};
const credential = async (azure: Azure) => {
  await azure.identity();
  return right;
};
const type = types.federatedCredential;

describeMistakes("identities from outside", [
  {
    mistake: "a pattern for a subject",
    type,
    right: credential,
    wrong: { subject: "repo:acme/platform:environment:*" },
    path: "subject",
    words: "wildcard characters are not supported",
  },
  {
    mistake: "a subject of nothing",
    type,
    right: credential,
    wrong: { subject: "" },
    path: "subject",
    words: "1 to 600 characters",
  },
  {
    mistake: "an issuer without TLS",
    type,
    right: credential,
    wrong: { issuer: "http://token.actions.githubusercontent.com" },
    path: "issuer",
    words: "begins with https://",
  },
  {
    mistake: "two audiences",
    type,
    right: credential,
    wrong: { audiences: ["api://AzureADTokenExchange", "other"] },
    path: "audiences",
    words: "exactly one audience",
  },
  {
    mistake: "an identity that there is not",
    type,
    right: credential,
    wrong: { resourceName: "nobody" },
    path: "resourceName",
    words: "nobody",
  },
  {
    mistake: "a name of two characters",
    type,
    right: credential,
    wrong: { federatedIdentityCredentialResourceName: "gh" },
    path: "federatedIdentityCredentialResourceName",
    words: "shorter than 3 characters",
  },
  {
    mistake: "the same subject twice",
    type,
    right: async (azure) => ({ ...(await credential(azure)), subject: "repo:acme/platform:environment:dev" }),
    wrong: async (azure) => {
      await azure.make(type, { ...right, federatedIdentityCredentialResourceName: "first" });
      return { subject: right.subject };
    },
    path: "resourceGroupName",
    words: "AlreadyExists",
  },
  {
    mistake: "more than twenty for one identity",
    type,
    right: async (azure) => {
      await azure.identity("other");
      return { ...(await credential(azure)), resourceName: "other" };
    },
    wrong: async (azure) => {
      for (let count = 0; count < 20; count++)
        await azure.make(type, {
          ...right,
          federatedIdentityCredentialResourceName: `number-${String(count)}`,
          subject: `repo:acme/platform:environment:e${String(count)}`,
        });
      return { resourceName: "user" };
    },
    path: "resourceName",
    words: "at most 20",
  },
]);
