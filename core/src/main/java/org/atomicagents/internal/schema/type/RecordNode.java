package org.atomicagents.internal.schema.type;

import java.io.StringWriter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A record. */
public final class RecordNode implements TypeNode {
  private final @Nullable Class<?> type;
  private final String name;
  private final String description;
  private @Nullable RecordLayout layout;
  private boolean needsValidator;
  private boolean allowAdditionalProperties;
  private boolean streamWhenDone;
  private final Lazy<PartialRecordLayout> partialLayout =
      new Lazy<>(() -> PartialRecordLayout.of(this));

  /**
   * A record whose body follows: its components may lead back to it.
   *
   * @param type null for an object that no class stands for
   */
  public RecordNode(@Nullable Class<?> type, String name, String description) {
    this.type = type;
    this.name = name;
    this.description = description;
  }

  /**
   * Completes the record.
   *
   * @param needsValidator whether it has constraints that only the validator knows
   */
  public void complete(RecordLayout newBody, boolean needsValidator) {
    this.layout = newBody;
    this.needsValidator = needsValidator;
  }

  public String name() {
    return name;
  }

  public String description() {
    return description;
  }

  public List<RecordLayout.RecordProperty> components() {
    return layout().components();
  }

  public RecordLayout.@Nullable RecordProperty component(String jsonName) {
    return layout().findComponent(jsonName);
  }

  @Nullable
  public Class<?> type() {
    return type;
  }

  /** Whether it is an object of Jackson's tree. */
  public boolean isTree() {
    return type == null && !RootWrapper.isWrapper(this);
  }

  /** The index of the component that has this key; -1 if none has. */
  public int indexOf(String jsonName) {
    // Jackson has more than one number for none.
    return Math.max(-1, layout().matcher().matchName(jsonName));
  }

  /**
   * The index of the one component whose name is this key in another style; -1 if there is none.
   */
  public int indexOfSimilar(String key) {
    return partialLayout.get().indexOfSimilar(key);
  }

  /** What an instance is made of as long as nothing is known of it; the caller's own. */
  @Nullable
  public Object[] blankArguments() {
    return partialLayout.get().blankArguments().clone();
  }

  /** The indexes of the components without which nothing of it is shown. */
  public int[] streamNotNullIndexes() {
    return partialLayout.get().streamNotNullIndexes();
  }

  /** Whether it is shown only once it is whole. */
  public boolean isStreamedWhenDone() {
    return streamWhenDone;
  }

  public void markStreamWhenDone() {
    streamWhenDone = true;
  }

  /** Calls the constructor; null if it refuses. */
  @Nullable
  public Object build(@Nullable Object[] values) {
    return layout().construct(values);
  }

