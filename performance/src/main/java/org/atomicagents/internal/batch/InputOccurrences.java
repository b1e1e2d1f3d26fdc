package org.atomicagents.internal.batch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.BatchItem;
import org.atomicagents.error.AgentException;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Counts equal inputs in the order in which they are read, so that each of them is an item of its
 * own, and the same one in the next execution. Each conversation whose key has a text is counted by
 * itself, so that a change in one does not affect the others.
 *
 * <p>Inputs are compared by their JSON, or their text. Those that are neither inputs of an {@link
 * AtomicAgent} nor records, JSON, texts, numbers or booleans are counted in the order in which
 * their runs are prepared. Inputs are added by one thread; otherwise thread-safe.
 */
final class InputOccurrences<I> {
  private static final int UNKNOWN = -1;

  private final Agent<I, ?> agent;
  private final Map<Class<?>, Optional<Schema<Object>>> schemas = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final KeyTable counts = new KeyTable();

  /** The occurrences of read items, by index, if they are not 0. */
  private final Map<Long, Integer> repeated = new ConcurrentHashMap<>();

  private long index;

  InputOccurrences(Agent<I, ?> agent) {
    this.agent = agent;
  }

  /**
   * Adds the next input.
   *
   * @param conversation the text of its conversation's key; empty if there is none
   */
  void add(BatchItem<I> item, String conversation) {
    long added = index++;
    if (item instanceof BatchItem.Valid<I>(I input)) {
      String text = text(input);
      int occurrence = text == null ? UNKNOWN : count(ItemKey.of("text", conversation, text));
      if (occurrence != 0) {
        repeated.put(added, occurrence);
      }
    }
  }

  /**
   * Returns the number of equal inputs before an item; to be called once for each.
   *
   * @param conversation the text of its conversation's key; empty if there is none
   * @param hash the hash of its input
   */
  int take(long item, String conversation, String hash) {
    Integer occurrence = repeated.remove(item);
    if (occurrence == null) {
      return 0;
    }
    return occurrence == UNKNOWN ? count(ItemKey.of("hash", conversation, hash)) : occurrence;
  }

  private int count(ItemKey key) {
    lock.lock();
    try {
      long count = counts.get(key) + 1;
      counts.put(key, count);
      return (int) count;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the JSON of an input; null if it is not known, or if the input is invalid. */
  private @Nullable String text(I input) {
    try {
      if (agent instanceof AtomicAgent<I, ?> atomic) {
        return atomic.input().encode(input);
      }
      return switch (input) {
        case Record record ->
            schema(record.getClass()).map(schema -> schema.encode(record)).orElse(null);
        case CharSequence text -> text.toString();
        case Number number -> number.toString();
        case Boolean value -> value.toString();
        case JsonNode json -> json.toString();
        default -> null;
      };
    } catch (RuntimeException e) {
      return null;
    }
  }

  private Optional<Schema<Object>> schema(Class<?> type) {
    return schemas.computeIfAbsent(type, InputOccurrences::compile);
  }

  @SuppressWarnings("unchecked") // Only values of the type are encoded.
  private static Optional<Schema<Object>> compile(Class<?> type) {
    try {
      return Optional.of((Schema<Object>) Schema.of(type));
    } catch (AgentException e) {
      return Optional.empty();
    }
  }
}
