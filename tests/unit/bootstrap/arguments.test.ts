import { flagOf, help, parse } from "../../../tools/bootstrap/arguments";
import { keys } from "../../../stacks/bootstrap/settings";
import { Problem } from "../../../tools/engine/problem";

test("flags are given with a space or an equals sign", () => {
  expect(parse(["--cloud", "aws", "--recovery-region=eu-central-1", "--yes"])).toEqual({
    help: false,
    local: false,
    yes: true,
    values: { cloud: "aws", recoveryRegion: "eu-central-1" },
  });
  expect(parse(["--backend", "s3://states?region=eu-west-1"]).backend).toBe("s3://states?region=eu-west-1");
});

test.each([
  [["--repositry", "acme/platform"], "Did you mean --repository?"],
  [["aws"], "aws is nothing that bootstrap knows"],
  [["--cloud"], "--cloud needs a value"],
  [["--cloud", "--yes"], "--cloud needs a value"],
])("%j is refused", (args, words) => {
  expect(() => parse(args)).toThrow(Problem);
  expect(() => parse(args)).toThrow(words);
});

test("the help names every flag", () => {
  for (const key of keys) expect(help).toContain(flagOf(key));
});