  /** Whether an instance holds what its constructor was given. */
  public boolean preservesArguments(Object instance, @Nullable Object[] arguments) {
    try {
      for (int i = 0; i < arguments.length; i++) {
        RecordLayout.RecordProperty component = components().get(i);
        Object held = component.get(instance);
        if (!Objects.equals(held, arguments[i])
            || !isEncodedEqually(component.slot(), held, arguments[i])) {
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
  private static boolean isEncodedEqually(
      TypeUse slot, @Nullable Object one, @Nullable Object equal) {
    return one == equal
        || one instanceof CharSequence
        || one instanceof Number
        || one instanceof Boolean
        || one instanceof Enum<?>
        || encodeToString(slot, one).equals(encodeToString(slot, equal));
  }

  private static String encodeToString(TypeUse slot, @Nullable Object value) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      slot.encode(value, out);
    }
    return text.toString();
  }

  /** Whether an object with these keys, and no others, can be this. */
  boolean acceptsKeys(List<String> keys) {
    return keys.stream().allMatch(key -> component(key) != null)
        && components().stream()
            .allMatch(each -> each.slot().isOptional() || keys.contains(each.jsonName()));
  }

  /** The keys in words, as in {@code {amount, reason?}}. */
  public String keySummary() {
    return components().stream()
        .map(each -> each.jsonName() + (each.slot().isOptional() ? "?" : ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    return decode(in, null);
  }

  /**
   * Reads an object.
   *
   * @param tagKey a key besides the components, which was read already; null if there is none
   */
  @Nullable Object decode(DecodeContext in, @Nullable String tagKey) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    RecordLayout shape = layout();
    int failuresBefore = in.violationCount();
    int checkedBefore = in.constraintViolationCount();
    int count = shape.components().size();
    var values = new @Nullable Object[allowAdditionalProperties ? count + 1 : count];
    var seen = new boolean[count];
    decodeComponents(in, shape, values, seen, tagKey);
    fillAbsent(in, shape, values, seen);
    if (in.violationCount() > failuresBefore) {
      return null;
    }
    Object built = shape.construct(values, name, in);
    checkWithValidator(built, checkedBefore, in);
    return built;
  }

  private void checkWithValidator(@Nullable Object built, int checkedBefore, DecodeContext in) {
    ViolationCollector checked = in.constraintViolations();
    if (needsValidator && built != null && checked != null && checked.count() == checkedBefore) {
      BeanValidationBridge.check(built, components(), checked);
      checked.prependPath(checkedBefore, in.path());
    }
  }

  private void decodeComponents(
      DecodeContext in,
      RecordLayout shape,
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
          decodeAdditionalProperty(in, values);
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

  private void decodeAdditionalProperty(DecodeContext in, @Nullable Object[] values) {
    if (!allowAdditionalProperties) {
      in.skipUnknownKey();
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
      DecodeContext in, RecordLayout shape, @Nullable Object[] values, boolean[] seen) {
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i]) {
        RecordLayout.RecordProperty component = shape.components().get(i);
        if (component.slot().isOptional()) {
          values[i] = component.slot().absentValue();
          checkAbsent(in, component, values[i]);
        } else {
          in.addViolation(in.path() + component.segment(), "a value", "nothing");
        }
      }
    }
  }

  private static void checkAbsent(
      DecodeContext in, RecordLayout.RecordProperty component, @Nullable Object value) {
    ViolationCollector checked = in.constraintViolations();
    if (checked != null) {
      component.slot().checkConstraints(value, in.path() + component.segment(), checked);
    }
  }

  @Override
  public void encode(Object value, JsonGenerator out) {
    out.writeStartObject();
    encodeComponents(value, out);
    out.writeEndObject();
  }

  void encodeComponents(Object value, JsonGenerator out) {
    for (RecordLayout.RecordProperty component : components()) {
      Object held = component.get(value);
      // An object without a class doesn't have the key; a record does, with null.
      if (held != null || type != null) {
        out.writeName(component.name());
        component.slot().encode(held, out);
      }
    }
    if (allowAdditionalProperties && value instanceof ObjectNode object) {
      for (var property : object.properties()) {
        if (component(property.getKey()) == null) {
          out.writeName(property.getKey());
          JsonTree.write(property.getValue(), out);
        }
      }
    }
  }

  @Override
  public void validate(Object value, ViolationCollector findings) {
    int first = findings.count();
    List<RecordLayout.RecordProperty> all = components();
    for (int i = 0; i < all.size(); i++) {
      RecordLayout.RecordProperty component = all.get(i);
      int before = findings.count();
      component.slot().validate(component.get(value), findings);
      findings.prependPath(before, component.segment());
    }
    // What the validator checks again has passed: it knows no bound for an expression.
    if (needsValidator && findings.count() == first) {
      BeanValidationBridge.check(value, components(), findings);
    }
  }

  /** Whether the object may have other keys than those of its components. */
  public boolean allowsAdditionalProperties() {
    return allowAdditionalProperties;
  }

  /** Lets it have other keys, which are handed to the constructor behind its components. */
  public void allowAdditionalProperties() {
    allowAdditionalProperties = true;
  }

  /** Whether only the validator knows all of the record's constraints. */
  boolean needsValidator() {
    return needsValidator;
  }

  private RecordLayout layout() {
    if (layout == null) {
      throw new IllegalStateException(name + " is used before it is compiled");
    }
    return layout;
  }
}
