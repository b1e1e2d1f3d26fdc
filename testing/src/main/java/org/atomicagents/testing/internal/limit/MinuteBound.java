package org.atomicagents.testing.internal.limit;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The best schedule of requests in their order that no fixed window of a minute can reject, for a
 * caller that does not know when the windows begin.
 *
 * <p>Each request is sent as soon as it and the requests of the last minute do not exceed the
 * limit. An earlier start of a request lets no later one start later, so no schedule that keeps the
 * order and the limit is faster. The schedule knows the actual tokens, and there is no latency.
 */
public final class MinuteBound {
  private static final long MINUTE = 60_000_000_000L;

  private record Sent(long nanos, long tokens) {}

  private MinuteBound() {}

  /** Returns what the schedule uses of the limits. */
  public static LimitReport of(LimitLoad load, long maxRequests, long maxTokens, int minutes) {
    var report = new LimitReport(maxRequests, maxTokens, minutes);
    Deque<Sent> lastMinute = new ArrayDeque<>();
    long used = 0;
    long now = 0;
    while (now < minutes * MINUTE) {
      long tokens = load.next().tokens();
      while (!lastMinute.isEmpty()
          && (used + tokens > maxTokens
              || lastMinute.size() + 1 > maxRequests
              || lastMinute.peek().nanos + MINUTE <= now)) {
        Sent first = lastMinute.remove();
        now = Math.max(now, first.nanos + MINUTE);
        used -= first.tokens;
      }
      lastMinute.add(new Sent(now, tokens));
      used += tokens;
      report.accept(now, tokens);
    }
    return report;
  }
}
