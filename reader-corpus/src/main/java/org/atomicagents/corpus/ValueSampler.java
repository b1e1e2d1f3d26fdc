package org.atomicagents.corpus;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.testing.internal.generate.SeededRandom;
import org.jspecify.annotations.Nullable;

/**
 * Makes up values of Java types, each with the JSON that it is.
 *
 * <p>Written against the documentation of types alone: it shares no code with schemas and decoders.
 */
final class ValueSampler {
  private static final int DEEPEST = 5;

  private final SeededRandom draw;

  ValueSampler(SeededRandom draw) {
    this.draw = draw;
  }

  /**
   * A value and its JSON.
   *
   * @param piece nothing if the value is told by leaving it out
   */
  record Drawn(@Nullable Object value, Optional<MutableJson> piece) {
    static Drawn of(Object value, MutableJson piece) {
      return new Drawn(value, Optional.of(piece));
    }
  }

  /** A value at the root, in an object if it is none. */
  Drawn root(AnnotatedType type) {
    Drawn drawn = value(type, Map.of(), 0);
    if (TypeArguments.raw(type).isRecord()) {
      return drawn;
    }
    String key =
        TypeArguments.raw(type) == List.class || TypeArguments.raw(type) == Set.class
            ? "items"
            : "value";
    MutableJson content = drawn.piece().orElseThrow();
    return new Drawn(drawn.value(), Optional.of(MutableJson.Members.around(key, content)));
  }

