package org.atomicagents.internal.schema.jsonschema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.model.OutputFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Writes a JSON Schema as a type definition in the notation of TypeScript, with descriptions and
 * constraints as comments.
 *
 * <p>Types that are referred to are written once, by name, before the root. Used for one schema
 * only.
 */
public final class TypeDefinitionWriter {
  /** Keywords without an equivalent in a type definition. */
  private static final Set<String> UNSUPPORTED =
      Set.of(
          "not",
          "if",
          "contains",
          "patternProperties",
          "dependentSchemas",
          "dependentRequired",
          "unevaluatedProperties",
          "$dynamicRef");

  private static final int MAX_LINE_LENGTH = 80;
  private static final String INDENT = "  ";

  private final JsonNode root;
  private final boolean isCompact;
  private final List<String> references = new ArrayList<>();
  private final Map<String, String> names = new HashMap<>();
  private boolean isSupported = true;

  private TypeDefinitionWriter(JsonNode root, boolean isCompact) {
    this.root = root;
    this.isCompact = isCompact;
  }

  /** Returns the type definition of a schema; empty if it uses keywords without an equivalent. */
  public static Optional<String> write(String jsonSchema) {
    return new TypeDefinitionWriter(JsonTree.read(jsonSchema), false).write();
  }

  /**
   * Returns the type definition with the description of the root, and without quotation marks and
   * commas that can be omitted.
   */
  public static Optional<String> writeCompact(String jsonSchema) {
    return new TypeDefinitionWriter(JsonTree.read(jsonSchema), true).write();
  }

  private Optional<String> write() {
    String type = !isCompact && isOnlyUnion(root) ? wholeAlternatives() : object(root, "");
    var definitions = new StringBuilder();
    // Writing a type may add others.
    for (int i = 0; i < references.size(); i++) {
      JsonNode target = resolve(references.get(i));
      String comment = SchemaComment.of(target);
      definitions.append(comment.isEmpty() ? "" : "// " + comment + "\n");
      definitions.append("type ").append(names.get(references.get(i))).append(" = ");
      definitions.append(target.has("properties") ? object(target, "") : type(target, ""));
      definitions.append("\n\n");
    }
    String comment = isCompact ? SchemaComment.of(root) : "";
    String described = comment.isEmpty() ? type : "// " + comment + "\n" + type;
    return isSupported ? Optional.of(definitions + described) : Optional.empty();
  }

  /** Returns whether an object has one property only, whose type is a union of objects. */
  private static boolean isOnlyUnion(JsonNode object) {
    JsonNode members =
        object.path("properties").values().stream()
            .findFirst()
            .map(TypeDefinitionWriter::members)
            .orElse(MissingNode.getInstance());
    boolean hasOthers =
        object.path("properties").size() > 1 || object.path("additionalProperties").isObject();
    return members.size() > 1
        && !hasOthers
        && members.valueStream().allMatch(member -> member.has("properties"));
  }

  /**
   * Returns a complete object for each alternative, without their descriptions: small models write
   * the members of an alternative beside its key, or repeat the descriptions.
   */
  private String wholeAlternatives() {
    var property = root.path("properties").properties().iterator().next();
    String key = TypeDeclaration.key(property.getKey(), property.getValue(), root, false) + ": ";
    var objects = new ArrayList<String>();
    for (JsonNode member : members(property.getValue())) {
      objects.add("{ " + key + type(member, INDENT) + " }");
    }
    return String.join("\nor\n", objects);
  }

  private static JsonNode members(JsonNode union) {
    return union.has("anyOf") ? union.path("anyOf") : union.path("oneOf");
  }

  private String type(JsonNode schema, String indent) {
    if (!schema.isObject()) {
      return "any";
    }
    isSupported &= UNSUPPORTED.stream().noneMatch(schema::has);
    if (schema.has("$ref")) {
      return name(schema.path("$ref").asString(""));
    }
    if (schema.has("const")) {
      return JsonTree.write(schema.path("const"));
    }
    if (schema.has("enum")) {
      return union(schema.path("enum"), JsonTree::write);
    }
    for (String keyword : List.of("anyOf", "oneOf")) {
      if (schema.has(keyword)) {
        return alternatives(schema.path(keyword), indent);
      }
    }
    if (schema.has("allOf") && !schema.has("type")) {
      return join(schema.path("allOf"), " & ", member -> type(member, indent));
    }
    JsonNode type = schema.path("type");
    return type.isArray()
        ? union(type, member -> typeOf(member.asString(""), schema, indent))
        : typeOf(type.asString(""), schema, indent);
  }

