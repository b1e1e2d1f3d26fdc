package org.atomicagents.chat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.atomicagents.internal.store.TypeRegistry;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.TypeRef;

/**
 * The types of the inputs and outputs in stored conversations, each with the name that is stored.
 *
 * <p>The set is closed: a name in stored data is looked up in it and nowhere else, so that data
 * never selects a class. Values of another type are rejected, or stored without the typed value:
 * see {@link UnknownTypePolicy}.
 *
 * {@snippet :
 * var types = ConversationTypes.builder()
 *     .type(Answer.class)                                  // "Answer"
 *     .type("my_app.schemas.Question", Question.class)     // the name in dumps of Python
 *     .build();
 * }
 *
 * <p>Immutable and thread-safe.
 */
public final class ConversationTypes {
  private final TypeRegistry registry;

  private ConversationTypes(TypeRegistry registry) {
    this.registry = registry;
  }

  /**
   * Returns a set of types, each under the name of its schema. Values of other types are rejected.
   *
   * @throws org.atomicagents.error.ConfigurationException if a type has no schema
   * @throws IllegalArgumentException if two types have the same name
   */
  public static ConversationTypes of(Class<?>... types) {
    Builder builder = builder();
    for (Class<?> type : types) {
      builder.type(type);
    }
    return builder.build();
  }

  /** Returns a set without types: conversations are stored without typed values. */
  public static ConversationTypes none() {
    return builder().unknownTypes(UnknownTypePolicy.OMIT_VALUE).build();
  }

  /** Returns a builder of a set of types. */
  public static Builder builder() {
    return new Builder();
  }

  TypeRegistry registry() {
    return registry;
  }

  /** Returns the stored names. */
  @Override
  public String toString() {
    return "ConversationTypes" + registry.names();
  }

  /**
   * A builder of a set of types.
   *
   * <p>A type may have several names: the first is written, all of them are read. Not thread-safe.
   */
  public static final class Builder {
    private final Map<String, Schema<?>> schemas = new LinkedHashMap<>();
    private UnknownTypePolicy policy = UnknownTypePolicy.REJECT;

    private Builder() {}

    /** Adds a type under the name of its schema, such as the simple name of a record. */
    public Builder type(Class<?> type) {
      Schema<?> schema = Schema.of(type);
      return type(schema.name(), schema);
    }

    /** Adds a type under a name. */
    public Builder type(String name, Class<?> type) {
      return type(name, Schema.of(type));
    }

    /** Adds a type with arguments under a name. */
    public Builder type(String name, TypeRef<?> type) {
      return type(name, Schema.of(type));
    }

    /**
     * Adds the type of a schema under a name.
     *
     * @throws IllegalArgumentException if another type has the name
     */
    public Builder type(String name, Schema<?> schema) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(schema, "schema");
      Schema<?> other = schemas.putIfAbsent(name, schema);
      if (other != null && !other.type().equals(schema.type())) {
        throw new IllegalArgumentException(
            "The name \"%s\" is used for two types: %s and %s.\nGive one of them another name."
                .formatted(name, other.type().getTypeName(), schema.type().getTypeName()));
      }
      return this;
    }

    /** Sets the treatment of values of other types; default: {@link UnknownTypePolicy#REJECT}. */
    public Builder unknownTypes(UnknownTypePolicy policy) {
      this.policy = Objects.requireNonNull(policy, "policy");
      return this;
    }

    /** Returns the set of types. */
    public ConversationTypes build() {
      return new ConversationTypes(
          TypeRegistry.of(schemas, policy == UnknownTypePolicy.OMIT_VALUE));
    }
  }
}
