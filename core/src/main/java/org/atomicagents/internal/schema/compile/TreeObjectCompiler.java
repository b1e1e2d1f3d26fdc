package org.atomicagents.internal.schema.compile;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Creates the layout of objects without a class, which are decoded as Jackson trees. */
final class TreeObjectCompiler {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodHandle BUILD =
      handle("build", MethodType.methodType(Object.class, List.class, Object[].class));
  private static final MethodHandle GET =
      handle("get", MethodType.methodType(Object.class, String.class, Object.class));

  private TreeObjectCompiler() {}

  /**
   * Sets the keys of an object, in the given order.
   *
   * @param open whether the object may have other keys, which are kept
   */
  static void complete(RecordNode node, Map<String, TypeUse> slots, boolean open) {
    List<String> names = List.copyOf(slots.keySet());
    var components = new ArrayList<RecordLayout.RecordProperty>();
    slots.forEach((name, slot) ->
        components.add(
            new RecordLayout.RecordProperty(
                name,
                new SerializedString(name),
                DecodeContext.pathSegment(name),
                slot,
                GET.bindTo(name))));
    node.complete(RecordLayout.of(components, BUILD.bindTo(names)), false);
    if (open) {
      node.allowAdditionalProperties();
    }
  }

  private static MethodHandle handle(String name, MethodType type) {
    try {
      return LOOKUP.findStatic(TreeObjectCompiler.class, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns an object of the values; absent keys remain absent. */
  @SuppressWarnings("unused") // called through a method handle
  private static Object build(List<String> names, @Nullable Object[] values) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < names.size(); i++) {
      if (values[i] instanceof JsonNode value) {
        object.set(names.get(i), value);
      }
    }
    if (values.length > names.size() && values[names.size()] instanceof ObjectNode additional) {
      object.setAll(additional);
    }
    return object;
  }

  @SuppressWarnings("unused") // called through a method handle
  private static @Nullable Object get(String name, Object object) {
    return ((ObjectNode) object).get(name);
  }
}
