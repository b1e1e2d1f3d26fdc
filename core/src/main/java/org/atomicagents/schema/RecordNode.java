package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record. */
final class RecordNode implements TypeNode {
  private final @Nullable Class<?> type;
  private final String name;
  private final String description;
  private @Nullable RecordBody body;
  private boolean foreign;
  private boolean open;
  private boolean whenDone;
  private final Lazy<RecordGrowth> growth = new Lazy<>(() -> RecordGrowth.of(this));

  /**
   * A record whose body follows: its components may lead back to it.
   *
   * @param type null for an object that no class stands for
   */
  RecordNode(@Nullable Class<?> type, String name, String description) {
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

  RecordBody.@Nullable Component component(String jsonName) {
    return body().named(jsonName);
  }

  @Nullable Class<?> type() {
    return type;
  }

  /** Whether it is an object of Jackson's tree. */
  boolean isTree() {
    return type == null && !Wrapping.is(this);
  }

  /** The index of the component that has this key; -1 if none has. */
  int indexOf(String jsonName) {
    // Jackson has more than one number for none.
    return Math.max(-1, body().matcher().matchName(jsonName));
  }

  /**
   * The index of the one component whose name is this key in another style; -1 if there is none.
   */
  int similar(String key) {
    return growth.get().similar(key);
  }

  /** What an instance is made of as long as nothing is known of it; the caller's own. */
  @Nullable Object[] blanks() {
    return growth.get().blanks().clone();
  }

  /** The indexes of the components without which nothing of it is shown. */
  int[] needed() {
    return growth.get().needed();
  }

  /** Whether it is shown only once it is whole. */
  boolean isShownWhenDone() {
    return whenDone;
  }

  void showWhenDone() {
    whenDone = true;
  }

  /** Calls the constructor; null if it refuses. */
  @Nullable Object build(@Nullable Object[] values) {
    return body().build(values);
  }

  /** Whether an instance holds what its constructor was given. */
  boolean holds(Object instance, @Nullable Object[] arguments) {
    try {
      for (int i = 0; i < arguments.length; i++) {
        RecordBody.Component component = components().get(i);
        Object held = component.of(instance);
        if (!Objects.equals(held, arguments[i])
            || !isWrittenAlike(component.slot(), held, arguments[i])) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  // Sets are equal in any order, and URIs in upper and lower case.
  @SuppressWarnings("ReferenceEquality") // the same is written alike, and most are the same
  private static boolean isWrittenAlike(Slot slot, @Nullable Object one, @Nullable Object equal) {
    return one == equal
        || one instanceof CharSequence
        || one instanceof Number
        || one instanceof Boolean
        || one instanceof Enum<?>
        || written(slot, one).equals(written(slot, equal));
  }

  private static String written(Slot slot, @Nullable Object value) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      slot.encode(value, out);
    }
    return text.toString();
  }

  /** Whether an object with these keys, and no others, can be this. */
  boolean hasShape(List<String> keys) {
    return keys.stream().allMatch(key -> component(key) != null)
        && components().stream()
            .allMatch(each -> each.slot().isOptional() || keys.contains(each.jsonName()));
  }

  /** The keys in words, as in {@code {amount, reason?}}. */
  String shape() {
    return components().stream()
        .map(each -> each.jsonName() + (each.slot().isOptional() ? "?" : ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public @Nullable Object decode(Decoding in) {
    return decode(in, null);
  }

  /**
   * Reads an object.
   *
   * @param tagKey a key besides the components, which was read already; null if there is none
   */
  @Nullable Object decode(Decoding in, @Nullable String tagKey) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    RecordBody shape = body();
    int failuresBefore = in.failures();
    int checkedBefore = in.checkedCount();
    int count = shape.components().size();
    var values = new @Nullable Object[open ? count + 1 : count];
    var seen = new boolean[count];
    decodeComponents(in, shape, values, seen, tagKey);
    fillAbsent(in, shape, values, seen);
    if (in.failures() > failuresBefore) {
      return null;
    }
    Object built = shape.build(values, name, in);
    checkForeign(built, checkedBefore, in);
    return built;
  }

  private void checkForeign(@Nullable Object built, int checkedBefore, Decoding in) {
    Findings checked = in.checked();
    if (foreign && built != null && checked != null && checked.count() == checkedBefore) {
      ForeignConstraints.check(built, components(), checked);
      checked.within(checkedBefore, in.path());
    }
  }

  private void decodeComponents(
      Decoding in,
      RecordBody shape,
      @Nullable Object[] values,
      boolean[] seen,
      @Nullable String tagKey) {
    boolean tagSeen = false;
    int match = in.parser.nextNameMatch(shape.matcher());
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      in.nextToken();
      if (match < 0) {
        boolean isTag = in.parser.currentName().equals(tagKey);
        if (isTag && tagSeen) {
          in.reject("each key once");
        } else if (!isTag) {
          other(in, values);
        }
        tagSeen |= isTag;
      } else if (seen[match]) {
        in.reject("each key once");
      } else {
        seen[match] = true;
        values[match] = shape.components().get(match).slot().decode(in);
      }
      match = in.parser.nextNameMatch(shape.matcher());
    }
  }

  private void other(Decoding in, @Nullable Object[] values) {
    if (!open) {
      in.unknownKey();
      return;
    }
    int last = values.length - 1;
    ObjectNode others =
        values[last] instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
    String name = in.parser.currentName();
    if (others.has(name)) {
      in.reject("each key once");
    } else {
      others.set(name, new AnyNode().decode(in));
      values[last] = others;
    }
  }

  private static void fillAbsent(
      Decoding in, RecordBody shape, @Nullable Object[] values, boolean[] seen) {
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        RecordBody.Component component = shape.components().get(i);
        if (component.slot().isOptional()) {
          values[i] = component.slot().absent();
          checkAbsent(in, component, values[i]);
        } else {
          in.add(in.path() + component.segment(), "a value", "nothing");
        }
      }
    }
  }

  private static void checkAbsent(
      Decoding in, RecordBody.Component component, @Nullable Object value) {
    Findings checked = in.checked();
    if (checked != null) {
      component.slot().check(value, in.path() + component.segment(), checked);
    }
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartObject();
    encodeComponents(value, out);
    out.writeEndObject();
  }

  void encodeComponents(Object value, JsonGenerator out) {
    for (RecordBody.Component component : components()) {
      Object held = component.of(value);
      // An object without a class doesn't have the key; a record does, with null.
      if (held != null || type != null) {
        out.writeName(component.name());
        component.slot().encode(held, out);
      }
    }
    if (open && value instanceof ObjectNode object) {
      for (var property : object.properties()) {
        if (component(property.getKey()) == null) {
          out.writeName(property.getKey());
          JsonTree.write(property.getValue(), out);
        }
      }
    }
  }

  @Override
  public void validate(Object value, Findings findings) {
    int first = findings.count();
    List<RecordBody.Component> all = components();
    for (int i = 0; i < all.size(); i++) {
      RecordBody.Component component = all.get(i);
      int before = findings.count();
      component.slot().validate(component.of(value), findings);
      findings.within(before, component.segment());
    }
    // What the validator checks again has passed: it knows no bound for an expression.
    if (foreign && findings.count() == first) {
      ForeignConstraints.check(value, components(), findings);
    }
  }

  /** Whether the object may have other keys than those of its components. */
  boolean isOpen() {
    return open;
  }

  /** Lets it have other keys, which are handed to the constructor behind its components. */
  void open() {
    open = true;
  }

  /** Whether only the validator knows all of the record's constraints. */
  boolean isForeign() {
    return foreign;
  }

  private RecordBody body() {
    if (body == null) {
      throw new IllegalStateException(name + " is used before it is compiled");
    }
    return body;
  }
}
