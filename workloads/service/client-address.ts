/**
 * The address of the client that a request comes from. Each trusted proxy appends the address that it was called from to
 * `X-Forwarded-For`; what stands before those entries was sent by the client and proves nothing.
 *
 * @param peer address of the connection's other end
 * @param forwardedFor the `X-Forwarded-For` header
 * @param hops how many trusted proxies append to the header
 */
export function clientAddress(peer: string, forwardedFor: string | undefined, hops: number): string {
  if (hops === 0 || forwardedFor === undefined) return peer;
  const entries = forwardedFor
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
  return entries[Math.max(0, entries.length - hops)] ?? peer;
}
