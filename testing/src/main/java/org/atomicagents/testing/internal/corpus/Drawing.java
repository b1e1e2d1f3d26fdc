package org.atomicagents.testing.internal.corpus;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.internal.Draw;
import org.atomicagents.testing.internal.mutation.Piece;
import org.jspecify.annotations.Nullable;

/**
 * Makes up values of Java types, each with the JSON that it is.
 *
 * <p>Written against the documentation of types alone: it shares no code with schemas and decoders.
 */
final class Drawing {
  private static final int DEEPEST = 5;

  private final Draw draw;

  Drawing(Draw draw) {
    this.draw = draw;
  }

  /**
   * A value and its JSON.
   *
   * @param piece nothing if the value is told by leaving it out
   */
  record Drawn(@Nullable Object value, Optional<Piece> piece) {
    static Drawn of(Object value, Piece piece) {
      return new Drawn(value, Optional.of(piece));
    }
  }

  /** A record, with an object as its JSON. */
  Drawn record(Class<?> type) {
    return record(type, 0);
  }

  private Drawn record(Class<?> type, int depth) {
    var members = new Piece.Members(type.getSimpleName());
    RecordComponent[] components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = keyOf(components[i]);
      Drawn drawn = place(components[i].getAnnotatedType(), depth + 1);
      values[i] = drawn.value();
      members.known.add(key);
      drawn
          .piece()
          .ifPresentOrElse(
              piece -> members.all.add(new Piece.Member(key, piece)),
              () -> members.absent.add(key));
    }
    // Models don't keep the order of a schema.
    if (draw.chance(0.15)) {
      Collections.shuffle(members.all, draw.random());
    }
    return Drawn.of(construct(type, components, values), members);
  }

  private Drawn place(AnnotatedType annotated, int depth) {
    if (annotated.isAnnotationPresent(Nullable.class) && draw.chance(0.4)) {
      return nothing(null);
    }
    if (raw(annotated.getType()) == Optional.class) {
      if (draw.chance(0.4)) {
        return nothing(Optional.empty());
      }
      Drawn content = place(argument(annotated), depth);
      return new Drawn(Optional.ofNullable(content.value()), content.piece());
    }
    return value(annotated, depth);
  }

  private Drawn nothing(@Nullable Object value) {
    return new Drawn(
        value, draw.chance(0.3) ? Optional.of(new Piece.Literal("null")) : Optional.empty());
  }

  private Drawn value(AnnotatedType annotated, int depth) {
    Class<?> type = raw(annotated.getType());
    if (type.isRecord()) {
      return record(type, depth);
    }
    if (type.isEnum()) {
      return constant(type);
    }
    if (type == List.class) {
      return list(argument(annotated), depth);
    }
    if (type == String.class) {
      String text = Wording.draw(draw);
      return Drawn.of(text, new Piece.Text(text, Piece.Role.FREE));
    }
    if (type == boolean.class || type == Boolean.class) {
      boolean value = draw.chance(0.5);
      return Drawn.of(value, new Piece.Literal(String.valueOf(value)));
    }
    return Digits.draw(type, draw);
  }

  private Drawn list(AnnotatedType item, int depth) {
    var values = new ArrayList<@Nullable Object>();
    var items = new Piece.Items();
    int count = depth >= DEEPEST ? 0 : draw.oneOf(List.of(0, 1, 1, 1, 2, 2, 3, 5));
    for (int i = 0; i < count; i++) {
      Drawn drawn = place(item, depth + 1);
      values.add(drawn.value());
      items.all.add(drawn.piece().orElseGet(() -> new Piece.Literal("null")));
    }
    return Drawn.of(Collections.unmodifiableList(values), items);
  }

  private Drawn constant(Class<?> type) {
    var choices = new ArrayList<Piece.Choice>();
    for (Object each : type.getEnumConstants()) {
      choices.add(choice(type, (Enum<?>) each));
    }
    int index = draw.between(0, choices.size() - 1);
    return Drawn.of(
        type.getEnumConstants()[index], new Piece.Text(choices.get(index).name(), choices));
  }

  private static Piece.Choice choice(Class<?> type, Enum<?> constant) {
    try {
      AnnotatedElement field = type.getField(constant.name());
      var renamed = field.getAnnotation(JsonProperty.class);
      var described = field.getAnnotation(Description.class);
      return new Piece.Choice(
          renamed == null ? constant.name() : renamed.value(),
          described == null ? "" : described.value());
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String keyOf(RecordComponent component) {
    try {
      var renamed =
          component
              .getDeclaringRecord()
              .getDeclaredField(component.getName())
              .getAnnotation(JsonProperty.class);
      return renamed == null || renamed.value().isEmpty() ? component.getName() : renamed.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Class<?> raw(Type type) {
    return type instanceof ParameterizedType generic
        ? (Class<?>) generic.getRawType()
        : (Class<?>) type;
  }

  private static AnnotatedType argument(AnnotatedType type) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[0];
  }
}