  /** Returns a union: on one line, or with one line per alternative if these are described. */
  private String alternatives(JsonNode members, String indent) {
    boolean isDescribed = false;
    for (JsonNode member : members) {
      isDescribed |= member.has("properties") && member.has("description");
    }
    if (!isDescribed || members.size() == 1) {
      return union(members, member -> type(member, indent));
    }
    String nested = "\n" + indent + INDENT;
    var lines = new StringBuilder();
    for (JsonNode member : members) {
      String comment = SchemaComment.of(member);
      lines.append(comment.isEmpty() ? "" : nested + "// " + comment);
      lines.append(nested).append("| ").append(type(member, indent + INDENT));
    }
    return lines.toString();
  }

  private String typeOf(String type, JsonNode schema, String indent) {
    return switch (type) {
      case "object" -> objectOrMap(schema, indent);
      case "array" -> list(schema, indent);
      case "" -> schema.has("properties") ? object(schema, indent) : "any";
      default -> type;
    };
  }

  private String objectOrMap(JsonNode schema, String indent) {
    return schema.path("properties").isEmpty() && schema.path("additionalProperties").isObject()
        ? "{ " + mapEntry(schema, indent) + " }"
        : object(schema, indent);
  }

  private String mapEntry(JsonNode schema, String indent) {
    JsonNode keys = schema.path("propertyNames");
    String key = keys.has("enum") ? type(keys, indent) : "string";
    return "[key: " + key + "]: " + type(schema.path("additionalProperties"), indent);
  }

  private String list(JsonNode schema, String indent) {
    if (schema.has("prefixItems")) {
      return "[" + join(schema.path("prefixItems"), ", ", item -> type(item, indent)) + "]";
    }
    JsonNode items = schema.path("items");
    String item = type(items, indent);
    boolean isUnion =
        Stream.of("anyOf", "oneOf", "allOf", "enum").anyMatch(items::has)
            || items.path("type").isArray();
    return isUnion ? "(" + item + ")[]" : item + "[]";
  }

  private String object(JsonNode schema, String indent) {
    isSupported &= UNSUPPORTED.stream().noneMatch(schema::has);
    String nested = indent + INDENT;
    boolean hasOthers = schema.path("additionalProperties").isObject();
    var lines = new ArrayList<String>();
    boolean isShort = !indent.isEmpty();
    int last = schema.path("properties").size() + (hasOthers ? 1 : 0) - 1;
    for (var property : schema.path("properties").properties()) {
      String comment = SchemaComment.of(property.getValue());
      String type = type(property.getValue(), nested);
      String declared =
          TypeDeclaration.key(property.getKey(), property.getValue(), schema, isCompact)
              + (type.startsWith("\n") ? ":" : ": ")
              + type;
      isShort &= comment.isEmpty() && declared.indexOf('\n') < 0;
      // A comma after the last property is copied, and a grammar for JSON demands another one then.
      lines.add(
          TypeDeclaration.withComment(
              declared, !isCompact && lines.size() < last ? "," : "", comment));
    }
    if (hasOthers) {
      lines.add(mapEntry(schema, nested));
    }
    if (lines.isEmpty()) {
      return "{}";
    }
    String line = "{ " + String.join(isCompact ? ", " : " ", lines) + " }";
    return isShort && line.length() <= MAX_LINE_LENGTH
        ? line
        : lines.stream()
            .collect(Collectors.joining("\n" + nested, "{\n" + nested, "\n" + indent + "}"));
  }

  /** Returns the name of a referenced type, which is written before the root. */
  private String name(String reference) {
    String known = names.get(reference);
    if (known != null) {
      return known;
    }
    JsonNode target = resolve(reference);
    isSupported &= target.isObject();
    String last = reference.substring(reference.lastIndexOf('/') + 1);
    String title = target.path("title").asString(last.equals("#") ? "Output" : last);
    String name = OutputFormat.nameFrom(title.isEmpty() ? "Type" : title);
    String unique = name;
    for (int i = 2; names.containsValue(unique); i++) {
      unique = name + i;
    }
    names.put(reference, unique);
    references.add(reference);
    return unique;
  }

  private JsonNode resolve(String reference) {
    String pointer = reference.startsWith("#") ? reference.substring(1) : "/" + reference;
    return pointer.isEmpty() ? root : root.at(pointer);
  }

  /** Writes one member of a union. */
  private interface MemberWriter {
    String write(JsonNode member);
  }

  private String union(JsonNode members, MemberWriter writer) {
    return join(members, " | ", writer);
  }

  private static String join(JsonNode members, String separator, MemberWriter writer) {
    var written = new ArrayList<String>();
    for (JsonNode member : members) {
      String text = writer.write(member);
      if (!written.contains(text)) {
        written.add(text);
      }
    }
    return written.isEmpty() ? "any" : String.join(separator, written);
  }
}
