package org.atomicagents.internal.run;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.atomicagents.message.Message;
import org.atomicagents.model.TokenCounter;

/**
 * The token counts of the system message and the schema of one agent, which seldom change between
 * its runs. Thread-safe.
 */
public final class TokenMemo {
  private static final int MAX_COUNTS = 16;

  private final Map<CountedPart, Integer> counts = new ConcurrentHashMap<>();

  /** A text, schema or message, and the counter of its tokens. */
  private record CountedPart(String kind, Object part, TokenCounter counter) {}

  /** Returns a counter with the counts of another one, each of them counted once. */
  TokenCounter of(TokenCounter counter) {
    return new TokenCounter() {
      @Override
      public int count(String text) {
        return remembered("text", text, counter, counter::count);
      }

      @Override
      public int count(Message message) {
        return remembered("message", message, counter, counter::count);
      }

      @Override
      public int countSchema(String schema) {
        return remembered("schema", schema, counter, counter::countSchema);
      }

      @Override
      public int requestTokens() {
        return counter.requestTokens();
      }
    };
  }

  private <T> int remembered(String kind, T part, TokenCounter counter, ToIntFunction<T> count) {
    var key = new CountedPart(kind, part, counter);
    Integer known = counts.get(key);
    if (known != null) {
      return known;
    }
    int tokens = count.applyAsInt(part);
    // An agent whose prompt differs in each run must not fill the memory.
    if (counts.size() >= MAX_COUNTS) {
      counts.clear();
    }
    counts.put(key, tokens);
    return tokens;
  }
}
