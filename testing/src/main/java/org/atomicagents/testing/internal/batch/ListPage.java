package org.atomicagents.testing.internal.batch;

import java.util.List;
import java.util.function.Function;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param firstId the id of the first item; null if the page is empty
 * @param lastId the id of the last item; null if the page is empty
 */
record ListPage<T>(
    List<T> items, @Nullable String firstId, @Nullable String lastId, boolean hasMore) {
  static final int DEFAULT_LIMIT = 20;

  /**
   * Returns the requested page.
   *
   * @param after the query parameter with the id before the page
   */
  static <T> ListPage<T> of(
      List<T> all, Function<T, String> id, ReceivedRequest request, String after) {
    List<String> ids = all.stream().map(id).toList();
    String previous = request.query().get(after);
    int start = previous == null ? 0 : ids.indexOf(previous) + 1;
    int limit = Math.max(1, limit(request.query().getOrDefault("limit", ""), DEFAULT_LIMIT));
    int end = Math.min(all.size(), start + limit);
    return new ListPage<>(
        all.subList(start, end),
        start < end ? ids.get(start) : null,
        start < end ? ids.get(end - 1) : null,
        end < all.size());
  }

  /** Returns a number of 0 or more, or the fallback for any other text. */
  static int limit(String text, int fallback) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return fallback;
    }
  }
}
