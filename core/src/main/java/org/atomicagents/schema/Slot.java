package org.atomicagents.schema;

import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * A place for a value: a type, and what this place asks of it beyond the type.
 *
 * @param fallback what it holds where it was left out; null if it says nothing of that
 * @param description what the place means; empty if nothing was said
 */
record Slot(
    TypeNode type,
    boolean nullable,
    @Nullable Fallback fallback,
    Constraints constraints,
    String description) {

  /** A place that asks for nothing but a type. */
  static Slot of(TypeNode type) {
    return new Slot(type, false, null, Constraints.NONE, "");
  }

  /** The same place, which has a value in any case, and of which nothing is said. */
  Slot required() {
    return new Slot(type, false, null, constraints, "");
  }

  /** The same place, which shows its value only once that is whole. */
  Slot shownWhenDone() {
    return new Slot(type, nullable, fallback, constraints.shownWhenDone(), description);
  }

  /** The type of what is written here, without Optionals around it. */
  TypeNode core() {
    TypeNode core = type;
    while (core instanceof OptionalNode optional) {
      core = optional.content().type();
    }
    return core;
  }

  /** A value of the type of what is written here, as this place holds it. */
  Object holding(Object value) {
    return type instanceof OptionalNode optional
        ? optional.of(optional.content().holding(value))
        : value;
  }

  /** Whether it shows its value only once that is whole. */
  boolean isShownWhenDone() {
    return constraints.whenDone()
        || (type instanceof OptionalNode optional && optional.content().isShownWhenDone());
  }

  /** Whether the place may be left out. */
  boolean isOptional() {
    return nullable
        || fallback != null
        || (type instanceof OptionalNode optional && optional.mayBeLeftOut());
  }

  /** The value of a place that was left out. */
  @Nullable Object absent() {
    if (fallback != null) {
      return fallback.value();
    }
    return type instanceof OptionalNode optional && optional.mayBeLeftOut()
        ? optional.empty()
        : null;
  }

  @Nullable Object decode(Decoding in) {
    int failuresBefore = in.failures();
    Object value = read(in);
    Findings checked = in.checked();
    if (checked != null && in.failures() == failuresBefore) {
      check(value, in.path(), checked);
    }
    return value;
  }

  /** Checks what this place asks for, but not what lies within. */
  void check(@Nullable Object value, String path, Findings findings) {
    int before = findings.count();
    if (value != null || !Fallback.NOTHING.equals(fallback)) {
      constraints.check(value, findings);
    }
    findings.within(before, path);
  }

  private @Nullable Object read(Decoding in) {
    boolean mayBeNull = nullable || fallback != null;
    if (mayBeNull && in.parser.currentToken() == JsonToken.VALUE_NULL && !hasOwnNull()) {
      if (!nullable && Fallback.NOTHING.equals(fallback)) {
        in.mend(Repair.Kind.NULL, "nothing or a value", "");
      }
      return nullable ? null : absent();
    }
    return type.decode(in);
  }

  // An empty Optional is written as null: only where the key is missing is it the default.
  private boolean hasOwnNull() {
    return type instanceof OptionalNode optional && (!nullable || !optional.mayBeLeftOut());
  }

  void encode(@Nullable Object value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      type.encode(value, out);
    }
  }

  /** Checks this place alone: what lies within was checked before. */
  void validateAlone(@Nullable Object value, Findings findings) {
    if (value != null || !Fallback.NOTHING.equals(fallback)) {
      constraints.check(value, findings);
    }
    if (value != null && type instanceof OptionalNode optional) {
      Object content = optional.present(value);
      if (content != null) {
        optional.content().validateAlone(content, findings);
      }
    }
  }

  /** Checks this place and what lies within. */
  void validate(@Nullable Object value, Findings findings) {
    if (value == null && Fallback.NOTHING.equals(fallback)) {
      return;
    }
    if (value == null && !nullable) {
      findings.add("a value", "null");
      return;
    }
    constraints.check(value, findings);
    if (value != null) {
      type.validate(value, findings);
    }
  }
}
