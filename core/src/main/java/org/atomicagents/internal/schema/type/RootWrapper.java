package org.atomicagents.internal.schema.type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * The object that wraps a root value of another type, since providers require an object.
 *
 * <p>A list is wrapped as {@code items}, any other value as {@code value}.
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

  /** Returns a node that encodes a value as an object with one key, and decodes that object. */
  public static RecordNode of(TypeUse content) {
    String key = content.type() instanceof ListNode ? ITEMS : VALUE;
    return of(nameOf(content.type()), key, content);
  }

  /** Returns a wrapper with the given type name and key. */
  public static RecordNode of(String name, String key, TypeUse content) {
    var node = new RecordNode(null, name, "");
    var component =
        new RecordLayout.RecordProperty(
            key, new SerializedString(key), DecodeContext.pathSegment(key), content, IDENTITY);
    node.complete(RecordLayout.of(List.of(component), FIRST_ARGUMENT), false);
    return node;
  }

  /** Returns whether a node wraps a root value. */
  public static boolean isWrapper(TypeNode node) {
    return node instanceof RecordNode record
        && record.components().size() == 1
        && record.components().getFirst().accessor().equals(IDENTITY);
  }

  /** Returns whether a node wraps a list. */
  public static boolean isListWrapper(RecordNode node) {
    return isWrapper(node)
        && node.components().getFirst().slot().unwrappedType() instanceof ListNode;
  }

  /** Returns whether a node wraps a value that can be an array. */
  public static boolean acceptsArray(RecordNode node) {
    return isListWrapper(node)
        || (isWrapper(node)
            && node.components().getFirst().slot().unwrappedType() instanceof AnyNode);
  }

  /** Returns whether a node wraps a value that can be an object. */
  public static boolean isObjectWrapper(RecordNode node) {
    if (!isWrapper(node)) {
      return false;
    }
    return switch (node.components().getFirst().slot().unwrappedType()) {
      case RecordNode ignored -> true;
      case UnionMemberNode ignored -> true;
      case UnionNode ignored -> true;
      case MapNode ignored -> true;
      case AnyNode ignored -> true;
      default -> false;
    };
  }

  /** Returns the description of a root: that of the wrapped type, if it is wrapped. */
  public static String descriptionOf(RecordNode root) {
    return isWrapper(root) && root.components().getFirst().slot().type() instanceof UnionNode union
        ? union.description()
        : root.description();
  }

  /** Returns the name of a type as it is used in schemas, as in {@code TicketList}. */
  public static String nameOf(TypeNode node) {
    return switch (node) {
      case RecordNode record -> record.name();
      case UnionMemberNode member -> member.record().name();
      case UnionNode union -> union.name();
      case EnumNode constants -> constants.name();
      case ListNode list -> nameOf(list.item().type()) + "List";
      case MapNode map -> nameOf(map.value().type()) + "Map";
      case OptionalNode optional -> nameOf(optional.content().type());
      case AnyNode ignored -> "Json";
      case ScalarNode scalar ->
          switch (scalar.jsonType()) {
            case "string" -> "Text";
            case "boolean" -> "Boolean";
            case "integer" -> "Integer";
            default -> "Number";
          };
    };
  }

  @SuppressWarnings("unused") // called through a method handle
  private static @Nullable Object first(@Nullable Object[] values) {
    return values[0];
  }
}
