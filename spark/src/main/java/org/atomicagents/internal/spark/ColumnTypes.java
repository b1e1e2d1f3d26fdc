package org.atomicagents.internal.spark;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.type.AnyNode;
import org.atomicagents.internal.schema.type.EnumNode;
import org.atomicagents.internal.schema.type.ListNode;
import org.atomicagents.internal.schema.type.MapNode;
import org.atomicagents.internal.schema.type.OptionalNode;
import org.atomicagents.internal.schema.type.RecordLayout.RecordProperty;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.internal.schema.type.RootWrapper;
import org.atomicagents.internal.schema.type.ScalarNode;
import org.atomicagents.internal.schema.type.TypeNode;
import org.atomicagents.internal.schema.type.UnionMemberNode;
import org.atomicagents.internal.schema.type.UnionNode;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Derives the column of an output from its type tree.
 *
 * <p>A record becomes a struct, a list an array, a map a map, a sealed interface a struct of its
 * discriminator and one struct for each of its records, of which one is not null. Values without a
 * type in Spark are texts of JSON: arbitrary JSON, objects with arbitrary keys, records without
 * components, and records inside of themselves.
 */
final class ColumnTypes {
  private static final String TYPE = "type";

  private final ScalarColumns scalars;

  /** The records and unions around the present one. */
  private final Set<TypeNode> enclosing = new HashSet<>();

  private ColumnTypes(ScalarColumns scalars) {
    this.scalars = scalars;
  }

  /**
   * Returns the column of a schema's values.
   *
   * @param isJavaTime whether Spark's rows contain dates of {@code java.time}
   */
  static ColumnType of(Schema<?> schema, boolean isJavaTime) {
    TypeNode root = CompiledSchema.of(schema).root();
    var types = new ColumnTypes(new ScalarColumns(isJavaTime));
    return root instanceof RecordNode wrapper && RootWrapper.isWrapper(wrapper)
        ? types.compile(wrapper.components().getFirst().slot().type(), "$")
        : types.compile(root, "$");
  }

  private ColumnType compile(TypeNode node, String path) {
    return switch (node) {
      case ScalarNode scalar -> scalars.of(scalar, path);
      case EnumNode constants -> new ConvertedColumn(DataTypes.StringType, JsonColumn.text(node));
      case OptionalNode optional -> optional(optional, path);
      case ListNode list -> new ListColumn(list, compile(list.item().type(), path + "[]"));
      case MapNode map -> new MapColumn(map, compile(map.value().type(), path + ".*"));
      case RecordNode record -> nested(record, () -> record(record, path));
      case UnionNode union -> nested(union, () -> union(union, path));
      case UnionMemberNode member -> new JsonColumn(member);
      case AnyNode any -> new JsonColumn(any);
    };
  }

  private ColumnType optional(OptionalNode optional, String path) {
    ColumnType content = compile(optional.content().type(), path);
    return new ConvertedColumn(
        content.dataType(),
        value -> {
          Object present = optional.unwrap(value);
          return present == null ? null : content.convert(present);
        });
  }

  /** A compilation of a type that may contain itself. */
  private interface Compilation {
    @Nullable ColumnType run();
  }

  private ColumnType nested(TypeNode node, Compilation compilation) {
    if (!enclosing.add(node)) {
      return new JsonColumn(node);
    }
    ColumnType compiled = compilation.run();
    enclosing.remove(node);
    return compiled == null ? new JsonColumn(node) : compiled;
  }

  private @Nullable StructColumn record(RecordNode record, String path) {
    if (record.components().isEmpty() || record.allowsAdditionalProperties()) {
      return null;
    }
    var fields = new ArrayList<StructColumn.Field>();
    for (RecordProperty component : record.components()) {
      ColumnType type = compile(component.slot().type(), path + component.segment());
      fields.add(new StructColumn.Field(component.jsonName(), type, component::get));
    }
    return new StructColumn(fields);
  }

  private @Nullable ColumnType union(UnionNode union, String path) {
    String tagField = union.discriminator() == null ? TYPE : union.discriminator();
    Map<UnionMemberNode, ColumnType> members = new LinkedHashMap<>();
    Set<String> names = new HashSet<>();
    names.add(tagField.toLowerCase(Locale.ROOT));
    for (UnionMemberNode member : union.branches()) {
      if (!names.add(member.tag().toLowerCase(Locale.ROOT))) {
        return null;
      }
      if (!member.record().components().isEmpty()) {
        members.put(
            member,
            nested(member.record(), () -> record(member.record(), path + "." + member.tag())));
      }
    }
    List<StructColumn.Field> fields = new ArrayList<>();
    fields.add(
        new StructColumn.Field(
            tagField,
            new ConvertedColumn(DataTypes.StringType, tag -> tag),
            value -> union.branchOf(value).tag()));
    members.forEach((member, type) ->
        fields.add(
            new StructColumn.Field(
                member.tag(), type, value -> union.branchOf(value).equals(member) ? value : null)));
    return new StructColumn(fields);
  }
}
