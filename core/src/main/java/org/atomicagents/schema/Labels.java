package org.atomicagents.schema;

import java.util.Set;

/** Keys that say no more of the object below them than what it is. */
final class Labels {
  private static final Set<String> ENVELOPES =
      Set.of("data", "result", "response", "output", "answer", "json", "object");

  private Labels() {}

  /** Whether a key says nothing of what stands below it. */
  static boolean isEnvelope(String key) {
    return ENVELOPES.contains(NameMatcher.normalize(key));
  }

  /** Whether a key is what a record is called, with or without its arguments. */
  static boolean isOwnName(String key, RecordNode node) {
    return isSame(key, node.name())
        || (node.type() != null && isSame(key, node.type().getSimpleName()));
  }

  /** Whether a key is what a union or one of its records is called. */
  static boolean isOwnName(String key, UnionNode union) {
    return isSame(key, union.name())
        || union.branches().stream()
            .anyMatch(each -> isSame(key, each.tag()) || isOwnName(key, each.record()));
  }

  static boolean isSame(String key, String name) {
    return NameMatcher.normalize(key).equals(NameMatcher.normalize(name));
  }
}
