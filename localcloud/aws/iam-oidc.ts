import { randomText } from "../interpreter/template";
import { document, isRecord, many, record, refuse, text, texts } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { globalArn } from "./account";

/** The host of GitHub Actions' tokens, which every customer of GitHub shares. */
const github = "token.actions.githubusercontent.com";

const urlCheck: Check = (inputs) => {
  const url = text(inputs["url"]);
  return url === undefined || /^https:\/\/[a-z0-9.-]+(\/[^?#]*)?$/i.test(url)
    ? []
    : refuse("url", "ValidationError: begins with https:// and has neither a port nor a query");
};

const audienceCheck: Check = (inputs) =>
  texts(inputs["clientIdLists"]).flatMap((audience, index) =>
    audience.length >= 1 && audience.length <= 255
      ? []
      : refuse(`clientIdLists[${String(index)}]`, "ValidationError: has 1 to 255 characters"),
  );

const providerId = globalArn("iam", "oidc-provider/{host}");

/**
 * A role that GitHub's tokens may take must say whose: IAM refuses a trust policy that takes the token of any repository
 * ("Identity-provider controls for shared OIDC providers").
 */
export const sharedProviderCheck: Check = (inputs) =>
  many(document(inputs["assumeRolePolicy"])?.["Statement"]).flatMap((statement, index) => {
    if (!isRecord(statement) || statement["Effect"] !== "Allow") return [];
    const federated = many(record(statement["Principal"])["Federated"]);
    if (!federated.some((each) => text(each)?.endsWith(`oidc-provider/${github}`))) return [];
    const subjects = Object.values(record(statement["Condition"])).flatMap((test) =>
      many(record(test)[`${github}:sub`]),
    );
    const narrow = subjects.every((subject) => /^repo:[^*?/]+\/./.test(text(subject) ?? ""));
    return subjects.length > 0 && narrow
      ? []
      : refuse(
          "assumeRolePolicy",
          `MalformedPolicyDocument: Statement[${String(index)}] must evaluate ${github}:sub, by an organization at least`,
        );
  });

/** Whose tokens the account believes. */
export const identityProviders: readonly ResourceRules[] = [
  {
    type: "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    id: (inputs) => providerId.replace("{host}", (text(inputs["url"]) ?? "").replace(/^https:\/\//, "")),
    outputs: {
      arn: "{id}",
      // Read from the host's certificate where none is given.
      thumbprintLists: ({ id, inputs }) => inputs["thumbprintLists"] ?? [randomText(id, true, 40)],
    },
    immutable: ["url"],
    // One provider for a URL in an account: EntityAlreadyExists.
    uniqueBy: [["url"]],
    limits: [
      { path: "clientIdLists", minimumItems: 1, maximumItems: 100 },
      { path: "thumbprintLists", maximumItems: 5 },
    ],
    check: [urlCheck, audienceCheck],
    seconds: { create: 2, delete: 1 },
  },
];
