package org.atomicagents.internal.schema.type;

import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.decode.DecodeContext;
import org.atomicagents.internal.schema.decode.PlainJsonReader;
import org.atomicagents.internal.schema.decode.ViolationCollector;
import org.atomicagents.message.Media;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonToken;
import tools.jackson.core.sym.PropertyNameMatcher;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The type of a record, or of an object of Jackson's tree. */
public final class RecordNode implements TypeNode {
  /** The place of a component that was not received, as opposed to a received null. */
  private static final Object ABSENT = new Object();

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
   * Creates a node without layout, so that its components may refer back to it.
   *
   * @param type the record class; null for an object without a class
   * @see #complete
   */
  public RecordNode(@Nullable Class<?> type, String name, String description) {
    this.type = type;
    this.name = name;
    this.description = description;
  }

  /**
   * Sets the layout.
   *
   * @param needsValidator whether the record has constraints that require the bean validator
   */
  public void complete(RecordLayout layout, boolean needsValidator) {
    this.layout = layout;
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

  /** Returns whether the values are objects of Jackson's tree. */
  public boolean isTree() {
    return type == null && !RootWrapper.isWrapper(this);
  }

  /** Returns whether the values are media, which are sent as parts of a message. */
  public boolean isMedia() {
    return type != null && Media.class.isAssignableFrom(type);
  }

  /** Returns the index of the component with a key; -1 if there is none. */
  public int indexOf(String jsonName) {
    // Jackson returns different negative numbers for unknown names.
    return Math.max(-1, layout().matcher().matchName(jsonName));
  }

  /**
   * Returns the index of the only component whose name differs from the key in style only; -1 if
   * there is none.
   */
  public int indexOfSimilar(String key) {
    return partialLayout.get().indexOfSimilar(key);
  }

  /** Returns a new array of the constructor arguments for absent components. */
  @Nullable
  public Object[] blankArguments() {
    return partialLayout.get().blankArguments().clone();
  }

  /** Returns the indexes of the components that a partial instance requires. */
  public int[] streamNotNullIndexes() {
    return partialLayout.get().streamNotNullIndexes();
  }

  /** Returns whether snapshots exclude values of this type until they are complete. */
  public boolean isStreamedWhenDone() {
    return streamWhenDone;
  }

  /** Excludes values of this type from snapshots until they are complete. */
  public void markStreamWhenDone() {
    streamWhenDone = true;
  }

  /** Returns a new instance; null if the constructor throws. */
  @Nullable
  public Object build(@Nullable Object[] values) {
    return layout().construct(values);
  }

  /** Returns whether the components of an instance equal the arguments of its constructor. */
  public boolean preservesArguments(Object instance, @Nullable Object[] arguments) {
    try {
      for (int i = 0; i < arguments.length; i++) {
        RecordLayout.RecordProperty component = components().get(i);
        Object value = component.get(instance);
        if (!Objects.equals(value, arguments[i])
            || !isEncodedEqually(component.slot(), value, arguments[i])) {
          return false;
        }
      }
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  // Equal values may be encoded differently: sets in another order, URIs in another case.
  @SuppressWarnings("ReferenceEquality") // a shortcut: most values are the same instance
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

  /** Returns whether an object with exactly these keys can be decoded as this record. */
  boolean acceptsKeys(List<String> keys) {
    return keys.stream().allMatch(key -> component(key) != null)
        && components().stream()
            .allMatch(
                component -> component.slot().isOptional() || keys.contains(component.jsonName()));
  }

  /** Returns a summary of the keys, as in {@code {amount, reason?}}. */
  public String keySummary() {
    return components().stream()
        .map(component -> component.jsonName() + (component.slot().isOptional() ? "?" : ""))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @Override
  public @Nullable Object decode(DecodeContext in) {
    return decode(in, null);
  }

  /**
   * Returns the decoded object.
   *
   * @param tagKey the discriminator, which is not a component and was already evaluated; null if
   *     there is none
   */
  @Nullable Object decode(DecodeContext in, @Nullable String tagKey) {
    if (in.parser.currentToken() != JsonToken.START_OBJECT) {
      in.reject("an object");
      return null;
    }
    RecordLayout layout = layout();
    int violationsBefore = in.violationCount();
    int checkedBefore = in.constraintViolationCount();
    int count = layout.components().size();
    var values = new @Nullable Object[allowAdditionalProperties ? count + 1 : count];
    Arrays.fill(values, 0, count, ABSENT);
    decodeComponents(in, layout, values, tagKey);
    fillAbsent(in, layout, values);
    if (in.violationCount() > violationsBefore) {
      return null;
    }
    Object instance = layout.construct(values, name, in);
    checkWithValidator(instance, checkedBefore, in);
    return instance;
  }

  @Override
  public boolean isPlain() {
    return !isTree() && !allowAdditionalProperties;
  }

  @Override
  public @Nullable Object decodePlain(PlainJsonReader in) {
    if (!in.tryEnter('{')) {
      return in.fail();
    }
    RecordLayout layout = layout();
    var values = new @Nullable Object[layout.components().size()];
    Arrays.fill(values, ABSENT);
    if (!in.tryLeave('}')) {
      decodePlainComponents(in, layout, values);
      if (in.hasFailed() || !in.tryLeave('}')) {
        return in.fail();
      }
    }
    Object instance = fillAbsentPlain(layout, values) ? layout.construct(values) : null;
    return instance == null ? in.fail() : instance;
  }

  private static void decodePlainComponents(
      PlainJsonReader in, RecordLayout layout, @Nullable Object[] values) {
    int index = -1;
    do {
      index = in.readName(layout.quotedNames(), index + 1);
      if (index < 0 || !isAbsent(values[index])) {
        in.fail();
        return;
      }
      values[index] = layout.components().get(index).slot().decodePlain(in);
    } while (!in.hasFailed() && in.tryRead(','));
  }

  /** Returns whether all required components are present. */
  private static boolean fillAbsentPlain(RecordLayout layout, @Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      if (isAbsent(values[i])) {
        TypeUse slot = layout.components().get(i).slot();
        if (!slot.isOptional()) {
          return false;
        }
        values[i] = slot.absentValue();
      }
    }
    return true;
  }

  private void checkWithValidator(@Nullable Object instance, int checkedBefore, DecodeContext in) {
    ViolationCollector collector = in.constraintViolations();
    if (needsValidator
        && instance != null
        && collector != null
        && collector.count() == checkedBefore) {
      BeanValidationBridge.check(instance, components(), collector);
      collector.prependPath(checkedBefore, in.path());
    }
  }

  private void decodeComponents(
      DecodeContext in, RecordLayout layout, @Nullable Object[] values, @Nullable String tagKey) {
    boolean tagSeen = false;
    int match = in.parser.nextNameMatch(layout.matcher());
    while (match != PropertyNameMatcher.MATCH_END_OBJECT) {
      in.nextToken();
      if (match < 0) {
        boolean isTag = in.parser.currentName().equals(tagKey);
        if (isTag && tagSeen) {
          in.reject("no duplicate key");
        } else if (!isTag) {
          decodeAdditionalProperty(in, values);
        }
        tagSeen |= isTag;
      } else if (!isAbsent(values[match])) {
        in.reject("no duplicate key");
      } else {
        values[match] = layout.components().get(match).slot().decode(in);
      }
      match = in.parser.nextNameMatch(layout.matcher());
    }
  }

  private void decodeAdditionalProperty(DecodeContext in, @Nullable Object[] values) {
    if (!allowAdditionalProperties) {
      in.skipUnknownKey();
      return;
    }
    int last = values.length - 1;
    ObjectNode additional =
        values[last] instanceof ObjectNode existing
            ? existing
            : JsonNodeFactory.instance.objectNode();
    String name = in.parser.currentName();
    if (additional.has(name)) {
      in.reject("no duplicate key");
    } else {
      additional.set(name, new AnyNode().decode(in));
      values[last] = additional;
    }
  }

  // A value may equal any object; the placeholder is one instance.
  @SuppressWarnings("ReferenceEquality")
  private static boolean isAbsent(@Nullable Object value) {
    return value == ABSENT;
  }

  private static void fillAbsent(DecodeContext in, RecordLayout layout, @Nullable Object[] values) {
    for (int i = 0; i < layout.components().size(); i++) {
      if (isAbsent(values[i])) {
        RecordLayout.RecordProperty component = layout.components().get(i);
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
    ViolationCollector collector = in.constraintViolations();
    if (collector != null) {
      component.slot().checkConstraints(value, in.path() + component.segment(), collector);
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
      Object componentValue = component.get(value);
      // An absent component is null in a record, but is omitted in an object without a class and
      // in media, whose form is that of other programs.
      if (componentValue != null || (type != null && !isMedia())) {
        out.writeName(component.name());
        component.slot().encode(componentValue, out);
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
    List<RecordLayout.RecordProperty> components = components();
    for (int i = 0; i < components.size(); i++) {
      RecordLayout.RecordProperty component = components.get(i);
      int before = findings.count();
      component.slot().validate(component.get(value), findings);
      findings.prependPath(before, component.segment());
    }
    // Only after the checks above, because the validator evaluates regular expressions unbounded.
    if (needsValidator && findings.count() == first) {
      BeanValidationBridge.check(value, components, findings);
    }
  }

  /** Returns whether the object may have keys other than those of its components. */
  public boolean allowsAdditionalProperties() {
    return allowAdditionalProperties;
  }

  /** Allows other keys, which are passed to the constructor as an additional last argument. */
  public void allowAdditionalProperties() {
    allowAdditionalProperties = true;
  }

  /** Returns whether the record has constraints that require the bean validator. */
  boolean needsValidator() {
    return needsValidator;
  }

  private RecordLayout layout() {
    if (layout == null) {
      throw new IllegalStateException(name + " was used before it was compiled");
    }
    return layout;
  }
}