  private Drawn record(
      AnnotatedType annotated, Map<TypeVariable<?>, AnnotatedType> around, int depth) {
    Class<?> type = TypeArguments.raw(annotated);
    Map<TypeVariable<?>, AnnotatedType> variables =
        type.getTypeParameters().length == 0
            ? Map.of()
            : TypeArguments.variables(annotated, around);
    var members = MutableJson.Members.ofRecord(TypeDeclarations.tag(type));
    RecordComponent[] components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(components[i], variables, depth + 1, members);
    }
    // Models don't keep the order of a schema.
    if (draw.chance(0.15)) {
      Collections.shuffle(members.all, draw.random());
    }
    return Drawn.of(construct(type, components, values), members);
  }

  private @Nullable Object component(
      RecordComponent component,
      Map<TypeVariable<?>, AnnotatedType> variables,
      int depth,
      MutableJson.Members members) {
    String key = TypeDeclarations.keyOf(component);
    members.known.add(key);
    Optional<Object> otherwise = TypeDeclarations.defaultOf(component);
    Drawn drawn =
        otherwise.isPresent() && draw.chance(0.4)
            ? nothing(otherwise.get())
            : place(component.getAnnotatedType(), variables, depth);
    drawn
        .piece()
        .ifPresentOrElse(
            piece -> members.all.add(new MutableJson.Member(key, piece)),
            () -> members.absent.add(key));
    return drawn.value();
  }

  private Drawn place(
      AnnotatedType written, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    AnnotatedType annotated = TypeArguments.known(written, variables);
    boolean nullable =
        written.isAnnotationPresent(Nullable.class)
            || annotated.isAnnotationPresent(Nullable.class);
    if (nullable && draw.chance(0.4)) {
      return nothing(null);
    }
    Class<?> raw = TypeArguments.raw(annotated);
    if (raw == OptionalInt.class) {
      Drawn content = NumberSamples.draw(int.class, draw);
      return draw.chance(0.4)
          ? nothing(OptionalInt.empty())
          : new Drawn(
              OptionalInt.of((Integer) Objects.requireNonNull(content.value())), content.piece());
    }
    if (raw == Optional.class) {
      Drawn content = place(TypeArguments.argument(annotated, 0, variables), variables, depth);
      return draw.chance(0.4)
          ? nothing(Optional.empty())
          : new Drawn(Optional.ofNullable(content.value()), content.piece());
    }
    return value(annotated, variables, depth);
  }

  private Drawn nothing(@Nullable Object value) {
    return new Drawn(
        value, draw.chance(0.3) ? Optional.of(new MutableJson.Literal("null")) : Optional.empty());
  }

  private Drawn value(
      AnnotatedType annotated, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    Class<?> type = TypeArguments.raw(annotated);
    if (type.isRecord()) {
      return record(annotated, variables, depth);
    }
    if (type.isEnum()) {
      return constant(type);
    }
    if (type.isSealed()) {
      return branch(type, depth);
    }
    if (type == List.class || type == Set.class) {
      return items(type, TypeArguments.argument(annotated, 0, variables), variables, depth);
    }
    if (type == Map.class) {
      return map(annotated, variables, depth);
    }
    if (type == String.class) {
      String text = StringSamples.draw(draw);
      return Drawn.of(text, new MutableJson.Text(text, MutableJson.Role.FREE));
    }
    if (type == boolean.class || type == Boolean.class) {
      boolean value = draw.chance(0.5);
      return Drawn.of(value, new MutableJson.Literal(String.valueOf(value)));
    }
    return FormattedSamples.draw(type, draw).orElseGet(() -> NumberSamples.draw(type, draw));
  }

  private int count(int depth) {
    return depth >= DEEPEST ? 0 : draw.oneOf(List.of(0, 1, 1, 1, 2, 2, 3, 5));
  }

  private Drawn items(
      Class<?> type, AnnotatedType item, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    var values = new ArrayList<@Nullable Object>();
    var items = new MutableJson.Items();
    for (int i = count(depth); i > 0; i--) {
      Drawn drawn = place(item, variables, depth + 1);
      if (type == List.class || !values.contains(drawn.value())) {
        values.add(drawn.value());
        items.all.add(drawn.piece().orElseGet(() -> new MutableJson.Literal("null")));
      }
    }
    return Drawn.of(
        type == List.class
            ? Collections.unmodifiableList(values)
            : Collections.unmodifiableSet(new LinkedHashSet<>(values)),
        items);
  }

  private Drawn map(
      AnnotatedType annotated, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    Class<?> keys = TypeArguments.raw(TypeArguments.argument(annotated, 0, variables));
    var values = new LinkedHashMap<Object, @Nullable Object>();
    var members = MutableJson.Members.ofMap();
    for (int i = count(depth); i > 0; i--) {
      Drawn key = keys == String.class ? StringSamples.key(draw) : key(keys);
      Drawn drawn = place(TypeArguments.argument(annotated, 1, variables), variables, depth + 1);
      if (key.value() != null && !values.containsKey(key.value())) {
        values.put(key.value(), drawn.value());
        MutableJson piece = drawn.piece().orElseGet(() -> new MutableJson.Literal("null"));
        members.all.add(new MutableJson.Member(text(key), piece));
      }
    }
    return Drawn.of(Collections.unmodifiableMap(values), members);
  }

  private Drawn key(Class<?> type) {
    return type.isEnum() ? constant(type) : NumberSamples.draw(type, draw);
  }

  private static String text(Drawn key) {
    return switch (key.piece().orElseThrow()) {
      case MutableJson.Text text -> text.value;
      case MutableJson.Numeral number -> number.digits;
      default -> throw new IllegalStateException("no key: " + key);
    };
  }

  private Drawn constant(Class<?> type) {
    List<MutableJson.Choice> choices = TypeDeclarations.choices(type);
    int index = draw.between(0, choices.size() - 1);
    return Drawn.of(
        type.getEnumConstants()[index], new MutableJson.Text(choices.get(index).name(), choices));
  }

  private Drawn branch(Class<?> sealed, int depth) {
    Class<?> chosen = draw.oneOf(List.of(sealed.getPermittedSubclasses()));
    Drawn drawn = record(TypeDeclarations.asType(chosen), Map.of(), depth);
    String key = TypeDeclarations.discriminator(sealed);
    if (!key.isEmpty() && drawn.piece().orElseThrow() instanceof MutableJson.Members members) {
      var tag = new MutableJson.Text(TypeDeclarations.tag(chosen), TypeDeclarations.tags(sealed));
      members.known.add(key);
      // Mostly first, as in the schema.
      int index = draw.chance(0.8) ? 0 : members.all.size();
      members.all.add(index, new MutableJson.Member(key, tag));
    }
    return drawn;
  }

  private static Object construct(
      Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
