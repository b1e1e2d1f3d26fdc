package org.atomicagents.internal.schema.jsonschema;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.DefaultValue;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapKey;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.ScalarTypes;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.TypeUse;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.schema.SchemaVariant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the JSON Schema of a type tree in one of its variants. */
public final class JsonSchemaWriter {
  private final RecordNode root;
  private final SchemaVariant variant;
  private final boolean boundsIntegers;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out = JsonIo.generator(text);
  private final Map<TypeNode, String> definitions;

  public JsonSchemaWriter(RecordNode root, SchemaVariant variant) {
    this(root, variant, variant == SchemaVariant.STRICT);
  }

  /**
   * Creates a writer.
   *
   * @param boundsIntegers whether integers have the bounds of their Java type
   */
  public JsonSchemaWriter(RecordNode root, SchemaVariant variant, boolean boundsIntegers) {
    this.root = root;
    this.variant = variant;
    this.boundsIntegers = boundsIntegers;
    this.definitions = new SchemaDefinitions(root, variant).names();
  }

  /** Returns the JSON Schema; must be called once. */
  public String write() {
    out.writeStartObject();
    if (variant == SchemaVariant.TITLED) {
      writeString("title", root.name());
    }
    if (!root.description().isEmpty()) {
      writeString("description", root.description());
    }
    writeObject(root, null);
    writeDefinitions();
    out.writeEndObject();
    out.close();
    return text.toString();
  }

  private boolean isStrict() {
    return variant == SchemaVariant.STRICT;
  }

  void writeString(String keyword, String value) {
    out.writeStringProperty(keyword, value);
  }

