package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * A place for a value: a type, and what this place asks of it beyond the type.
 *
 * @param defaultValue what it holds where it was left out; null if it says nothing of that
 * @param description what the place means; empty if nothing was said
 */
public record TypeUse(
    TypeNode type,
    boolean nullable,
    @Nullable DefaultValue defaultValue,
    PropertyConstraints constraints,
    String description) {

  /** A place that asks for nothing but a type. */
  public static TypeUse of(TypeNode type) {
    return new TypeUse(type, false, null, PropertyConstraints.NONE, "");
  }

  /** The same place, which has a value in any case, and of which nothing is said. */
  public TypeUse asRequired() {
    return new TypeUse(type, false, null, constraints, "");
  }

  /** The same place, which shows its value only once that is whole. */
  public TypeUse withStreamWhenDone() {
    return new TypeUse(type, nullable, defaultValue, constraints.withStreamWhenDone(), description);
  }

  /** The type of what is written here, without Optionals around it. */
  public TypeNode unwrappedType() {
    TypeNode core = type;
    while (core instanceof OptionalNode optional) {
      core = optional.content().type();
    }
    return core;
  }

  /** A value of the type of what is written here, as this place holds it. */
  public Object wrap(Object value) {
    return type instanceof OptionalNode optional
        ? optional.wrap(optional.content().wrap(value))
        : value;
  }

  /** Whether it shows its value only once that is whole. */
  public boolean isStreamedWhenDone() {
    return constraints.streamWhenDone()
        || (type instanceof OptionalNode optional && optional.content().isStreamedWhenDone());
  }

  /** Whether the place may be left out. */
  public boolean isOptional() {
    return nullable
        || defaultValue != null
        || (type instanceof OptionalNode optional && optional.mayBeAbsent());
  }

  /** The value of a place that was left out. */
  @Nullable
  public Object absentValue() {
    if (defaultValue != null) {
      return defaultValue.value();
    }
    return type instanceof OptionalNode optional && optional.mayBeAbsent()
        ? optional.empty()
        : null;
  }

  @Nullable
  public Object decode(DecodeContext in) {
    int failuresBefore = in.violationCount();
    Object value = decodeNullable(in);
    ViolationCollector checked = in.constraintViolations();
    if (checked != null && in.violationCount() == failuresBefore) {
      checkConstraints(value, in.path(), checked);
    }
    return value;
  }

  /** Checks what this place asks for, but not what lies within. */
  void checkConstraints(@Nullable Object value, String path, ViolationCollector findings) {
    int before = findings.count();
    if (value != null || !DefaultValue.ABSENT.equals(defaultValue)) {
      constraints.check(value, findings);
    }
    findings.prependPath(before, path);
  }

  private @Nullable Object decodeNullable(DecodeContext in) {
    boolean mayBeNull = nullable || defaultValue != null;
    if (mayBeNull && in.parser.currentToken() == JsonToken.VALUE_NULL && !encodesEmptyAsNull()) {
      if (!nullable && DefaultValue.ABSENT.equals(defaultValue)) {
        in.repairOrReject(Repair.Kind.NULL, "nothing or a value", "");
      }
      return nullable ? null : absentValue();
    }
    return type.decode(in);
  }

  // An empty Optional is written as null: only where the key is missing is it the default.
  private boolean encodesEmptyAsNull() {
    return type instanceof OptionalNode optional && (!nullable || !optional.mayBeAbsent());
  }

  public void encode(@Nullable Object value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      type.encode(value, out);
    }
  }

  /** Checks this place alone: what lies within was checked before. */
  public void validateShallow(@Nullable Object value, ViolationCollector findings) {
    if (value != null || !DefaultValue.ABSENT.equals(defaultValue)) {
      constraints.check(value, findings);
    }
    if (value != null && type instanceof OptionalNode optional) {
      Object content = optional.unwrap(value);
      if (content != null) {
        optional.content().validateShallow(content, findings);
      }
    }
  }

  /** Checks this place and what lies within. */
  public void validate(@Nullable Object value, ViolationCollector findings) {
    if (value == null && DefaultValue.ABSENT.equals(defaultValue)) {
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
