import fc from "fast-check";
import { isInternet } from "../../../policy/subjects/addresses";

test.each([
  ["the world", ["0.0.0.0/0"]],
  ["the world in IPv6", ["::/0"]],
  ["its halves", ["0.0.0.0/1", "128.0.0.0/1"]],
  ["one /8", ["8.0.0.0/8"]],
  ["two halves of a /8", ["8.0.0.0/9", "8.128.0.0/9"]],
  ["the routed part of IPv6", ["2000::/3"]],
  ["IPv4 written as IPv6", ["::ffff:0.0.0.0/0"]],
  ["the world among private blocks", ["10.0.0.0/8", "0.0.0.0/0"]],
  ["spaces around", [" 0.0.0.0/0 "]],
])("%s is the internet", (_, blocks) => {
  expect(isInternet(blocks)).toBe(true);
});

test.each([
  ["nothing", []],
  ["private networks", ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"]],
  ["private IPv6", ["fd00::/8", "fe80::/10"]],
  ["an office", ["203.0.113.0/24", "2001:db8::/32"]],
  ["one address", ["203.0.113.7"]],
  ["the same half of a /8 twice", ["8.0.0.0/9", "8.0.0.0/9"]],
  ["what is no block", ["sg-123", "0.0.0.0/33", "300.0.0.0/0", ""]],
])("%s is not", (_, blocks) => {
  expect(isInternet(blocks)).toBe(false);
});

test("however the world is cut into blocks, it is the world", () => {
  const halves = (block: string, depth: number): string[] => {
    const [address = "", prefix = "0"] = block.split("/");
    if (depth === 0) return [block];
    const octets = address.split(".").map(Number);
    const length = Number(prefix) + 1;
    const upper = octets.map((octet, index) =>
      Math.floor((length - 1) / 8) === index ? octet + 2 ** (7 - ((length - 1) % 8)) : octet,
    );
    return [
      ...halves(`${address}/${String(length)}`, depth - 1),
      ...halves(`${upper.join(".")}/${String(length)}`, depth - 1),
    ];
  };
  const shuffled = fc
    .integer({ min: 0, max: 10 })
    .map((depth) => halves("0.0.0.0/0", depth))
    .chain((blocks) => fc.shuffledSubarray(blocks, { minLength: blocks.length }));
  fc.assert(fc.property(shuffled, isInternet), { numRuns: 30 });
});

test("blocks inside a private network never are, however many", () => {
  const block = fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 8, max: 32 }))
    .map(([octet, length]) => `10.${String(octet)}.0.0/${String(length)}`);
  fc.assert(fc.property(fc.array(block), (blocks) => !isInternet(blocks)));
});