  private void writeStrings(String keyword, Collection<String> values) {
    out.writeArrayPropertyStart(keyword);
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  void writeNumber(String keyword, Number value) {
    out.writeName(keyword);
    out.writeNumber(value.toString());
  }

  /** Writes several patterns that must all match. */
  void writeAllPatterns(List<String> patterns) {
    out.writeArrayPropertyStart("allOf");
    for (String pattern : patterns) {
      out.writeStartObject();
      writeString("pattern", pattern);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  void writeFlag(String keyword, boolean value) {
    out.writeBooleanProperty(keyword, value);
  }

  /** Writes the schema of a slot as the value of a keyword. */
  private void writeNested(String keyword, TypeUse slot) {
    out.writeName(keyword);
    writeSlot(slot, null);
  }

  /** Writes alternatives: the slot's schema or null. */
  private void writeNullable(TypeUse slot) {
    out.writeArrayPropertyStart("anyOf");
    writeSlot(slot, null);
    out.writeStartObject();
    writeString("type", "null");
    out.writeEndObject();
    out.writeEndArray();
  }

  /** Writes the alternatives of a union. */
  private void writeAnyOf(List<UnionMemberNode> branches) {
    out.writeArrayPropertyStart("anyOf");
    branches.forEach(branch -> writeSlot(TypeUse.of(branch), null));
    out.writeEndArray();
  }

  /**
   * Writes a map as an object; in strict mode, which has no arbitrary keys, as a list of entries.
   */
  private void writeMap(MapNode map) {
    if (isStrict()) {
      writeString("type", "array");
      out.writeObjectPropertyStart("items");
      writeString("type", "object");
      out.writeObjectPropertyStart("properties");
      out.writeName(MapNode.KEY);
      writeKey(map.key());
      writeNested(MapNode.VALUE, map.value());
      out.writeEndObject();
      writeStrings("required", List.of(MapNode.KEY, MapNode.VALUE));
      writeFlag("additionalProperties", false);
      out.writeEndObject();
    } else {
      writeString("type", "object");
      writeNested("additionalProperties", map.value());
      if (map.key().constants() != null || map.key().isInteger()) {
        out.writeName("propertyNames");
        writeKey(map.key());
      }
    }
  }

  private void writeKey(MapKey key) {
    if (key.isInteger()) {
      out.writeStartObject();
      writeString("type", "string");
      writeString("pattern", MapKey.INTEGER_PATTERN);
      out.writeEndObject();
    } else {
      writeSlot(TypeUse.of(key.constants() == null ? ScalarTypes.TEXT : key.constants()), null);
    }
  }

  /**
   * Writes the keywords of a record.
   *
   * @param branch the record as a member of a union; null if it is not used in a union
   */
  private void writeObject(RecordNode node, @Nullable UnionMemberNode branch) {
    var required = new ArrayList<String>();
    writeString("type", "object");
    out.writeObjectPropertyStart("properties");
    if (branch != null && branch.externalTagKey() != null) {
      required.add(branch.externalTagKey());
      out.writeName(branch.externalTagKey());
      writeTag(branch);
    }
    for (RecordLayout.RecordProperty component : node.components()) {
      out.writeName(component.name());
      if (branch != null && component.jsonName().equals(branch.discriminator())) {
        writeTag(branch);
      } else {
        writeSlot(component.slot(), component.jsonName());
      }
      if (isStrict() || !component.slot().isOptional()) {
        required.add(component.jsonName());
      }
    }
    out.writeEndObject();
    if (!required.isEmpty()) {
      writeStrings("required", required);
    }
    if (variant != SchemaVariant.TITLED) {
      writeFlag("additionalProperties", node.allowsAdditionalProperties());
    }
  }

  private void writeTag(UnionMemberNode branch) {
    out.writeStartObject();
    writeString("type", "string");
    writeString("const", branch.tag());
    out.writeEndObject();
  }

  private void writeSlot(TypeUse slot, @Nullable String propertyName) {
    boolean acceptsNull =
        slot.nullable()
            || (isStrict()
                && slot.defaultValue() != null
                && !(slot.type() instanceof OptionalNode));
    SchemaKeywords keywords = ConstraintKeywords.of(slot.constraints(), slot.type());
    if (boundsIntegers) {
      IntegerRanges.addBounds(slot.type(), keywords);
    }
    List<String> hints = acceptsNull ? new ArrayList<>() : hints(slot, keywords);
    if (isStrict() && slot.defaultValue() != null) {
      hints.add("default: " + slot.defaultValue().json());
    }
    String description = appendHints(slot.description(), hints);
    out.writeStartObject();
    if (!description.isEmpty()) {
      writeString("description", description);
    }
    if (propertyName != null
        && variant == SchemaVariant.TITLED
        && !definitions.containsKey(slot.type())) {
      writeString("title", titleOf(propertyName));
    }
    if (acceptsNull) {
      writeNullable(slot.asRequired());
    } else {
      writeType(slot, keywords, description.isEmpty());
    }
    writeDefault(slot);
    out.writeEndObject();
  }

  private void writeDefault(TypeUse slot) {
    DefaultValue defaultValue = slot.defaultValue();
    if (defaultValue != null && !isStrict() && defaultValue.isInSchema()) {
      out.writeName("default");
      out.writeRawValue(defaultValue.json());
    } else if (defaultValue == null && slot.nullable() && variant == SchemaVariant.TITLED) {
      out.writeName("default");
      out.writeNull();
    }
  }

  private void writeType(TypeUse slot, SchemaKeywords keywords, boolean needsDescription) {
    String definition = definitions.get(slot.type());
    if (definition == null) {
      if (needsDescription
          && !descriptionOf(slot.type()).isEmpty()
          && !(slot.type() instanceof EnumNode)) {
        writeString("description", descriptionOf(slot.type()));
      }
      writeKeywords(slot.type());
    } else if (isStrict() && !needsDescription) {
      // In strict mode, a schema with $ref must not have other keywords.
      out.writeArrayPropertyStart("anyOf");
      out.writeStartObject();
      writeString("$ref", "#/$defs/" + definition);
      out.writeEndObject();
      out.writeEndArray();
    } else {
      writeString("$ref", "#/$defs/" + definition);
    }
    keywords.write(this);
  }

  /** Writes the keywords of a type into the current schema object. */
  private void writeKeywords(TypeNode node) {
    switch (node) {
      case AnyNode ignored -> {}
      case UnionMemberNode member -> writeObject(member.record(), member);
      case EnumNode constants -> {
        writeString("type", "string");
        writeStrings("enum", constants.names());
      }
      case ListNode list -> writeList(list);
      case MapNode map -> writeMap(map);
      case OptionalNode optional -> writeNullable(optional.content());
      case RecordNode record -> writeObject(record, null);
      case ScalarNode scalar -> {
        writeString("type", scalar.jsonType());
        if (hasFormat(scalar)) {
          writeString("format", scalar.format());
        }
      }
      case UnionNode union -> writeAnyOf(union.branches());
    }
  }

  private void writeList(ListNode list) {
    writeString("type", "array");
    writeNested("items", list.item());
    if (list.kind() == ListNode.Kind.SET && !isStrict()) {
      writeFlag("uniqueItems", true);
    }
  }

  /** Returns the constraints without a keyword, as text for the description. */
  private List<String> hints(TypeUse slot, SchemaKeywords keywords) {
    var hints = new ArrayList<String>();
    switch (slot.type()) {
      case EnumNode constants
          when !definitions.containsKey(constants) && !constants.description().isEmpty() ->
          hints.add(constants.description());
      case ScalarNode scalar when !scalar.formatDescription().isEmpty() && !hasFormat(scalar) ->
          hints.add(scalar.formatDescription());
      case ListNode list when isStrict() && list.kind() == ListNode.Kind.SET ->
          hints.add("items must be unique");
      default -> {}
    }
    hints.addAll(keywords.hints());
    if (isStrict()) {
      hints.addAll(keywords.removeUnsupported());
    }
    return hints;
  }

  /** Returns whether the format of a string has a keyword in this variant. */
  private boolean hasFormat(ScalarNode node) {
    return !node.format().isEmpty()
        && (!isStrict() || StrictModeRules.FORMATS.contains(node.format()));
  }

  private static String appendHints(String description, List<String> hints) {
    if (hints.isEmpty()) {
      return description;
    }
    String joined = String.join("; ", hints);
    return description.isEmpty() ? joined : description + " (" + joined + ")";
  }

  private void writeDefinitions() {
    if (definitions.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("$defs");
    definitions.forEach(this::writeDefinition);
    out.writeEndObject();
  }

  private void writeDefinition(TypeNode node, String name) {
    out.writeObjectPropertyStart(name);
    if (variant == SchemaVariant.TITLED) {
      writeString("title", name);
    }
    if (!descriptionOf(node).isEmpty()) {
      writeString("description", descriptionOf(node));
    }
    writeKeywords(node);
    out.writeEndObject();
  }

  private static String descriptionOf(TypeNode node) {
    return switch (node) {
      case RecordNode record -> record.description();
      case UnionMemberNode member -> member.record().description();
      case EnumNode constants -> constants.description();
      case UnionNode union -> union.description();
      default -> "";
    };
  }

  // chat_message -> Chat Message, as in pydantic
  private static String titleOf(String propertyName) {
    var title = new StringBuilder(propertyName.length());
    for (int i = 0; i < propertyName.length(); i++) {
      char c = propertyName.charAt(i);
      boolean startsWord = i == 0 || propertyName.charAt(i - 1) == '_';
      title.append(c == '_' ? ' ' : startsWord ? Character.toUpperCase(c) : c);
    }
    return title.toString();
  }
}
