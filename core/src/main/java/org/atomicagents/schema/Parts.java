package org.atomicagents.schema;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;

/**
 * Some places of a type, as the components of an object: {@code value_1}, {@code value_2}, ...
 *
 * @param values in the order in which the places were given
 */
record Parts(List<@Nullable Object> values) {
  private static final MethodHandle OF;

  static {
    try {
      var type = MethodType.methodType(Object.class, Object[].class);
      OF = MethodHandles.lookup().findStatic(Parts.class, "of", type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object of(@Nullable Object[] values) {
    return new Parts(Arrays.asList(values));
  }

  @Nullable Object get(int index) {
    return values.get(index);
  }

  /** The type of these places below a root. */
  static RecordNode node(TypeNode root, String rootName, String description, List<String> paths) {
    var components = new ArrayList<RecordBody.Component>();
    for (String path : paths) {
      int index = components.size();
      String name = nameOf(index);
      components.add(
          new RecordBody.Component(
              name,
              new SerializedString(name),
              Decoding.segment(name),
              described(Paths.find(root, rootName, path), path),
              accessor(index)));
    }
    var node = new RecordNode(Parts.class, rootName, "Parts of " + description);
    node.complete(RecordBody.of(components, OF), false);
    return node;
  }

  static String nameOf(int index) {
    return "value_" + (index + 1);
  }

  private static MethodHandle accessor(int index) {
    try {
      MethodHandle get =
          MethodHandles.lookup()
              .findVirtual(Parts.class, "get", MethodType.methodType(Object.class, int.class));
      return MethodHandles.insertArguments(get, 1, index)
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  // Asked for in its own right, it has a value.
  private static Slot described(Slot slot, String path) {
    String what = slot.description().isEmpty() ? path : path + ": " + slot.description();
    return new Slot(slot.type(), slot.nullable(), null, slot.constraints(), what);
  }
}
