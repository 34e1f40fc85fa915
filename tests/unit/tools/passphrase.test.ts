import { madeWith } from "../../../tools/local/passphrase";

/** Written by `pulumi stack init` with the passphrase `local`. */
const salt = "v1:OvQUdN90GyQ=:v1:WU8ti40XSt8+Ma+3:zpK/ZJJ/EdAkWy4JYMQngFq3wdYucw==";

describe("a stack file's salt", () => {
  it("is known to be of a passphrase or not", () => {
    expect(madeWith("local", salt)).toBe(true);
    expect(madeWith("other", salt)).toBe(false);
  });

  it.each(["", "v1", "v2:a:v1:b:c", "v1:OvQUdN90GyQ=:v1:WU8ti40XSt8+Ma+3:"])(
    "that is %j is nobody's",
    (text) => {
      expect(madeWith("local", text)).toBe(false);
    },
  );
});
