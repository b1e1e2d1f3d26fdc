package org.atomicagents.internal.schema;

import java.util.Optional;
import org.atomicagents.internal.Lazy;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.compile.ExternalSchema;
import org.atomicagents.internal.schema.jsonschema.BoundedSchema;
import org.atomicagents.internal.schema.jsonschema.JsonSchemaWriter;
import org.atomicagents.internal.schema.jsonschema.StrictModeRules;
import org.atomicagents.internal.schema.jsonschema.TypeDefinitionWriter;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.schema.SchemaVariant;
import org.jspecify.annotations.Nullable;

/** The texts in which a schema is sent to a model. Immutable and thread-safe. */
final class SchemaTexts {
  /** The type tree; null if the schema was given as a text. */
  private final @Nullable RecordNode root;

  private final String compact;
  private final Lazy<Optional<String>> strict = new Lazy<>(this::writeStrict);
  private final Lazy<Optional<String>> definition;
  private final Lazy<Optional<String>> compactDefinition;

  private SchemaTexts(@Nullable RecordNode root, String compact) {
    this.root = root;
    this.compact = compact;
    this.definition = new Lazy<>(() -> TypeDefinitionWriter.write(compact));
    this.compactDefinition = new Lazy<>(() -> TypeDefinitionWriter.writeCompact(compact));
  }

  static SchemaTexts of(RecordNode root) {
    return new SchemaTexts(root, new JsonSchemaWriter(root, SchemaVariant.COMPACT).write());
  }

  static SchemaTexts of(ExternalSchema schema) {
    return new SchemaTexts(null, schema.text());
  }

  String compact() {
    return compact;
  }

  String variant(SchemaVariant variant) {
    return variant == SchemaVariant.COMPACT || root == null
        ? compact
        : new JsonSchemaWriter(root, variant).write();
  }

  String bounded(int maxLength, int maxItems) {
    String written =
        root == null ? compact : new JsonSchemaWriter(root, SchemaVariant.COMPACT, true).write();
    return BoundedSchema.of(written, maxLength, maxItems);
  }

  Optional<String> strict() {
    return strict.get();
  }

  Optional<String> definition() {
    return definition.get();
  }

  Optional<String> compactDefinition() {
    return compactDefinition.get();
  }

  private Optional<String> writeStrict() {
    String written = variant(SchemaVariant.STRICT);
    return StrictModeRules.violations(JsonTree.read(written)).isEmpty()
        ? Optional.of(written)
        : Optional.empty();
  }
}
