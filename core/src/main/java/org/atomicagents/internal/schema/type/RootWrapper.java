package org.atomicagents.internal.schema.type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * The object around an output that is none: providers want an object at the root.
 *
 * <p>A list stands in {@code items}, anything else in {@code value}.
 */
public final class RootWrapper {
  public static final String VALUE = "value";
  public static final String ITEMS = "items";
  private static final MethodHandle FIRST_ARGUMENT;
  private static final MethodHandle IDENTITY = MethodHandles.identity(Object.class);

  static {
    try {
      FIRST_ARGUMENT =
          MethodHandles.lookup()
              .findStatic(
                  RootWrapper.class, "first", MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private RootWrapper() {}

  /** An object with one key, which is read as what stands there. */
  public static RecordNode of(TypeUse content) {
    String key = content.type() instanceof ListNode ? ITEMS : VALUE;
    return of(nameOf(content.type()), key, content);
  }

  public static RecordNode of(String name, String key, TypeUse content) {
    var node = new RecordNode(null, name, "");
    var component =
        new RecordLayout.RecordProperty(
            key, new SerializedString(key), DecodeContext.pathSegment(key), content, IDENTITY);
    node.complete(RecordLayout.of(List.of(component), FIRST_ARGUMENT), false);
    return node;
  }

  /** Whether it is an object around something. */
  public static boolean isWrapper(TypeNode node) {
    return node instanceof RecordNode record
        && record.components().size() == 1
        && record.components().getFirst().accessor().equals(IDENTITY);
  }

  /** Whether it is an object around a list. */
  public static boolean isListWrapper(RecordNode node) {
    return isWrapper(node)
        && node.components().getFirst().slot().unwrappedType() instanceof ListNode;
  }

  /** What a root means: what is wrapped in it says it. */
  public static String descriptionOf(RecordNode root) {
    return isWrapper(root) && root.components().getFirst().slot().type() instanceof UnionNode union
        ? union.description()
        : root.description();
  }

  public static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.name();
      case UnionMemberNode each -> each.record().name();
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
