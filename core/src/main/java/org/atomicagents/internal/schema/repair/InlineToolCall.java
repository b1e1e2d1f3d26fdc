package org.atomicagents.internal.schema.repair;

import java.util.Set;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.ObjectValue;
import org.atomicagents.internal.json.lenient.LenientValue.Property;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.atomicagents.internal.schema.type.NameMatcher;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.jspecify.annotations.Nullable;

/**
 * A tool call that the model wrote as text, as in {@code {"name": "Ticket", "arguments": {...}}}.
 * The name of the function must not be decoded as a property of the output.
 */
record InlineToolCall(String name, LenientValue arguments) {
  private static final Set<String> ARGUMENTS = Set.of("arguments", "parameters");

  /** Returns the call that a value, or the only element of an array, consists of; null if none. */
  static @Nullable InlineToolCall findIn(LenientValue value) {
    LenientValue single =
        value instanceof ArrayValue array && array.elements().size() == 1
            ? array.elements().getFirst()
            : value;
    return single instanceof ObjectValue object && object.ambiguity() == null
        ? findIn(object)
        : null;
  }

  private static @Nullable InlineToolCall findIn(ObjectValue object) {
    String name = null;
    LenientValue arguments = null;
    for (Property property : object.properties()) {
      String text = ScalarRepairer.textOf(property.value());
      InlineToolCall nested =
          property.key().equals("function") && property.value() instanceof ObjectValue function
              ? findIn(function)
              : null;
      if (nested != null) {
        name = nested.name();
        arguments = nested.arguments();
      } else if (property.key().equals("name") && text != null) {
        name = text;
      } else if (ARGUMENTS.contains(property.key()) && isObject(property.value())) {
        arguments = property.value();
      } else if (!property.key().equals("id") && !"function".equals(text)) {
        return null;
      }
    }
    return name == null || arguments == null ? null : new InlineToolCall(name, arguments);
  }

  private static boolean isObject(LenientValue value) {
    return value instanceof ObjectValue
        || (value instanceof StringValue string && string.value().strip().startsWith("{"));
  }

  /**
   * Returns whether the arguments are the requested output, so that only the call has to be
   * unwrapped.
   */
  boolean isCallFor(RecordNode root) {
    return WrapperKeys.isOwnName(name, root)
        && arguments instanceof ObjectValue
        && !hasArgumentKey(root);
  }

  /** Returns whether this may be a call whose arguments are the requested output. */
  boolean mayBeCallFor(RecordNode root) {
    boolean hasMatchingArguments =
        !(arguments instanceof ObjectValue object)
            || PropertyMatch.of(root, object, null).hasMatches();
    return hasMatchingArguments && !root.allowsAdditionalProperties() && !hasArgumentKey(root);
  }

  /** Returns the record of a union that has the name of the function; null if there is none. */
  @Nullable UnionMemberNode recordIn(UnionNode union) {
    String tag = NameMatcher.matchTag(union.branches(), name);
    UnionMemberNode called = tag == null ? null : union.branch(tag);
    for (UnionMemberNode branch : union.branches()) {
      if (hasArgumentKey(branch.record())) {
        return null;
      }
      called = called == null && WrapperKeys.isOwnName(name, branch.record()) ? branch : called;
    }
    return called;
  }

  private static boolean hasArgumentKey(RecordNode root) {
    return ARGUMENTS.stream().anyMatch(key -> PropertyMatch.isKeyOf(root, key));
  }
}
