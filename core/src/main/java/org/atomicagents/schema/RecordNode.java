package org.atomicagents.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;

/** A record. */
final class RecordNode implements TypeNode {
  private final Class<?> type;
  private final String name;
  private final String description;
  private @Nullable RecordBody body;
  private boolean foreign;

  /** A record whose body follows: its components may lead back to it. */
  RecordNode(Class<?> type, String name, String description) {
    this.type = type;
    this.name = name;
    this.description = description;
  }

  /**
   * Completes the record.
   *
   * @param needsValidator whether it has constraints that only the validator knows
   */
  void complete(RecordBody newBody, boolean needsValidator) {
    this.body = newBody;
    this.foreign = needsValidator;
  }

  String name() {
    return name;
  }

  String description() {
    return description;
  }

  List<RecordBody.Component> components() {
    return body().components();
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    RecordBody shape = body();
    int failuresBefore = in.failures();
    var values = new @Nullable Object[shape.components().size()];
    var seen = new boolean[values.length];
    decodeComponents(in, shape, values, seen);
    fillAbsent(in, shape, values, seen);
    return in.failures() == failuresBefore ? shape.build(values, name, in) : null;
  }

  private static void decodeComponents(
      Decoding in, RecordBody shape, @Nullable Object[] values, boolean[] seen) {
    int match = in.parser.nextNameMatch(shape.matcher());
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      in.nextToken();
      if (match < 0) {
        in.parser.skipChildren();
      } else if (seen[match]) {
        in.reject("each key once");
      } else {
        seen[match] = true;
        values[match] = shape.components().get(match).slot().decode(in);
      }
      match = in.parser.nextNameMatch(shape.matcher());
    }
  }

  private static void fillAbsent(
      Decoding in, RecordBody shape, @Nullable Object[] values, boolean[] seen) {
    for (int i = 0; i < values.length; i++) {
      if (!seen[i]) {
        RecordBody.Component component = shape.components().get(i);
        if (component.slot().isOptional()) {
          values[i] = component.slot().absent();
        } else {
          in.add(in.path() + component.segment(), "a value", "nothing");
        }
      }
    }
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartObject();
    for (RecordBody.Component component : components()) {
      out.writeName(component.name());
      component.slot().encode(component.of(value), out);
    }
    out.writeEndObject();
  }

  @Override
  public void describe(SchemaWriter out) {
    out.object(this);
  }

  @Override
  public void validate(Object value, boolean checked, Findings findings) {
    if (foreign) {
      ForeignConstraints.check(value, components(), findings);
    }
    List<RecordBody.Component> all = components();
    for (int i = 0; i < all.size(); i++) {
      RecordBody.Component component = all.get(i);
      int before = findings.count();
      component.slot().validate(component.of(value), foreign, findings);
      findings.within(before, component.segment());
    }
  }

  /** The types of this record and of those within it that are shown to the validator. */
  Set<Class<?>> foreignTypes() {
    var found = new HashSet<Class<?>>();
    collect(this, new HashSet<>(), found);
    return found;
  }

  private static void collect(TypeNode node, Set<RecordNode> seen, Set<Class<?>> found) {
    switch (node) {
      case RecordNode each when seen.add(each) -> {
        if (each.foreign) {
          found.add(each.type);
        }
        each.components().forEach(component -> collect(component.slot().type(), seen, found));
      }
      case ListNode list -> collect(list.item().type(), seen, found);
      case OptionalNode optional -> collect(optional.content().type(), seen, found);
      default -> {}
    }
  }

  private RecordBody body() {
    if (body == null) {
      throw new IllegalStateException(name + " is used before it is compiled");
    }
    return body;
  }
}
