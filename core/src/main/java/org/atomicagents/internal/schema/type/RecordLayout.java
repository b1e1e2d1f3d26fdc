package org.atomicagents.internal.schema.type;

import java.lang.invoke.MethodHandle;
import java.util.List;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.core.util.Named;

/**
 * The components and the constructor of a record.
 *
 * @param constructor the canonical constructor as (Object[])Object
 * @param matcher finds a component's index by its JSON name
 * @param quotedNames the JSON names as JSON strings
 */
@SuppressWarnings("ArrayRecordComponent") // not compared; an array has the fastest access
public record RecordLayout(
    List<RecordProperty> components,
    MethodHandle constructor,
    PropertyNameMatcher matcher,
    String[] quotedNames) {

  public static RecordLayout of(List<RecordProperty> components, MethodHandle constructor) {
    List<Named> names = components.stream().map(c -> Named.fromString(c.jsonName())).toList();
    return new RecordLayout(
        List.copyOf(components),
        constructor,
        JsonIo.matcher(names),
        components.stream().map(c -> JsonIo.quote(c.jsonName())).toArray(String[]::new));
  }

  @Nullable RecordProperty findComponent(String jsonName) {
    for (RecordProperty component : components) {
      if (component.jsonName().equals(jsonName)) {
        return component;
      }
    }
    return null;
  }

  /**
   * A component of a record.
   *
   * @param segment the component's path segment, as in {@code .sku}
   * @param accessor as (Object)Object
   */
  public record RecordProperty(
      String javaName, SerializedString name, String segment, TypeUse slot, MethodHandle accessor) {

    public String jsonName() {
      return name.getValue();
    }

    /** Returns the component's value in an instance. */
    @Nullable
    public Object get(Object instance) {
      try {
        return accessor.invokeExact(instance);
      } catch (RuntimeException | Error e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("The accessor " + javaName + "() failed", e);
      }
    }
  }

  /** Returns a new instance; null if the constructor throws, including an AssertionError. */
  @Nullable Object construct(@Nullable Object[] values) {
    try {
      return constructor.invokeExact(values);
    } catch (AssertionError e) {
      return null;
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      return null;
    }
  }

  /** Returns a new instance; adds a violation and returns null if the constructor throws. */
  @Nullable Object construct(@Nullable Object[] values, String name, DecodeContext in) {
    try {
      return constructor.invokeExact(values);
    } catch (Error e) {
      throw e;
    } catch (Throwable e) {
      in.addViolation(
          in.path(), "a valid " + name, e.getMessage() == null ? e.toString() : e.getMessage());
      return null;
    }
  }
}
