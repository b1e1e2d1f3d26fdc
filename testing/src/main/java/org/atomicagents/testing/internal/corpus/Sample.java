package org.atomicagents.testing.internal.corpus;

import java.util.List;
import org.atomicagents.model.FinishReason;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;

/** A type of the corpus, ready to be read. */
public record Sample<T extends Record>(Class<T> type, Schema<T> schema) {

  /** All types. */
  public static final List<Sample<?>> ALL =
      List.of(
          of(Everyday.Ticket.class),
          of(Everyday.Order.class),
          of(Everyday.Profile.class),
          of(Everyday.Preferences.class),
          of(Everyday.Category.class),
          of(Everyday.Tables.class),
          of(Everyday.Note.class),
          of(Everyday.Review.class),
          of(Everyday.Program.class),
          of(Measures.Numbers.class),
          of(Measures.Reading.class),
          of(Measures.Balance.class));

  private static <T extends Record> Sample<T> of(Class<T> type) {
    return new Sample<>(type, Schema.of(type));
  }

  /** The type of this simple name. */
  public static Sample<?> named(String name) {
    return ALL.stream()
        .filter(sample -> sample.name().equals(name))
        .findAny()
        .orElseThrow(
            () -> new IllegalArgumentException("type: expected one of " + ALL + ", found " + name));
  }

  public String name() {
    return type.getSimpleName();
  }

  /** Reads as an agent does whose model says that it has ended. */
  public ReadResult<T> read(String text, Strictness strictness) {
    return schema.decode(text, strictness, FinishReason.STOP);
  }

  /** A value as JSON. */
  public String encode(Object value) {
    return schema.encode(type.cast(value));
  }

  @Override
  public String toString() {
    return name();
  }
}
