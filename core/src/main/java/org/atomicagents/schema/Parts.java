package org.atomicagents.schema;

import java.lang.annotation.Annotation;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.atomicagents.internal.json.JsonPath;
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
  static RecordNode node(RecordNode root, List<String> paths) {
    var components = new ArrayList<RecordBody.Component>();
    for (String path : paths) {
      int index = components.size();
      String name = nameOf(index);
      components.add(
          new RecordBody.Component(
              name,
              new SerializedString(name),
              Decoding.segment(name),
              described(slot(root, path), path),
              accessor(index)));
    }
    var node = new RecordNode(Parts.class, root.name(), "Parts of " + root.description());
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

  private static Slot described(Slot slot, String path) {
    String what = slot.description().isEmpty() ? path : path + ": " + slot.description();
    return new Slot(slot.type(), slot.nullable(), slot.constraints(), what);
  }

  private static Slot slot(RecordNode root, String path) {
    Slot slot = new Slot(root, false, Constraints.of(new Annotation[0], root), "");
    for (JsonPath.Step step : JsonPath.parse(path).steps()) {
      slot = slot(slot.type(), step, path, root.name());
    }
    return slot;
  }

  private static Slot slot(TypeNode type, JsonPath.Step step, String path, String name) {
    return switch (type) {
      case OptionalNode optional -> slot(optional.content().type(), step, path, name);
      case RecordNode each when step instanceof JsonPath.Key key ->
          each.components().stream()
              .filter(component -> component.jsonName().equals(key.name()))
              .findFirst()
              .orElseThrow(() -> nowhere(path, name))
              .slot();
      case ListNode list when step instanceof JsonPath.Index -> list.item();
      default -> throw nowhere(path, name);
    };
  }

  private static IllegalArgumentException nowhere(String path, String name) {
    return new IllegalArgumentException(
        "expected a path that leads to a place of " + name + ", found \"" + path + "\"");
  }
}
