package org.atomicagents.internal.schema.type;

import org.atomicagents.internal.schema.constraint.PropertyConstraints;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Repair;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;

/**
 * One use of a type, as in a component, list item or map value: the type and its annotations.
 *
 * @param defaultValue the value of an absent property; null if none is declared
 * @param description the description of this use; empty if there is none
 */
public record TypeUse(
    TypeNode type,
    boolean nullable,
    @Nullable DefaultValue defaultValue,
    PropertyConstraints constraints,
    String description) {

  /** Returns a required use of a type without constraints and description. */
  public static TypeUse of(TypeNode type) {
    return new TypeUse(type, false, null, PropertyConstraints.NONE, "");
  }

  /** Returns a copy that is neither nullable nor has a default or a description. */
  public TypeUse asRequired() {
    return new TypeUse(type, false, null, constraints, "");
  }

  /** Returns a copy whose value snapshots exclude until it is complete. */
  public TypeUse withStreamWhenDone() {
    return new TypeUse(type, nullable, defaultValue, constraints.withStreamWhenDone(), description);
  }

  /** Returns the type without enclosing Optionals. */
  public TypeNode unwrappedType() {
    TypeNode content = type;
    while (content instanceof OptionalNode optional) {
      content = optional.content().type();
    }
    return content;
  }

  /** Returns a value of the {@linkplain #unwrappedType() unwrapped type} in its Optionals. */
  public Object wrap(Object value) {
    return type instanceof OptionalNode optional
        ? optional.wrap(optional.content().wrap(value))
        : value;
  }

  /** Returns whether snapshots exclude the value until it is complete. */
  public boolean isStreamedWhenDone() {
    return constraints.streamWhenDone()
        || (type instanceof OptionalNode optional && optional.content().isStreamedWhenDone());
  }

  /** Returns whether the property may be absent. */
  public boolean isOptional() {
    return nullable
        || defaultValue != null
        || (type instanceof OptionalNode optional && optional.mayBeAbsent());
  }

  /** Returns the value of an absent property. */
  @Nullable
  public Object absentValue() {
    if (defaultValue != null) {
      return defaultValue.value();
    }
    return type instanceof OptionalNode optional && optional.mayBeAbsent()
        ? optional.empty()
        : null;
  }

  /** Returns the decoded value, and checks its constraints if that is enabled. */
  @Nullable
  public Object decode(DecodeContext in) {
    int violationsBefore = in.violationCount();
    Object value = decodeNullable(in);
    ViolationCollector collector = in.constraintViolations();
    if (collector != null && in.violationCount() == violationsBefore) {
      checkConstraints(value, in.path(), collector);
    }
    return value;
  }

  /**
   * Decodes a value of the plain form without deviations from the type. A null that means a default
   * is left to the parser.
   */
  @Nullable
  public Object decodePlain(PlainJsonReader in) {
    return nullable && !encodesEmptyAsNull() && in.tryRead("null") ? null : type.decodePlain(in);
  }

  /** Checks the constraints of this use, but not those of nested values. */
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
        in.repairOrReject(Repair.Kind.NULL, "a value or an absent key", "");
      }
      return nullable ? null : absentValue();
    }
    return type.decode(in);
  }

  // An empty Optional is encoded as null: the default applies to an absent key only.
  private boolean encodesEmptyAsNull() {
    return type instanceof OptionalNode optional && (!nullable || !optional.mayBeAbsent());
  }

  /** Writes a value, which may be null. */
  public void encode(@Nullable Object value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      type.encode(value, out);
    }
  }

  /** Validates this use, but not nested values, which were validated before. */
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

  /** Validates this use and all nested values. */
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
