package org.atomicagents.schema;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;

/**
 * A generic type with its type arguments and annotations, captured by an anonymous subclass.
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
   * Captures the type argument of an anonymous subclass.
   *
   * @throws IllegalArgumentException if the subclass has no type argument
   */
  protected TypeRef() {
    if (!(getClass().getAnnotatedSuperclass() instanceof AnnotatedParameterizedType parent)) {
      throw new IllegalArgumentException(
          "Expected a type argument, as in new TypeRef<List<String>>() {}, found none.");
    }
    this.annotated = parent.getAnnotatedActualTypeArguments()[0];
  }

  /** Returns the captured type. */
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
