package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.UnionNode;

/** Recognizes wrapper keys without meaning of their own, such as "result" or the type's name. */
final class WrapperKeys {
  private static final Set<String> ENVELOPES =
      Set.of("data", "result", "response", "output", "answer", "json", "object");

  private WrapperKeys() {}

  /** Returns whether a key is a generic wrapper key. */
  static boolean isEnvelope(String key) {
    return ENVELOPES.contains(NameMatcher.normalize(key));
  }

  /** Returns whether a key is the name of a record, with or without its type arguments. */
  static boolean isOwnName(String key, RecordNode node) {
    return isSameName(key, node.name())
        || (node.type() != null && isSameName(key, node.type().getSimpleName()));
  }

  /** Returns whether a key is the name of a union or one of its records. */
  static boolean isOwnName(String key, UnionNode union) {
    return isSameName(key, union.name())
        || union.branches().stream()
            .anyMatch(branch -> isSameName(key, branch.tag()) || isOwnName(key, branch.record()));
  }

  /** Returns whether a key and a name are equal after normalization. */
  static boolean isSameName(String key, String name) {
    return NameMatcher.normalize(key).equals(NameMatcher.normalize(name));
  }
}
