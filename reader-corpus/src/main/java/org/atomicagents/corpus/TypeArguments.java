package org.atomicagents.corpus;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/** Resolves type variables and type arguments. */
final class TypeArguments {
  private TypeArguments() {}

  /** Returns the type that a variable is bound to; any other type unchanged. */
  static AnnotatedType known(AnnotatedType type, Map<TypeVariable<?>, AnnotatedType> variables) {
    if (!(type instanceof AnnotatedTypeVariable variable)) {
      return type;
    }
    AnnotatedType known = variables.get((TypeVariable<?>) variable.getType());
    if (known == null) {
      throw new IllegalArgumentException("type: expected a bound variable, found " + type);
    }
    return known;
  }

  static Class<?> raw(AnnotatedType type) {
    Type plain = type.getType();
    return plain instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) plain;
  }

  static AnnotatedType argument(
      AnnotatedType type, int index, Map<TypeVariable<?>, AnnotatedType> variables) {
    return type instanceof AnnotatedArrayType array
        ? array.getAnnotatedGenericComponentType()
        : known(
            ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index],
            variables);
  }

  /** Returns the bindings of the variables of a generic type. */
  static Map<TypeVariable<?>, AnnotatedType> variables(
      AnnotatedType type, Map<TypeVariable<?>, AnnotatedType> outer) {
    var variables = new HashMap<TypeVariable<?>, AnnotatedType>();
    TypeVariable<?>[] names = raw(type).getTypeParameters();
    for (int i = 0; i < names.length; i++) {
      variables.put(names[i], argument(type, i, outer));
    }
    return variables;
  }
}
