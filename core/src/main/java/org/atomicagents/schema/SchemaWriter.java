package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the JSON Schema of a type tree in one of its forms. */
final class SchemaWriter {
  private final RecordNode root;
  private final SchemaForm form;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out = JsonIo.generator(text);
  private final Map<TypeNode, String> definitions;

  SchemaWriter(RecordNode root, SchemaForm form) {
    this.root = root;
    this.form = form;
    this.definitions = new Definitions(root, form).names();
  }

  String write() {
    out.writeStartObject();
    if (form == SchemaForm.TITLED) {
      text("title", root.name());
    }
    if (!root.description().isEmpty()) {
      text("description", root.description());
    }
    object(root, null);
    writeDefinitions();
    out.writeEndObject();
    out.close();
    return text.toString();
  }

  private boolean isStrict() {
    return form == SchemaForm.STRICT;
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
  void allPatterns(List<String> patterns) {
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
  private void nested(String keyword, Slot slot) {
    out.writeName(keyword);
    slot(slot, null);
  }

  /** The slot's schema, or null. */
  private void orNull(Slot slot) {
    out.writeArrayPropertyStart("anyOf");
    slot(slot, null);
    out.writeStartObject();
    text("type", "null");
    out.writeEndObject();
    out.writeEndArray();
  }

  /** One of several. */
  private void anyOf(List<BranchNode> branches) {
    out.writeArrayPropertyStart("anyOf");
    branches.forEach(branch -> slot(Slot.of(branch), null));
    out.writeEndArray();
  }

  /** An object with free keys; a list of its entries where there may be none. */
  private void map(MapNode map) {
    if (isStrict()) {
      text("type", "array");
      out.writeObjectPropertyStart("items");
      text("type", "object");
      out.writeObjectPropertyStart("properties");
      out.writeName(MapNode.KEY);
      key(map.key());
      nested(MapNode.VALUE, map.value());
      out.writeEndObject();
      texts("required", List.of(MapNode.KEY, MapNode.VALUE));
      flag("additionalProperties", false);
      out.writeEndObject();
    } else {
      text("type", "object");
      nested("additionalProperties", map.value());
      if (map.key().names() != null || map.key().isInteger()) {
        out.writeName("propertyNames");
        key(map.key());
      }
    }
  }

  private void key(MapKey key) {
    if (key.isInteger()) {
      out.writeStartObject();
      text("type", "string");
      text("pattern", MapKey.INTEGERS);
      out.writeEndObject();
    } else {
      slot(Slot.of(key.names() == null ? Scalars.TEXT : key.names()), null);
    }
  }

  /**
   * The keywords of a record that stands in place.
   *
   * @param branch the record as one of a union; null if it stands for itself
   */
  private void object(RecordNode node, @Nullable BranchNode branch) {
    var required = new ArrayList<String>();
    text("type", "object");
    out.writeObjectPropertyStart("properties");
    if (branch != null && branch.extraKey() != null) {
      required.add(branch.extraKey());
      out.writeName(branch.extraKey());
      tag(branch);
    }
    for (RecordBody.Component component : node.components()) {
      out.writeName(component.name());
      if (branch != null && component.jsonName().equals(branch.discriminator())) {
        tag(branch);
      } else {
        slot(component.slot(), component.jsonName());
      }
      if (isStrict() || !component.slot().isOptional()) {
        required.add(component.jsonName());
      }
    }
    out.writeEndObject();
    if (!required.isEmpty()) {
      texts("required", required);
    }
    if (form != SchemaForm.TITLED) {
      flag("additionalProperties", node.isOpen());
    }
  }

  private void tag(BranchNode branch) {
    out.writeStartObject();
    text("type", "string");
    text("const", branch.tag());
    out.writeEndObject();
  }

  private void slot(Slot slot, @Nullable String propertyName) {
    boolean isEither =
        slot.nullable()
            || (isStrict() && slot.fallback() != null && !(slot.type() instanceof OptionalNode));
    Keywords keywords = ConstraintKeywords.of(slot.constraints(), slot.type());
    List<String> hints = isEither ? new ArrayList<>() : hints(slot, keywords);
    if (isStrict() && slot.fallback() != null) {
      hints.add("default: " + slot.fallback().json());
    }
    String description = described(slot.description(), hints);
    out.writeStartObject();
    if (!description.isEmpty()) {
      text("description", description);
    }
    if (propertyName != null
        && form == SchemaForm.TITLED
        && !definitions.containsKey(slot.type())) {
      text("title", titleOf(propertyName));
    }
    if (isEither) {
      orNull(slot.required());
    } else {
      type(slot, keywords, description.isEmpty());
    }
    fallback(slot);
    out.writeEndObject();
  }

  private void fallback(Slot slot) {
    Fallback fallback = slot.fallback();
    if (fallback != null && !isStrict() && fallback.isTold()) {
      out.writeName("default");
      out.writeRawValue(fallback.json());
    } else if (fallback == null && slot.nullable() && form == SchemaForm.TITLED) {
      out.writeName("default");
      out.writeNull();
    }
  }

  private void type(Slot slot, Keywords keywords, boolean undescribed) {
    String definition = definitions.get(slot.type());
    if (definition == null) {
      if (undescribed && !meaning(slot.type()).isEmpty() && !(slot.type() instanceof EnumNode)) {
        text("description", meaning(slot.type()));
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
      case BranchNode each -> object(each.record(), each);
      case EnumNode each -> {
        text("type", "string");
        texts("enum", each.names());
      }
      case ListNode each -> list(each);
      case MapNode each -> map(each);
      case OptionalNode each -> orNull(each.content());
      case RecordNode each -> object(each, null);
      case ScalarNode each -> {
        text("type", each.jsonType());
        if (hasFormat(each)) {
          text("format", each.format());
        }
      }
      case UnionNode each -> anyOf(each.branches());
    }
  }

  private void list(ListNode list) {
    text("type", "array");
    nested("items", list.item());
    if (list.kind() == ListNode.Kind.SET && !isStrict()) {
      flag("uniqueItems", true);
    }
  }

  /** What the schema has no keyword for. */
  private List<String> hints(Slot slot, Keywords keywords) {
    var hints = new ArrayList<String>();
    switch (slot.type()) {
      case EnumNode each when !definitions.containsKey(each) && !each.description().isEmpty() ->
          hints.add(each.description());
      case ScalarNode each when !each.form().isEmpty() && !hasFormat(each) ->
          hints.add(each.form());
      case ListNode each when isStrict() && each.kind() == ListNode.Kind.SET ->
          hints.add("no item twice");
      default -> {}
    }
    hints.addAll(keywords.hints());
    if (isStrict()) {
      hints.addAll(keywords.takeUnsupported());
    }
    return hints;
  }

  /** The format of a text, where it may be said. */
  private boolean hasFormat(ScalarNode node) {
    return !node.format().isEmpty() && (!isStrict() || StrictRules.FORMATS.contains(node.format()));
  }

  private static String described(String description, List<String> hints) {
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
    if (form == SchemaForm.TITLED) {
      text("title", name);
    }
    if (!meaning(node).isEmpty()) {
      text("description", meaning(node));
    }
    keywords(node);
    out.writeEndObject();
  }

  private static String meaning(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.description();
      case BranchNode each -> each.record().description();
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
