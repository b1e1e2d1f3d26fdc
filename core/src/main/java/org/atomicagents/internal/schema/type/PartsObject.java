package org.atomicagents.internal.schema.type;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * An object of selected parts of a value: {@code value_1}, {@code value_2}, ...
 *
 * @param values the parts in the order of their paths
 */
public record PartsObject(List<@Nullable Object> values) {
  private static final MethodHandle CONSTRUCTOR;

  static {
    try {
      var type = MethodType.methodType(Object.class, Object[].class);
      CONSTRUCTOR = MethodHandles.lookup().findStatic(PartsObject.class, "of", type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object of(@Nullable Object[] values) {
    return new PartsObject(Arrays.asList(values));
  }

  @Nullable Object get(int index) {
    return values.get(index);
  }

  /** Returns the type of an object with the parts at the given paths. */
  public static RecordNode createType(
      TypeNode root, String rootName, String description, List<String> paths) {
    var components = new ArrayList<RecordLayout.RecordProperty>();
    for (String path : paths) {
      int index = components.size();
      String name = nameOf(index);
      components.add(
          new RecordLayout.RecordProperty(
              name,
              new SerializedString(name),
              DecodeContext.pathSegment(name),
              withPathDescription(TypePaths.find(root, rootName, path), path),
              accessor(index)));
    }
    var node = new RecordNode(PartsObject.class, rootName, "Parts of " + description);
    node.complete(RecordLayout.of(components, CONSTRUCTOR), false);
    return node;
  }

  static String nameOf(int index) {
    return "value_" + (index + 1);
  }

  private static MethodHandle accessor(int index) {
    try {
      MethodHandle get =
          MethodHandles.lookup()
              .findVirtual(
                  PartsObject.class, "get", MethodType.methodType(Object.class, int.class));
      return MethodHandles.insertArguments(get, 1, index)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  // Without the default value: a part that is requested explicitly must not be absent.
  private static TypeUse withPathDescription(TypeUse slot, String path) {
    String description = slot.description().isEmpty() ? path : path + ": " + slot.description();
    return new TypeUse(slot.type(), slot.nullable(), null, slot.constraints(), description);
  }
}
