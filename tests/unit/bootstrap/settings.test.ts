import { clouds } from "../../../providers";
import { subjects } from "../../../stacks/bootstrap/github";
import { read } from "../../../stacks/bootstrap/settings";

const aws = { cloud: "aws", region: "eu-west-1", repository: "acme/platform" };
const gcp = { cloud: "gcp", region: "europe-west1", repository: "acme/platform", project: "acme-prod" };
const subscription = "00000000-0000-4000-8000-000000000001";
const azure = { cloud: "azure", region: "westeurope", repository: "acme/platform", subscription };
const problemsOf = (values: Record<string, string>) =>
  read(values, (key) => `--${key}`, clouds).problems ?? [];

test("what is not said follows from what is", () => {
  expect(read(aws, String, clouds).settings).toEqual({
    ...aws,
    name: "platform",
    environments: ["dev", "staging", "prod"],
  });
  expect(read({ ...azure, environments: "live, test" }, String, clouds).settings).toMatchObject({
    subscription,
    environments: ["live", "test"],
  });
  expect(read(gcp, String, clouds).settings).toMatchObject({ project: "acme-prod" });
});

test.each([
  ["nothing at all", {}, "--cloud is missing"],
  ["a cloud that there is not", { ...aws, cloud: "azur" }, '--cloud is "azur": it must be aws, azure or gcp'],
  ["no region", { cloud: "aws", repository: "acme/platform" }, "--region is missing"],
  ["a region of another cloud", { ...aws, region: "westeurope" }, "no region of AWS"],
  ["a misspelt region", { ...aws, region: "eu-west1" }, "Did you mean eu-west-1?"],
  ["a second region that is the first", { ...aws, recoveryRegion: "eu-west-1" }, "is the region itself"],
  ["a repository without its owner", { ...aws, repository: "platform" }, "OWNER/NAME"],
  ["a repository of everybody's", { ...aws, repository: "*/platform" }, "OWNER/NAME"],
  ["every repository of an owner", { ...aws, repository: "acme/*" }, "OWNER/NAME"],
  ["a repository as an address", { ...aws, repository: "https://github.com/acme/platform" }, "OWNER/NAME"],
  ["a subject in a repository's place", { ...aws, repository: "acme/x:environment:prod" }, "OWNER/NAME"],
  ["an environment that is a pattern", { ...aws, environments: "dev,*" }, "names of GitHub environments"],
  ["no environment", { ...aws, environments: "" }, "names of GitHub environments"],
  ["an environment twice", { ...aws, environments: "dev,dev" }, "names one of them twice"],
  ["drift from an environment that deploys", { ...aws, driftEnvironment: "prod" }, "which deploys"],
  ["a name with capitals", { ...aws, name: "Platform" }, "lower-case letters"],
  ["a key of another cloud", { ...aws, project: "acme-prod" }, "nothing that can be set for aws"],
  ["a misspelt key", { ...aws, repositry: "acme/platform" }, "Did you mean --repository?"],
  [
    "somebody else's provider",
    { ...aws, identityProvider: "arn:aws:iam::1:oidc-provider/x" },
    "oidc-provider/token",
  ],
  ["no subscription", { ...azure, subscription: "acme" }, "the subscription's id"],
  [
    "no project",
    { cloud: "gcp", region: "europe-west1", repository: "acme/platform" },
    "--project is missing",
  ],
  [
    "a subject that Google can't take",
    { ...gcp, repository: `acme/${"x".repeat(99)}` },
    "at most 127 characters",
  ],
])("%s is refused in a sentence", (_, values, words) => {
  expect(problemsOf(values).join("\n")).toContain(words);
});

test("all problems are told at once", () => {
  expect(problemsOf({ cloud: "aws", region: "x", repository: "y", name: "Z" })).toHaveLength(3);
});

test("those let in are this repository's pull requests and environments, letter by letter", () => {
  const { preview, deploy } = subjects({ repository: "acme/platform", environments: ["dev", "prod"] });
  expect(preview).toEqual(["repo:acme/platform:pull_request"]);
  expect(deploy).toEqual(["repo:acme/platform:environment:dev", "repo:acme/platform:environment:prod"]);
});
