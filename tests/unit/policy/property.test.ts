import fc from "fast-check";
import { NotYetKnown, Property, Unreadable } from "../../../policy/mechanism/property";

/** What the policy SDK hands out: an object that throws when an unknown value is touched. */
const unknownCause = new Error("string value at .secret can't be known during preview");
const proxied = new Proxy<Record<string, unknown>>(
  { known: "a" },
  {
    get: (object, name) => {
      if (name === "secret") throw unknownCause;
      return object[String(name)];
    },
  },
);

test("an unknown value is passed around, and says so when it is read", () => {
  const secret = new Property(proxied).get("secret");
  expect(secret.isKnown()).toBe(false);
  expect(secret.isSet()).toBe(true);
  expect(() => secret.text()).toThrow(NotYetKnown);
  expect(() => secret.get("below").items()).toThrow("secret is not known before the update");
  expect(() => secret.json()).toThrow(new NotYetKnown("secret", unknownCause));
});

test("a neighbour of an unknown value can be read", () => {
  expect(new Property(proxied).get("known").text()).toBe("a");
});

test("absent, null and a single element each mean one thing", () => {
  expect(new Property(undefined).items()).toEqual([]);
  expect(new Property(null).items()).toEqual([]);
  expect(new Property("one").items().map((item) => item.text())).toEqual(["one"]);
  expect(new Property(["a", "b"], "list").items().map(({ path }) => path)).toEqual(["list[0]", "list[1]"]);
  expect(new Property({ a: 1 }).get("b").get("c").text()).toBeUndefined();
});

test.each([
  [true, true],
  ["true", true],
  ["False", false],
  [false, false],
  ["yes", undefined],
  [undefined, undefined],
  [{}, undefined],
])("the flag %p is %p", (value, flag) => {
  expect(new Property(value).flag()).toBe(flag);
});

test.each([
  [22, 22],
  ["22", 22],
  ["", undefined],
  ["twenty", undefined],
  [[], undefined],
])("the number %p is %p", (value, number) => {
  expect(new Property(value).number()).toBe(number);
});

test.each([[undefined], [null], [""], [[]]])("%p is not set", (value) => {
  expect(new Property(value).isSet()).toBe(false);
});

test.each([[0], [false], ["x"], [{}], [[0]]])("%p is set", (value) => {
  expect(new Property(value).isSet()).toBe(true);
});

test("a document means the same as text and as an object", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 })), (document) => {
      const read = (value: unknown) =>
        new Property(value)
          .json()
          .entries()
          .map(([name, property]) => [name, property.text()]);
      expect(read(JSON.stringify(document))).toEqual(read(document));
    }),
  );
});

test("text that is no document is refused with its place", () => {
  expect(() => new Property("{", "policy").json()).toThrow(Unreadable);
  expect(() => new Property("{", "policy").json()).toThrow("policy is not valid JSON");
});
