package org.atomicagents.internal.store;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.atomicagents.message.Content;
import org.atomicagents.message.Violation;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/**
 * A closed set of named types, which converts their values from and to JSON.
 *
 * <p>Immutable and thread-safe.
 */
public final class TypeRegistry {
  private final Map<String, RegisteredType> byName;
  private final Map<Class<?>, RegisteredType> byClass;
  private final boolean omitsUnknownValues;

  private record RegisteredType(String name, Class<?> rawClass, Schema<?> schema) {}

  /**
   * A value as it is stored.
   *
   * @param type the name of its type
   * @param json the value as compact JSON
   */
  public record EncodedValue(String type, String json) {}

  private TypeRegistry(
      Map<String, RegisteredType> byName,
      Map<Class<?>, RegisteredType> byClass,
      boolean omitsUnknownValues) {
    this.byName = byName;
    this.byClass = byClass;
    this.omitsUnknownValues = omitsUnknownValues;
  }

  /**
   * Returns a registry.
   *
   * @param schemas the schemas by name; of several names of a type, the first is written
   * @param omitUnknownValues whether values of other types are omitted instead of rejected
   */
  public static TypeRegistry of(Map<String, Schema<?>> schemas, boolean omitUnknownValues) {
    var byName = new LinkedHashMap<String, RegisteredType>();
    var byClass = new LinkedHashMap<Class<?>, RegisteredType>();
    schemas.forEach((name, schema) -> {
      var type = new RegisteredType(name, rawClass(schema.type()), schema);
      byName.put(name, type);
      RegisteredType other = byClass.putIfAbsent(type.rawClass(), type);
      if (other != null && !other.schema().type().equals(schema.type())) {
        throw new IllegalArgumentException(
            "%s and %s differ in type arguments only, which their values do not have.\nStore one of them in a record."
                .formatted(other.schema().type().getTypeName(), schema.type().getTypeName()));
      }
    });
    return new TypeRegistry(byName, byClass, omitUnknownValues);
  }

  private static Class<?> rawClass(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType parameterized -> rawClass(parameterized.getRawType());
      default ->
          throw new IllegalArgumentException(
              "expected a class or a parameterized type, found " + type.getTypeName());
    };
  }

  /** Returns the names of all types. */
  public Set<String> names() {
    return byName.keySet();
  }

  /**
   * Returns a value with the name of its type; empty if the type is unknown and its values are
   * omitted.
   *
   * @throws IllegalArgumentException if the type is unknown and its values are rejected
   */
  public Optional<EncodedValue> encode(Object value) {
    RegisteredType type = find(value);
    if (type != null) {
      return Optional.of(new EncodedValue(type.name(), encode(type.schema(), value)));
    }
    if (omitsUnknownValues) {
      return Optional.empty();
    }
    throw new IllegalArgumentException(
        "expected a value of a registered type, found one of "
            + value.getClass().getName()
            + "\nAdd the type to ConversationTypes, or set UnknownTypePolicy.OMIT_VALUE.");
  }

  /** Returns a value as the parts of a message; empty if its type is unknown. */
  public Optional<List<Content>> parts(Object value) {
    return Optional.ofNullable(find(value)).map(type -> parts(type.schema(), value));
  }

  @SuppressWarnings("unchecked") // The raw class of the schema's type accepts the value.
  private static List<Content> parts(Schema<?> schema, Object value) {
    return ((Schema<Object>) schema).parts(value);
  }

  @SuppressWarnings("unchecked") // The raw class of the schema's type accepts the value.
  private static String encode(Schema<?> schema, Object value) {
    return ((Schema<Object>) schema).encode(value);
  }

  /** Returns the type of the value's class, or else the most specific one that accepts it. */
  private @Nullable RegisteredType find(Object value) {
    RegisteredType exact = byClass.get(value.getClass());
    if (exact != null) {
      return exact;
    }
    List<RegisteredType> candidates =
        byClass.values().stream().filter(type -> type.rawClass().isInstance(value)).toList();
    return candidates.stream()
        .filter(type ->
            candidates.stream()
                .allMatch(other -> other.rawClass().isAssignableFrom(type.rawClass())))
        .findFirst()
        .orElse(null);
  }

  /**
   * Returns the value of a stored text; null if the type is unknown, or does not accept the text,
   * and such values are omitted.
   *
   * @param typePath the location of the name, for errors
   * @param valuePath the location of the text, for errors
   * @throws IllegalArgumentException if the value is rejected
   */
  public @Nullable Object decode(
      EncodedValue value, Strictness strictness, String typePath, String valuePath) {
    RegisteredType type = byName.get(value.type());
    if (type == null) {
      return omitted(
          typePath
              + ": expected a registered type, found \""
              + value.type()
              + "\"\nAdd the type to ConversationTypes, or set UnknownTypePolicy.OMIT_VALUE.");
    }
    ReadResult<?> result = type.schema().read(value.json(), strictness);
    return result.isValid()
        ? result.value()
        : omitted(
            "%s: expected a value of type \"%s\", found other JSON:\n%s"
                .formatted(valuePath, value.type(), Violation.lines(result.violations())));
  }

  private @Nullable Object omitted(String problem) {
    if (omitsUnknownValues) {
      return null;
    }
    throw new IllegalArgumentException(problem);
  }
}
