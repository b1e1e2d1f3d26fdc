package org.atomicagents.schema;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;

/**
 * A type with its arguments, as the compiler has seen it: what a {@code Class} can't say.
 *
 * {@snippet :
 * Schema<Map<String, List<Ticket>>> schema = Schema.of(new TypeRef<Map<String, List<Ticket>>>() {});
 * }
 *
 * <p>Immutable and thread-safe.
 */
public abstract class TypeRef<T> {
  private final AnnotatedType annotated;

  /**
   * For an anonymous subclass, which is what keeps the type.
   *
   * @throws IllegalArgumentException if the subclass doesn't say its type, or leaves it a variable
   */
  protected TypeRef() {
    if (!(getClass().getAnnotatedSuperclass() instanceof AnnotatedParameterizedType parent)) {
      throw new IllegalArgumentException(
          "Expected a type, as in new TypeRef<List<String>>() {}, found TypeRef without one.");
    }
    this.annotated = parent.getAnnotatedActualTypeArguments()[0];
  }

  /** The type. */
  public final Type type() {
    return annotated.getType();
  }

  final AnnotatedType annotated() {
    return annotated;
  }

  @Override
  public final String toString() {
    return "TypeRef[" + type().getTypeName() + "]";
  }
}
