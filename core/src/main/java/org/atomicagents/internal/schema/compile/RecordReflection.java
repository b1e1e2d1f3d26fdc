package org.atomicagents.internal.schema.compile;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Objects;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.BeanValidationBridge;
import org.jspecify.annotations.Nullable;

/** Reflective access to a record, which may be private and in another module. */
final class RecordReflection {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  /** A method handle has 255 slots, some of which it needs itself; {@code long} takes two. */
  private static final int MAX_HANDLE_SLOTS = 250;

  private final Class<?> type;
  private final MethodHandles.Lookup lookup;

  RecordReflection(Class<?> type) {
    this.type = type;
    this.lookup = lookupIn(type);
  }

  /**
   * Returns the canonical constructor as (Object[])Object. It throws the exception of the
   * constructor.
   */
  MethodHandle constructor() {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return slots(parameters) > MAX_HANDLE_SLOTS
          ? reflectiveConstructor(type.getDeclaredConstructor(parameters))
          : lookup
              .findConstructor(type, MethodType.methodType(void.class, parameters))
              // A varargs constructor would collect the components into its last parameter.
              .asFixedArity()
              .asSpreader(Object[].class, parameters.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int slots(Class<?>[] parameters) {
    return Arrays.stream(parameters)
        .mapToInt(parameter -> parameter == long.class || parameter == double.class ? 2 : 1)
        .sum();
  }

  private static MethodHandle reflectiveConstructor(Constructor<?> constructor)
      throws NoSuchMethodException, IllegalAccessException {
    constructor.setAccessible(true);
    return LOOKUP
        .findStatic(
            RecordReflection.class,
            "construct",
            MethodType.methodType(Object.class, Constructor.class, Object[].class))
        .bindTo(constructor);
  }

  @SuppressWarnings("unused") // called through a method handle
  private static Object construct(Constructor<?> constructor, @Nullable Object[] values)
      throws Throwable {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw Objects.requireNonNull(e.getCause());
    }
  }

  /** Returns a component's accessor as (Object)Object. */
  MethodHandle accessor(RecordComponent component) {
    try {
      return lookup
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  // The field has all annotations of a component; an explicitly declared accessor has not.
  static Field fieldOf(Class<?> owner, RecordComponent component) {
    try {
      return owner.getDeclaredField(component.getName());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandles.Lookup lookupIn(Class<?> type) {
    Module module = type.getModule();
    RecordReflection.class.getModule().addReads(module);
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, LOOKUP);
      BeanValidationBridge.openToValidator(module, type.getPackageName());
      return lookup;
    } catch (IllegalAccessException e) {
      throw ConfigurationException.of(
          "Module %s does not open %s to Atomic Agents: add 'opens %s to %s;' to its module-info.java"
              .formatted(module.getName(), type.getName(), type.getPackageName(), coreName()));
    }
  }

  private static String coreName() {
    Module core = RecordReflection.class.getModule();
    return core.isNamed() ? core.getName() : "org.atomicagents.core";
  }
}
