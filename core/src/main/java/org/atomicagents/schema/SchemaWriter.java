package org.atomicagents.schema;

import java.io.StringWriter;
import java.util.Collection;
import java.util.List;
import org.atomicagents.internal.json.JsonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the JSON Schema of a type tree in one of its forms. */
final class SchemaWriter {
  private final RecordNode root;
  private final SchemaForm form;
  private final StringWriter text = new StringWriter();
  private final JsonGenerator out = JsonText.generator(text);
  private final List<TypeNode> definitions;

  SchemaWriter(RecordNode root, SchemaForm form) {
    this.root = root;
    this.form = form;
    this.definitions = new Definitions(root, form).inOrder();
  }

  String write() {
    out.writeStartObject();
    if (form == SchemaForm.TITLED) {
      text("title", root.name());
    }
    text("description", root.description());
    objectKeywords(root);
    writeDefinitions();
    out.writeEndObject();
    out.close();
    return text.toString();
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
  void nested(String keyword, Slot slot) {
    out.writeName(keyword);
    slot(slot, null);
  }

  /** The slot's schema, or null. */
  void orNull(Slot slot) {
    out.writeArrayPropertyStart("anyOf");
    slot(slot, null);
    out.writeStartObject();
    text("type", "null");
    out.writeEndObject();
    out.writeEndArray();
  }

  /** The keywords of a record that stands in place. */
  void object(RecordNode node) {
    objectKeywords(node);
  }

  private void slot(Slot slot, @Nullable String propertyName) {
    out.writeStartObject();
    if (!slot.description().isEmpty()) {
      text("description", slot.description());
    }
    if (propertyName != null && form == SchemaForm.TITLED && !definitions.contains(slot.type())) {
      text("title", titleOf(propertyName));
    }
    if (slot.nullable()) {
      orNull(new Slot(slot.type(), false, slot.constraints(), ""));
    } else {
      type(slot);
    }
    out.writeEndObject();
  }

  private void type(Slot slot) {
    int definition = definitions.indexOf(slot.type());
    if (definition >= 0) {
      text("$ref", "#/$defs/" + nameOf(slot.type()));
    } else {
      if (slot.description().isEmpty() && slot.type() instanceof RecordNode each) {
        text("description", each.description());
      }
      slot.type().describe(this);
    }
    slot.constraints().describe(this, slot.type());
  }

  private void objectKeywords(RecordNode node) {
    text("type", "object");
    out.writeObjectPropertyStart("properties");
    for (RecordBody.Component component : node.components()) {
      out.writeName(component.name());
      slot(component.slot(), component.jsonName());
    }
    out.writeEndObject();
    List<String> required =
        node.components().stream()
            .filter(component -> !component.slot().isOptional())
            .map(RecordBody.Component::jsonName)
            .toList();
    if (!required.isEmpty()) {
      texts("required", required);
    }
    if (form == SchemaForm.COMPACT) {
      flag("additionalProperties", false);
    }
  }

  private void writeDefinitions() {
    if (definitions.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("$defs");
    for (TypeNode node : definitions) {
      out.writeObjectPropertyStart(nameOf(node));
      if (form == SchemaForm.TITLED) {
        text("title", nameOf(node));
      }
      String meaning = descriptionOf(node);
      if (!meaning.isEmpty()) {
        text("description", meaning);
      }
      node.describe(this);
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private String nameOf(TypeNode node) {
    return Definitions.uniqueName(node, definitions);
  }

  private static String descriptionOf(TypeNode node) {
    return switch (node) {
      case RecordNode each -> each.description();
      case EnumNode each -> each.description();
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
