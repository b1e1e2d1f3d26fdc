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
 * Generates random values of Java types, together with their JSON.
 *
 * <p>It implements the documented type mapping and shares no code with schemas and decoders.
 */
final class ValueSampler {
  private static final int MAX_DEPTH = 5;

  private final SeededRandom random;

  ValueSampler(SeededRandom random) {
    this.random = random;
  }

  /**
   * A value and its JSON.
   *
   * @param piece the JSON; empty if the value is represented by an absent key
   */
  record Drawn(@Nullable Object value, Optional<MutableJson> piece) {
    static Drawn of(Object value, MutableJson piece) {
      return new Drawn(value, Optional.of(piece));
    }
  }

  /** Returns a root value; its JSON is wrapped in an object if it is not an object itself. */
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
      AnnotatedType annotated, Map<TypeVariable<?>, AnnotatedType> outer, int depth) {
    Class<?> type = TypeArguments.raw(annotated);
    Map<TypeVariable<?>, AnnotatedType> variables =
        type.getTypeParameters().length == 0 ? Map.of() : TypeArguments.variables(annotated, outer);
    var members = MutableJson.Members.ofRecord(TypeDeclarations.tag(type));
    RecordComponent[] components = type.getRecordComponents();
    var values = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      values[i] = component(components[i], variables, depth + 1, members);
    }
    // Models do not always keep the order of the schema.
    if (random.chance(0.15)) {
      Collections.shuffle(members.all, random.random());
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
    Optional<Object> defaultValue = TypeDeclarations.defaultOf(component);
    Drawn drawn =
        defaultValue.isPresent() && random.chance(0.4)
            ? absent(defaultValue.get())
            : nullableValue(component.getAnnotatedType(), variables, depth);
    drawn
        .piece()
        .ifPresentOrElse(
            piece -> members.all.add(new MutableJson.Member(key, piece)),
            () -> members.absent.add(key));
    return drawn.value();
  }

  private Drawn nullableValue(
      AnnotatedType declared, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    AnnotatedType annotated = TypeArguments.known(declared, variables);
    boolean nullable =
        declared.isAnnotationPresent(Nullable.class)
            || annotated.isAnnotationPresent(Nullable.class);
    if (nullable && random.chance(0.4)) {
      return absent(null);
    }
    Class<?> raw = TypeArguments.raw(annotated);
    if (raw == OptionalInt.class) {
      Drawn content = NumberSamples.draw(int.class, random);
      return random.chance(0.4)
          ? absent(OptionalInt.empty())
          : new Drawn(
              OptionalInt.of((Integer) Objects.requireNonNull(content.value())), content.piece());
    }
    if (raw == Optional.class) {
      Drawn content =
          nullableValue(TypeArguments.argument(annotated, 0, variables), variables, depth);
      return random.chance(0.4)
          ? absent(Optional.empty())
          : new Drawn(Optional.ofNullable(content.value()), content.piece());
    }
    return value(annotated, variables, depth);
  }

  private Drawn absent(@Nullable Object value) {
    return new Drawn(
        value,
        random.chance(0.3) ? Optional.of(new MutableJson.Literal("null")) : Optional.empty());
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
      String text = StringSamples.draw(random);
      return Drawn.of(text, new MutableJson.Text(text, MutableJson.Role.FREE));
    }
    if (type == boolean.class || type == Boolean.class) {
      boolean value = random.chance(0.5);
      return Drawn.of(value, new MutableJson.Literal(String.valueOf(value)));
    }
    return FormattedSamples.draw(type, random).orElseGet(() -> NumberSamples.draw(type, random));
  }

  private int count(int depth) {
    return depth >= MAX_DEPTH ? 0 : random.oneOf(List.of(0, 1, 1, 1, 2, 2, 3, 5));
  }

  private Drawn items(
      Class<?> type, AnnotatedType item, Map<TypeVariable<?>, AnnotatedType> variables, int depth) {
    var values = new ArrayList<@Nullable Object>();
    var items = new MutableJson.Items();
    for (int i = count(depth); i > 0; i--) {
      Drawn drawn = nullableValue(item, variables, depth + 1);
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
      Drawn key = keys == String.class ? StringSamples.key(random) : key(keys);
      Drawn drawn =
          nullableValue(TypeArguments.argument(annotated, 1, variables), variables, depth + 1);
      if (key.value() != null && !values.containsKey(key.value())) {
        values.put(key.value(), drawn.value());
        MutableJson piece = drawn.piece().orElseGet(() -> new MutableJson.Literal("null"));
        members.all.add(new MutableJson.Member(text(key), piece));
      }
    }
    return Drawn.of(Collections.unmodifiableMap(values), members);
  }

  private Drawn key(Class<?> type) {
    return type.isEnum() ? constant(type) : NumberSamples.draw(type, random);
  }

  private static String text(Drawn key) {
    return switch (key.piece().orElseThrow()) {
      case MutableJson.Text text -> text.value;
      case MutableJson.Numeral number -> number.digits;
      default -> throw new IllegalStateException("not a key: " + key);
    };
  }

  private Drawn constant(Class<?> type) {
    List<MutableJson.Choice> choices = TypeDeclarations.choices(type);
    int index = random.between(0, choices.size() - 1);
    return Drawn.of(
        type.getEnumConstants()[index], new MutableJson.Text(choices.get(index).name(), choices));
  }

  private Drawn branch(Class<?> sealed, int depth) {
    Class<?> chosen = random.oneOf(List.of(sealed.getPermittedSubclasses()));
    Drawn drawn = record(TypeDeclarations.asType(chosen), Map.of(), depth);
    String key = TypeDeclarations.discriminator(sealed);
    if (!key.isEmpty() && drawn.piece().orElseThrow() instanceof MutableJson.Members members) {
      var tag = new MutableJson.Text(TypeDeclarations.tag(chosen), TypeDeclarations.tags(sealed));
      members.known.add(key);
      // Usually first, as in the schema.
      int index = random.chance(0.8) ? 0 : members.all.size();
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
