/**
 * The address of the client that a request comes from. Each trusted proxy appends the address that it was called from to
 * `X-Forwarded-For`; what stands before those entries was sent by the client and proves nothing.
 *
 * @param peer address of the connection's other end
 * @param forwardedFor the `X-Forwarded-For` header
 * @param hops how many trusted proxies append to the header
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, hops: number): string {
  // A socket that takes IPv4 and IPv6 shows IPv4 addresses in IPv6's clothes.
  const nearest = peer.replace(/^::ffff:/, "");
  if (hops === 0 || forwardedFor === undefined) return nearest;
  const entries = forwardedFor
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries[Math.max(0, entries.length - hops)] ?? nearest;
}
