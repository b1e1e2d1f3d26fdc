package org.atomicagents.anthropic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ids of the tool calls in a conversation, as the API accepts them: of letters, digits, {@code
 * _} and {@code -}, and unique.
 *
 * <p>Other providers use other characters, or the same ids in each response. A result belongs to
 * the earliest call of its id that has none.
 */
final class CallIds {
  private static final int MAX_LENGTH = 200;
  private static final Pattern INVALID = Pattern.compile("[^a-zA-Z0-9_-]");

  private final Set<String> used = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, Deque<String>> open = new HashMap<>();

  /** Returns the id of the next call. */
  String ofCall(String id) {
    String valid = valid(id);
    String unique = valid;
    while (!used.add(unique)) {
      unique = valid + "_" + counts.merge(valid, 1, Integer::sum);
    }
    open.computeIfAbsent(id, key -> new ArrayDeque<>()).add(unique);
    return unique;
  }

  /** Returns the id of the call that a result belongs to. */
  String ofResult(String id) {
    Deque<String> calls = open.get(id);
    return calls == null || calls.isEmpty() ? valid(id) : calls.remove();
  }

  private static String valid(String id) {
    String valid = INVALID.matcher(id).replaceAll("_");
    return valid.isEmpty() ? "call" : valid.substring(0, Math.min(valid.length(), MAX_LENGTH));
  }
}
