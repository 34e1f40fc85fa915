import fc from "fast-check";
import { secretIn } from "../../../policy/subjects/secret-text";

test.each([
  "DB_PASSWORD",
  "db.password",
  "apiKey",
  "OPENAI_API_KEY",
  "secretKey",
  "SECRET",
  "github-token",
  "DSN",
])("%s names a secret", (name) => {
  expect(secretIn(name, "some text")).toBe("a secret, by its name");
});

test.each([
  "SECRET_ARN",
  "PASSWORD_POLICY",
  "TOKEN_TTL_SECONDS",
  "KEYBOARD",
  "MONKEY",
  "TOKENIZER",
  "LOG_LEVEL",
])("%s does not", (name) => {
  expect(secretIn(name, "some text")).toBeUndefined();
});

test.each(["", "  ", "true", "3600", "arn:aws:secretsmanager:eu-west-1:1:secret:x", "/prod/db/password"])(
  "the value %p is no secret, whatever its name",
  (value) => {
    expect(secretIn("PASSWORD", value)).toBeUndefined();
  },
);

test("the answer never repeats the value", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8 }), (value) => !(secretIn("PASSWORD", value) ?? "").includes(value)),
  );
});
