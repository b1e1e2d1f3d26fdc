package org.atomicagents.internal.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.atomicagents.error.StoreException;
import org.atomicagents.usage.UsageBalance;
import org.jspecify.annotations.Nullable;

/**
 * The reply of {@link UsageScript}.
 *
 * @param status whether the change is done
 * @param balance the balance before a reservation, or after another change
 * @param count the number of changes of the session in the bucket
 */
record UsageReply(String status, UsageBalance balance, long count) {

  /**
   * Returns a decoded reply.
   *
   * @throws StoreException if the bucket is damaged
   */
  static UsageReply of(String key, @Nullable Object reply) {
    List<?> parts = (List<?>) Objects.requireNonNull(reply, "reply");
    try {
      var balance =
          new UsageBalance(
              UsageTexts.amount(text(parts.get(1))),
              UsageTexts.amount(text(parts.get(2))),
              UsageTexts.time(text(parts.get(3))));
      return new UsageReply(text(parts.get(0)), balance, Long.parseLong(text(parts.get(4))));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw StoreException.of(
          "The usage in Redis under '%s' is damaged: %s.\nDelete the key, or choose other keys by RedisStores.withPrefix."
              .formatted(key, e.getMessage()),
          e);
    }
  }

  private static String text(Object part) {
    return new String((byte[]) part, StandardCharsets.UTF_8);
  }
}
