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

/** Writes the JSON Schema of a type tree in one of its forms. */
public final class JsonSchemaWriter {
  private final RecordNode root;
  private final SchemaVariant form;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out = JsonIo.generator(text);
  private final Map<TypeNode, String> definitions;

  public JsonSchemaWriter(RecordNode root, SchemaVariant form) {
    this.root = root;
    this.form = form;
    this.definitions = new SchemaDefinitions(root, form).names();
  }

  public String write() {
    out.writeStartObject();
    if (form == SchemaVariant.TITLED) {
      text("title", root.name());
    }
    if (!root.description().isEmpty()) {
      text("description", root.description());
    }
    writeObject(root, null);
    writeDefinitions();
    out.writeEndObject();
    out.close();
    return text.toString();
  }

  private boolean isStrict() {
    return form == SchemaVariant.STRICT;
  }

  void text(String keyword, String value) {
    out.writeStringProperty(keyword, value);
  }

  void texts(String keyword, Collection<String> values) {
    out.writeArrayPropertyStart(keyword);
    values.forEach(out::writeString);
    out.writeEndArray();
  }

  void number(String keyword, Number value) {
    out.writeName(keyword);
    out.writeNumber(value.toString());
  }

  /** Several patterns, of which each has to match. */
  void writeAllPatterns(List<String> patterns) {
    out.writeArrayPropertyStart("allOf");
    for (String pattern : patterns) {
      out.writeStartObject();
      text("pattern", pattern);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  void flag(String keyword, boolean value) {
    out.writeBooleanProperty(keyword, value);
  }

  /** The schema of a slot under a keyword. */
  private void writeNested(String keyword, TypeUse slot) {
    out.writeName(keyword);
    writeSlot(slot, null);
  }

  /** The slot's schema, or null. */
  private void writeNullable(TypeUse slot) {
    out.writeArrayPropertyStart("anyOf");
    writeSlot(slot, null);
    out.writeStartObject();
    text("type", "null");
    out.writeEndObject();
    out.writeEndArray();
  }

  /** One of several. */
  private void writeAnyOf(List<UnionMemberNode> branches) {
    out.writeArrayPropertyStart("anyOf");
    branches.forEach(branch -> writeSlot(TypeUse.of(branch), null));
    out.writeEndArray();
  }

  /** An object with free keys; a list of its entries where there may be none. */
  private void writeMap(MapNode map) {
    if (isStrict()) {
      text("type", "array");
      out.writeObjectPropertyStart("items");
      text("type", "object");
      out.writeObjectPropertyStart("properties");
      out.writeName(MapNode.KEY);
      writeKey(map.key());
      writeNested(MapNode.VALUE, map.value());
      out.writeEndObject();
      texts("required", List.of(MapNode.KEY, MapNode.VALUE));
      flag("additionalProperties", false);
      out.writeEndObject();
    } else {
      text("type", "object");
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
      text("type", "string");
      text("pattern", MapKey.INTEGER_PATTERN);
      out.writeEndObject();
    } else {
      writeSlot(TypeUse.of(key.constants() == null ? ScalarTypes.TEXT : key.constants()), null);
    }
  }

  /**
   * The keywords of a record that stands in place.
   *
   * @param branch the record as one of a union; null if it stands for itself
   */
  private void writeObject(RecordNode node, @Nullable UnionMemberNode branch) {
    var required = new ArrayList<String>();
    text("type", "object");
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
      texts("required", required);
    }
    if (form != SchemaVariant.TITLED) {
      flag("additionalProperties", node.allowsAdditionalProperties());
    }
  }

  private void writeTag(UnionMemberNode branch) {
    out.writeStartObject();
    text("type", "string");
    text("const", branch.tag());
    out.writeEndObject();
  }

  private void writeSlot(TypeUse slot, @Nullable String propertyName) {
    boolean isEither =
        slot.nullable()
            || (isStrict()
                && slot.defaultValue() != null
                && !(slot.type() instanceof OptionalNode));
    SchemaKeywords keywords = ConstraintKeywords.of(slot.constraints(), slot.type());
    List<String> hints = isEither ? new ArrayList<>() : hints(slot, keywords);
    if (isStrict() && slot.defaultValue() != null) {
      hints.add("default: " + slot.defaultValue().json());
    }
    String description = appendHints(slot.description(), hints);
    out.writeStartObject();
    if (!description.isEmpty()) {
      text("description", description);
    }
    if (propertyName != null
        && form == SchemaVariant.TITLED
        && !definitions.containsKey(slot.type())) {
      text("title", titleOf(propertyName));
    }
    if (isEither) {
      writeNullable(slot.asRequired());
    } else {
      writeType(slot, keywords, description.isEmpty());
    }
    writeDefault(slot);
    out.writeEndObject();
  }

  private void writeDefault(TypeUse slot) {
    DefaultValue fallback = slot.defaultValue();
    if (fallback != null && !isStrict() && fallback.isInSchema()) {
      out.writeName("default");
      out.writeRawValue(fallback.json());
    } else if (fallback == null && slot.nullable() && form == SchemaVariant.TITLED) {
      out.writeName("default");
      out.writeNull();
    }
  }

  private void writeType(TypeUse slot, SchemaKeywords keywords, boolean undescribed) {
    String definition = definitions.get(slot.type());
    if (definition == null) {
      if (undescribed
          && !descriptionOf(slot.type()).isEmpty()
          && !(slot.type() instanceof EnumNode)) {
        text("description", descriptionOf(slot.type()));
      }
      keywords(slot.type());
    } else if (isStrict() && !undescribed) {
      // There a reference must stand alone.
      out.writeArrayPropertyStart("anyOf");
      out.writeStartObject();
      text("$ref", "#/$defs/" + definition);
      out.writeEndObject();
      out.writeEndArray();
    } else {
      text("$ref", "#/$defs/" + definition);
    }
    keywords.write(this);
  }

  /** Writes the keywords of a type into the schema object that is open. */
  private void keywords(TypeNode node) {
    switch (node) {
      case AnyNode ignored -> {}
      case UnionMemberNode each -> writeObject(each.record(), each);
      case EnumNode each -> {
        text("type", "string");
        texts("enum", each.names());
      }
      case ListNode each -> list(each);
      case MapNode each -> writeMap(each);
      case OptionalNode each -> writeNullable(each.content());
      case RecordNode each -> writeObject(each, null);
      case ScalarNode each -> {
        text("type", each.jsonType());
        if (hasFormat(each)) {
          text("format", each.format());
        }
      }
      case UnionNode each -> writeAnyOf(each.branches());
    }
  }

  private void list(ListNode list) {
    text("type", "array");
    writeNested("items", list.item());
    if (list.kind() == ListNode.Kind.SET && !isStrict()) {
      flag("uniqueItems", true);
    }
  }

  /** What the schema has no keyword for. */
  private List<String> hints(TypeUse slot, SchemaKeywords keywords) {
    var hints = new ArrayList<String>();
    switch (slot.type()) {
      case EnumNode each when !definitions.containsKey(each) && !each.description().isEmpty() ->
          hints.add(each.description());
      case ScalarNode each when !each.formatDescription().isEmpty() && !hasFormat(each) ->
          hints.add(each.formatDescription());
      case ListNode each when isStrict() && each.kind() == ListNode.Kind.SET ->
          hints.add("no item twice");
      default -> {}
    }
    hints.addAll(keywords.hints());
    if (isStrict()) {
      hints.addAll(keywords.removeUnsupported());
    }
    return hints;
  }

  /** The format of a text, where it may be said. */
  private boolean hasFormat(ScalarNode node) {
    return !node.format().isEmpty()
        && (!isStrict() || StrictModeRules.FORMATS.contains(node.format()));
  }

  private static String appendHints(String description, List<String> hints) {
    if (hints.isEmpty()) {
      return description;
    }
    String more = String.join("; ", hints);
    return description.isEmpty() ? more : description + " (" + more + ")";
  }

  private void writeDefinitions() {
    if (definitions.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("$defs");
    definitions.forEach(this::define);
    out.writeEndObject();
  }

  private void define(TypeNode node, String name) {
    out.writeObjectPropertyStart(name);
    if (form == SchemaVariant.TITLED) {
      text("title", name);
    }
    if (!descriptionOf(node).isEmpty()) {
      text("description", descriptionOf(node));
    }
    keywords(node);
    out.writeEndObject();
  }

  private static String descriptionOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.description();
      case UnionMemberNode each -> each.record().description();
      case EnumNode each -> each.description();
      case UnionNode each -> each.description();
      default -> "";
    };
  }

  // chat_message -> Chat Message, as pydantic has it
  private static String titleOf(String propertyName) {
    var title = new StringBuilder(propertyName.length());
    for (int i = 0; i < propertyName.length(); i++) {
      char c = propertyName.charAt(i);
      boolean starts = i == 0 || propertyName.charAt(i - 1) == '_';
      title.append(c == '_' ? ' ' : starts ? Character.toUpperCase(c) : c);
    }
    return title.toString();
  }
}
