import { types } from "../../../../localcloud/aws/types";
import { account, describeMistakes } from "./aws";

const host = "token.actions.githubusercontent.com";
const provider = "aws:iam/openIdConnectProvider:OpenIdConnectProvider";
const right = { url: `https://${host}`, clientIdLists: ["sts.amazonaws.com"] };
const trusted = (condition: Record<string, unknown>) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::${account}:oidc-provider/${host}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringLike: condition },
      },
    ],
  });
const role = { assumeRolePolicy: trusted({ [`${host}:sub`]: "repo:acme/platform:environment:prod" }) };
const anybody = "must evaluate token.actions.githubusercontent.com:sub";

describeMistakes("identities from outside", [
  {
    mistake: "a provider without TLS",
    type: provider,
    right,
    wrong: { url: `http://${host}` },
    path: "url",
    words: "begins with https://",
  },
  {
    mistake: "a provider for no audience",
    type: provider,
    right,
    wrong: { clientIdLists: [] },
    path: "clientIdLists",
    words: "1",
  },
  {
    mistake: "an audience without a name",
    type: provider,
    right,
    wrong: { clientIdLists: [""] },
    path: "clientIdLists[0]",
    words: "1 to 255 characters",
  },
  {
    mistake: "a second provider for one issuer",
    type: provider,
    right: { ...right, url: "https://other.example.com" },
    wrong: async (aws) => {
      await aws.make(provider, right);
      return { url: right.url };
    },
    path: "url",
    words: "AlreadyExists",
  },
  {
    mistake: "a role for whoever has an account at GitHub",
    type: types.role,
    right: role,
    wrong: { assumeRolePolicy: trusted({ [`${host}:aud`]: "sts.amazonaws.com" }) },
    path: "assumeRolePolicy",
    words: anybody,
  },
  {
    mistake: "a role for every organization at GitHub",
    type: types.role,
    right: role,
    wrong: { assumeRolePolicy: trusted({ [`${host}:sub`]: "repo:*/platform:*" }) },
    path: "assumeRolePolicy",
    words: anybody,
  },
]);
