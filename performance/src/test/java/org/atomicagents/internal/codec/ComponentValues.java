package org.atomicagents.internal.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The different values of the components of records, found in values by reflection. */
final class ComponentValues {
  private final Map<String, Set<String>> byComponent = new TreeMap<>();
  private final Set<Class<?>> classes = new HashSet<>();
  private final Map<Class<?>, Set<Object>> constants = new HashMap<>();

  void add(@Nullable Object value) {
    switch (value) {
      case null -> {}
      case Collection<?> all -> all.forEach(this::add);
      case Map<?, ?> map -> add(map.values());
      case Enum<?> constant ->
          constants
              .computeIfAbsent(constant.getDeclaringClass(), type -> new HashSet<>())
              .add(constant);
      case Record found -> addRecord(found);
      default -> classes.add(value.getClass());
    }
  }

  private void addRecord(Record found) {
    classes.add(found.getClass());
    for (RecordComponent component : found.getClass().getRecordComponents()) {
      Object value = value(found, component);
      byComponent
          .computeIfAbsent(
              found.getClass().getSimpleName() + "." + component.getName(), key -> new HashSet<>())
          .add(String.valueOf(value instanceof Collection<?> all ? all.size() : value));
      add(value);
    }
  }

  private static Object value(Record found, RecordComponent component) {
    try {
      return component.getAccessor().invoke(found);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new LinkageError(component.toString(), e);
    }
  }

  /** Returns the components with one value only. */
  Set<String> constantComponents() {
    var found = new TreeSet<String>();
    byComponent.forEach((component, values) -> {
      if (values.size() < 2) {
        found.add(component);
      }
    });
    return found;
  }

  /** Returns the names of the permitted classes of a sealed type without a value. */
  Set<String> missing(Class<?> type) {
    var missing = new TreeSet<String>();
    if (type.isSealed()) {
      for (Class<?> permitted : type.getPermittedSubclasses()) {
        missing.addAll(missing(permitted));
      }
    } else if (!classes.contains(type)) {
      missing.add(type.getSimpleName());
    }
    return missing;
  }

  /** Returns the names of the constants without a value, of all enums with one. */
  Set<String> missingConstants() {
    var missing = new TreeSet<String>();
    constants.forEach((type, found) -> {
      for (Object constant : type.getEnumConstants()) {
        if (!found.contains(constant)) {
          missing.add(type.getSimpleName() + "." + constant);
        }
      }
    });
    return missing;
  }
}
