import { types } from "../../../../localcloud/gcp/types";
import { describeMistakes, type Google } from "./google";

const provider = async (google: Google) => {
  await google.make(types.identityPool, { workloadIdentityPoolId: "github-actions" });
  return {
    workloadIdentityPoolId: "github-actions",
    workloadIdentityPoolProviderId: "github",
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: "assertion.repository == 'acme/platform'",
  };
};
const role = { roleId: "deployer", title: "Deployer", permissions: ["iam.serviceAccounts.actAs"] };

describeMistakes("identities from outside", [
  {
    mistake: "a pool with a reserved name",
    type: types.identityPool,
    right: { workloadIdentityPoolId: "github-actions" },
    wrong: { workloadIdentityPoolId: "gcp-actions" },
    path: "workloadIdentityPoolId",
    words: "is reserved",
  },
  {
    mistake: "a pool whose name is too long",
    type: types.identityPool,
    right: { workloadIdentityPoolId: "a".repeat(32) },
    wrong: { workloadIdentityPoolId: "a".repeat(33) },
    path: "workloadIdentityPoolId",
    words: "longer than 32 characters",
  },
  {
    mistake: "a provider that believes every token of GitHub's",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { attributeCondition: undefined },
    path: "attributeCondition",
    words: "must reference one of the provider's claims",
  },
  {
    mistake: "a condition that looks at nothing",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { attributeCondition: "true" },
    path: "attributeCondition",
    words: "must reference one of the provider's claims",
  },
  {
    mistake: "a condition on an attribute that is not mapped",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { attributeCondition: "attribute.repository == 'acme/platform'" },
    path: "attributeCondition",
    words: "attribute.repository is not among the mapped attributes",
  },
  {
    mistake: "tokens without a subject",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { attributeMapping: { "attribute.repository": "assertion.repository" } },
    path: "attributeMapping",
    words: "google.subject must be mapped",
  },
  {
    mistake: "an attribute that there is not",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { attributeMapping: { "google.subject": "assertion.sub", repository: "assertion.repository" } },
    path: "attributeMapping",
    words: "'repository' is no attribute",
  },
  {
    mistake: "an issuer without TLS",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { oidc: { issuerUri: "http://token.actions.githubusercontent.com" } },
    path: "oidc.issuerUri",
    words: "begin with https://",
  },
  {
    mistake: "a pool that there is not",
    type: types.identityPoolProvider,
    right: provider,
    wrong: { workloadIdentityPoolId: "nowhere" },
    path: "workloadIdentityPoolId",
    words: "nowhere",
  },
  {
    mistake: "a role that holds no permission",
    type: types.customRole,
    right: role,
    wrong: { permissions: [] },
    path: "permissions",
    words: "1",
  },
  {
    mistake: "a role's name in a permission's place",
    type: types.customRole,
    right: role,
    wrong: { permissions: ["roles/iam.serviceAccountUser"] },
    path: "permissions[0]",
    words: "permissions read SERVICE.RESOURCE.VERB",
  },
  {
    mistake: "a hyphen in a role's id",
    type: types.customRole,
    right: role,
    wrong: { roleId: "the-deployer" },
    path: "roleId",
    words: "letters, digits, underscores and periods",
  },
]);
