package org.atomicagents.cli.source;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.atomicagents.cli.source.SourceNode.Mapping;
import org.atomicagents.cli.source.SourceNode.Scalar;
import org.atomicagents.cli.source.SourceNode.Sequence;
import org.jspecify.annotations.Nullable;

/** Finds the nodes at JSON Pointers (RFC 6901). */
final class SourcePointer {
  private SourcePointer() {}

  /** Returns the node at a JSON Pointer (RFC 6901); null if there is none. */
  static @Nullable SourceNode find(SourceNode root, String pointer) {
    SourceNode node = root;
    for (String token : pointer.isEmpty() ? new String[0] : pointer.substring(1).split("/", -1)) {
      String step = token.replace("~1", "/").replace("~0", "~");
      node =
          switch (node) {
            case Mapping mapping -> mapping.get(step);
            case Sequence sequence -> item(sequence, step);
            case Scalar scalar -> null;
          };
      if (node == null) {
        return null;
      }
    }
    return node;
  }

  /**
   * Returns the node at a JSON Pointer in a URI fragment (RFC 6901, section 6); null if there is
   * none.
   */
  static @Nullable SourceNode findFragment(SourceNode root, String fragment) {
    try {
      // Unlike in a form, a plus sign is no space.
      return find(root, URLDecoder.decode(fragment.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static @Nullable SourceNode item(Sequence sequence, String index) {
    boolean isIndex = index.matches("\\d{1,6}");
    int i = isIndex ? Integer.parseInt(index) : Integer.MAX_VALUE;
    return i < sequence.items().size() ? sequence.items().get(i) : null;
  }
}
