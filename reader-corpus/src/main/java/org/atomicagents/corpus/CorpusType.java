package org.atomicagents.corpus;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.atomicagents.corpus.AdvancedTypes.Page;
import org.atomicagents.corpus.AdvancedTypes.Pair;
import org.atomicagents.corpus.ValueSampler.Drawn;
import org.atomicagents.corpus.mutation.MutableJson;
import org.atomicagents.corpus.mutation.WhitespaceStyle;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.atomicagents.testing.internal.generate.SeededRandom;
import tools.jackson.databind.JsonNode;

/**
 * A type of the corpus with its schema.
 *
 * @param values generates random values
 */
public record CorpusType<T>(String name, Schema<T> schema, Function<SeededRandom, Drawn> values) {

  /** The types that are declared as Java classes. */
  public static final List<CorpusType<?>> ALL =
      List.of(
          of(new TypeRef<TypicalTypes.Ticket>() {}),
          of(new TypeRef<TypicalTypes.Order>() {}),
          of(new TypeRef<TypicalTypes.Profile>() {}),
          of(new TypeRef<TypicalTypes.Preferences>() {}),
          of(new TypeRef<TypicalTypes.Category>() {}),
          of(new TypeRef<TypicalTypes.Tables>() {}),
          of(new TypeRef<TypicalTypes.Note>() {}),
          of(new TypeRef<TypicalTypes.Review>() {}),
          of(new TypeRef<TypicalTypes.Program>() {}),
          of(new TypeRef<TypicalTypes.Donation>() {}),
          of(new TypeRef<NumericTypes.Numbers>() {}),
          of(new TypeRef<NumericTypes.Reading>() {}),
          of(new TypeRef<NumericTypes.Balance>() {}),
          of(new TypeRef<AdvancedTypes.Event>() {}),
          of(new TypeRef<AdvancedTypes.Store>() {}),
          of(new TypeRef<AdvancedTypes.Search>() {}),
          of(new TypeRef<AdvancedTypes.Plan>() {}),
          of(new TypeRef<AdvancedTypes.Action>() {}),
          of(new TypeRef<AdvancedTypes.Payment>() {}),
          of(new TypeRef<Page<TypicalTypes.Ticket>>() {}),
          of(new TypeRef<Pair<List<AdvancedTypes.Action>, Page<Integer>>>() {}),
          of(new TypeRef<List<TypicalTypes.Line>>() {}),
          of(new TypeRef<List<String>>() {}),
          of(new TypeRef<Map<String, TypicalTypes.Money>>() {}),
          of(new TypeRef<Map<String, List<Integer>>>() {}),
          of(new TypeRef<TypicalTypes.Priority>() {}),
          of(new TypeRef<String>() {}));

  private static <T> CorpusType<T> of(TypeRef<T> ref) {
    String name = ref.type().getTypeName().replaceAll("[\\w.]+[.$]", "");
    var parent = (AnnotatedParameterizedType) ref.getClass().getAnnotatedSuperclass();
    AnnotatedType type = parent.getAnnotatedActualTypeArguments()[0];
    return new CorpusType<>(name, Schema.of(ref), random -> new ValueSampler(random).root(type));
  }

  /** Returns a type with a random JSON Schema; its values are trees. */
  static CorpusType<JsonNode> random(SeededRandom random) {
    RandomSchema shape = RandomSchema.drawn(random);
    Schema<JsonNode> schema = Schema.of(shape.schema().toString());
    return new CorpusType<>(
        shape.schema().toString(),
        schema,
        ignored -> {
          MutableJson piece = shape.values().get();
          String text = WhitespaceStyle.COMPACT.write(piece);
          var exact = CompiledSchema.of(schema).decode(text, Strictness.STRICT, FinishReason.STOP);
          if (exact.value() == null) {
            throw new IllegalStateException(
                shape.schema() + "\n" + text + "\n" + exact.violations());
          }
          return Drawn.of(exact.value(), piece);
        });
  }

  /** Returns the type with a name such as {@code Ticket} or {@code List<String>}. */
  public static CorpusType<?> named(String name) {
    return ALL.stream()
        .filter(sample -> sample.name().equals(name))
        .findAny()
        .orElseThrow(
            () -> new IllegalArgumentException("type: expected one of " + ALL + ", found " + name));
  }

  /** Reads a text as a complete response and returns the result. */
  public ReadResult<T> read(String text, Strictness strictness) {
    return CompiledSchema.of(schema).decode(text, strictness, FinishReason.STOP);
  }

  /** Returns a value of this type as JSON. */
  // The values of a case have its type.
  @SuppressWarnings("unchecked")
  public String encode(Object value) {
    return schema.encode((T) value);
  }

  @Override
  public String toString() {
    return name();
  }
}
