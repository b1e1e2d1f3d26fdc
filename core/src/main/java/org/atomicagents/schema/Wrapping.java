package org.atomicagents.schema;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * The object around an output that is none: providers want an object at the root.
 *
 * <p>A list stands in {@code items}, anything else in {@code value}.
 */
final class Wrapping {
  static final String VALUE = "value";
  static final String ITEMS = "items";
  private static final MethodHandle FIRST;
  private static final MethodHandle ITSELF = MethodHandles.identity(Object.class);

  static {
    try {
      FIRST =
          MethodHandles.lookup()
              .findStatic(
                  Wrapping.class, "first", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private Wrapping() {}

  /** An object with one key, which is read as what stands there. */
  static RecordNode of(Slot content) {
    String key = content.type() instanceof ListNode ? ITEMS : VALUE;
    return of(nameOf(content.type()), key, content);
  }

  static RecordNode of(String name, String key, Slot content) {
    var node = new RecordNode(null, name, "");
    var component =
        new RecordBody.Component(
            key, new SerializedString(key), Decoding.segment(key), content, ITSELF);
    node.complete(RecordBody.of(List.of(component), FIRST), false);
    return node;
  }

  /** Whether it is an object around something. */
  static boolean is(TypeNode node) {
    return node instanceof RecordNode record
        && record.components().size() == 1
        && record.components().getFirst().accessor().equals(ITSELF);
  }

  /** Whether it is an object around a list. */
  static boolean isOfList(RecordNode node) {
    return is(node) && node.components().getFirst().slot().core() instanceof ListNode;
  }

  /** What a root means: what is wrapped in it says it. */
  static String meaning(RecordNode root) {
    return is(root) && root.components().getFirst().slot().type() instanceof UnionNode union
        ? union.description()
        : root.description();
  }

  static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.name();
      case BranchNode each -> each.record().name();
      case UnionNode each -> each.name();
      case EnumNode each -> each.name();
      case ListNode each -> nameOf(each.item().type()) + "List";
      case MapNode each -> nameOf(each.value().type()) + "Map";
      case OptionalNode each -> nameOf(each.content().type());
      case AnyNode ignored -> "Json";
      case ScalarNode each ->
          switch (each.jsonType()) {
            case "string" -> "Text";
            case "boolean" -> "Boolean";
            case "integer" -> "Integer";
            default -> "Number";
          };
    };
  }

  @SuppressWarnings("unused") // by the method handle
  private static @Nullable Object first(@Nullable Object[] values) {
    return values[0];
  }
}
