package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.UnionNode;

/** Keys that say no more of the object below them than what it is. */
final class WrapperKeys {
  private static final Set<String> ENVELOPES =
      Set.of("data", "result", "response", "output", "answer", "json", "object");

  private WrapperKeys() {}

  /** Whether a key says nothing of what stands below it. */
  static boolean isEnvelope(String key) {
    return ENVELOPES.contains(NameMatcher.normalize(key));
  }

  /** Whether a key is what a record is called, with or without its arguments. */
  static boolean isOwnName(String key, RecordNode node) {
    return isSameName(key, node.name())
        || (node.type() != null && isSameName(key, node.type().getSimpleName()));
  }

  /** Whether a key is what a union or one of its records is called. */
  static boolean isOwnName(String key, UnionNode union) {
    return isSameName(key, union.name())
        || union.branches().stream()
            .anyMatch(each -> isSameName(key, each.tag()) || isOwnName(key, each.record()));
  }

  static boolean isSameName(String key, String name) {
    return NameMatcher.normalize(key).equals(NameMatcher.normalize(name));
  }
}
