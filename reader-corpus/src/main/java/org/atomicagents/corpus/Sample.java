package org.atomicagents.corpus;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.atomicagents.corpus.Drawing.Drawn;
import org.atomicagents.corpus.Wider.Page;
import org.atomicagents.corpus.Wider.Pair;
import org.atomicagents.corpus.mutation.Layout;
import org.atomicagents.corpus.mutation.Piece;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.schema.TypeRef;
import org.atomicagents.testing.internal.Draw;
import tools.jackson.databind.JsonNode;

/**
 * A type of the corpus, ready to be read.
 *
 * @param values makes up a value
 */
public record Sample<T>(String name, Schema<T> schema, Function<Draw, Drawn> values) {

  /** All types. */
  public static final List<Sample<?>> ALL =
      List.of(
          of(new TypeRef<Everyday.Ticket>() {}),
          of(new TypeRef<Everyday.Order>() {}),
          of(new TypeRef<Everyday.Profile>() {}),
          of(new TypeRef<Everyday.Preferences>() {}),
          of(new TypeRef<Everyday.Category>() {}),
          of(new TypeRef<Everyday.Tables>() {}),
          of(new TypeRef<Everyday.Note>() {}),
          of(new TypeRef<Everyday.Review>() {}),
          of(new TypeRef<Everyday.Program>() {}),
          of(new TypeRef<Measures.Numbers>() {}),
          of(new TypeRef<Measures.Reading>() {}),
          of(new TypeRef<Measures.Balance>() {}),
          of(new TypeRef<Wider.Event>() {}),
          of(new TypeRef<Wider.Store>() {}),
          of(new TypeRef<Wider.Search>() {}),
          of(new TypeRef<Wider.Plan>() {}),
          of(new TypeRef<Wider.Action>() {}),
          of(new TypeRef<Wider.Payment>() {}),
          of(new TypeRef<Page<Everyday.Ticket>>() {}),
          of(new TypeRef<Pair<List<Wider.Action>, Page<Integer>>>() {}),
          of(new TypeRef<List<Everyday.Line>>() {}),
          of(new TypeRef<List<String>>() {}),
          of(new TypeRef<Map<String, Everyday.Money>>() {}),
          of(new TypeRef<Map<String, List<Integer>>>() {}),
          of(new TypeRef<Everyday.Priority>() {}),
          of(new TypeRef<String>() {}));

  private static <T> Sample<T> of(TypeRef<T> ref) {
    String name = ref.type().getTypeName().replaceAll("[\\w.]+[.$]", "");
    var parent = (AnnotatedParameterizedType) ref.getClass().getAnnotatedSuperclass();
    AnnotatedType type = parent.getAnnotatedActualTypeArguments()[0];
    return new Sample<>(name, Schema.of(ref), draw -> new Drawing(draw).root(type));
  }

  /** A type that is made up, without a class; its values are trees. */
  static Sample<JsonNode> drawn(Draw draw) {
    Shape shape = Shape.drawn(draw);
    Schema<JsonNode> schema = Schema.of(shape.schema().toString());
    return new Sample<>(
        shape.schema().toString(),
        schema,
        ignored -> {
          Piece piece = shape.values().get();
          String text = Layout.COMPACT.write(piece);
          var exact = CompiledSchema.of(schema).decode(text, Strictness.STRICT, FinishReason.STOP);
          if (exact.value() == null) {
            throw new IllegalStateException(
                shape.schema() + "\n" + text + "\n" + exact.violations());
          }
          return Drawn.of(exact.value(), piece);
        });
  }

  /** The type of this name, as in {@code Ticket} or {@code List<String>}. */
  public static Sample<?> named(String name) {
    return ALL.stream()
        .filter(sample -> sample.name().equals(name))
        .findAny()
        .orElseThrow(
            () -> new IllegalArgumentException("type: expected one of " + ALL + ", found " + name));
  }

  /** Reads as an agent does whose model says that it has ended. */
  public ReadResult<T> read(String text, Strictness strictness) {
    return CompiledSchema.of(schema).decode(text, strictness, FinishReason.STOP);
  }

  /** A value as JSON. */
  // Values of a sample are of its type.
  @SuppressWarnings("unchecked")
  public String encode(Object value) {
    return schema.encode((T) value);
  }

  @Override
  public String toString() {
    return name();
  }
}
