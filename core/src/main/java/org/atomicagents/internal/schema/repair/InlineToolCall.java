package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.type.RecordNode;
import org.jspecify.annotations.Nullable;

/**
 * A call of a function that a model has written out, as in {@code {"name": "Ticket", "arguments":
 * {...}}}: its name must not be taken for what is named.
 */
record InlineToolCall(String name, LenientValue arguments) {
  private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters");

  /** The call that a value is, alone or in a list; null if it is none. */
  static @Nullable InlineToolCall findIn(LenientValue value) {
    LenientValue only =
        value instanceof ArrayValue items && items.elements().size() == 1
            ? items.elements().getFirst()
            : value;
    return only instanceof ObjectValue members && members.ambiguity() == null
        ? findIn(members)
        : null;
  }

  private static @Nullable InlineToolCall findIn(ObjectValue members) {
    String name = null;
    LenientValue arguments = null;
    for (Property each : members.properties()) {
      String said = ScalarRepairer.textOf(each.value());
      if (each.key().equals("name") && said != null) {
        name = said;
      } else if (ARGUMENTS.contains(each.key()) && isObject(each.value())) {
        arguments = each.value();
      } else if (!each.key().equals("id") && !"function".equals(said)) {
        return null;
      }
    }
    return name == null || arguments == null ? null : new InlineToolCall(name, arguments);
  }

  private static boolean isObject(LenientValue value) {
    return value instanceof ObjectValue
        || (value instanceof StringValue text && text.value().strip().startsWith("{"));
  }

  /**
   * Whether its arguments are what was asked for, so that only the call around them is too much.
   */
  boolean isCallFor(RecordNode root) {
    return WrapperKeys.isOwnName(name, root)
        && arguments instanceof ObjectValue
        && !hasArgumentKey(root);
  }

  /** Whether it may be a call, and may be what was asked for. */
  boolean mayBeCallFor(RecordNode root) {
    boolean speaksOfIt =
        !(arguments instanceof ObjectValue members)
            || PropertyMatch.of(root, members, null).hasMatches();
    return speaksOfIt && !root.allowsAdditionalProperties() && !hasArgumentKey(root);
  }

  private static boolean hasArgumentKey(RecordNode root) {
    return ARGUMENTS.stream().anyMatch(key -> PropertyMatch.isKeyOf(root, key));
  }
}
