package org.atomicagents.internal.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VariantType;
import org.apache.spark.unsafe.types.VariantVal;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.schema.type.AnyNode;
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
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;
import tools.jackson.core.JsonGenerator;

/** Assigns the columns of a dataset to the types of an input. */
record JsonCells(String owner, boolean isCaseSensitive) {

  /**
   * Returns the writer of a column's values.
   *
   * @param owner the component, for messages
   * @throws ConfigurationException if no value of the column fits the type
   */
  static JsonCell of(TypeNode node, DataType column, String owner, boolean isCaseSensitive) {
    return new JsonCells(owner, isCaseSensitive).of(node, column);
  }

  /** Writes a value that may be null. */
  static void write(JsonCell cell, @Nullable Object value, JsonGenerator out) {
    if (value == null) {
      out.writeNull();
    } else {
      cell.write(value, out);
    }
  }

  private JsonCell of(TypeNode node, DataType column) {
    if (column instanceof NullType) {
      return AnyCell.INSTANCE;
    }
    if (column instanceof VariantType) {
      return (value, out) ->
          out.writeRawValue(((VariantVal) value).toJson(java.time.ZoneOffset.UTC));
    }
    return switch (node) {
      case OptionalNode optional -> of(optional.content().type(), column);
      case AnyNode any -> AnyCell.INSTANCE;
      case ScalarNode scalar -> scalar(scalar, column);
      case ListNode list when column instanceof ArrayType array ->
          items(at("[]").of(list.item().type(), array.elementType()));
      case MapNode map when column instanceof MapType type ->
          entries(at(".*").of(map.value().type(), type.valueType()));
      case MapNode map when column instanceof StructType -> AnyCell.INSTANCE;
      case RecordNode record when column instanceof StructType struct -> fields(record, struct);
      case RecordNode record when column instanceof MapType -> AnyCell.INSTANCE;
      case UnionNode union when isObject(column) -> AnyCell.INSTANCE;
      case UnionMemberNode member when isObject(column) -> AnyCell.INSTANCE;
      default -> {
        if (RowTypes.isText(column) && RowTypes.isTextNode(node)) {
          yield AnyCell.INSTANCE;
        }
        throw mismatch(RootWrapper.nameOf(node), column, "Select an expression of that type.");
      }
    };
  }

  private static boolean isObject(DataType column) {
    return column instanceof StructType || column instanceof MapType;
  }

  private JsonCells at(String segment) {
    return new JsonCells(owner + segment, isCaseSensitive);
  }

  private JsonCell scalar(ScalarNode scalar, DataType column) {
    if (!RowTypes.accepts(scalar, column)) {
      throw mismatch(RowTypes.describe(scalar), column, "Cast the column to that type.");
    }
    return AnyCell.INSTANCE;
  }

  private ConfigurationException mismatch(String expected, DataType column, String advice) {
    return ConfigurationException.of(
        "%s: expected a column for %s, found %s.\n%s"
            .formatted(owner, expected, column.sql(), advice));
  }

  private JsonCell fields(RecordNode record, StructType struct) {
    var names = new FieldNames(struct, isCaseSensitive);
    var fields = new ArrayList<FieldCell>();
    for (RecordProperty component : record.components()) {
      String path = owner + component.segment();
      int index = names.indexOf(component.jsonName(), path);
      if (index >= 0) {
        JsonCell cell =
            at(component.segment()).of(component.slot().type(), struct.fields()[index].dataType());
        fields.add(new FieldCell(index, component, cell));
      } else if (!component.slot().isOptional()) {
        throw ConfigurationException.of(
            "%s: expected a field '%s', found %s.\nSelect a struct with that field."
                .formatted(path, component.jsonName(), struct.sql()));
      }
    }
    return new StructCell(List.copyOf(fields));
  }

  private record FieldCell(int index, RecordProperty component, JsonCell cell) {}

  private record StructCell(List<FieldCell> fields) implements JsonCell {
    @Override
    public void write(Object value, JsonGenerator out) {
      Row row = (Row) value;
      out.writeStartObject();
      for (FieldCell field : fields) {
        out.writeName(field.component().name());
        JsonCells.write(field.cell(), row.get(field.index()), out);
      }
      out.writeEndObject();
    }
  }

  private static JsonCell items(JsonCell item) {
    return (value, out) -> {
      out.writeStartArray();
      CollectionConverters.asJava((scala.collection.Iterable<?>) value)
          .forEach(element -> write(item, element, out));
      out.writeEndArray();
    };
  }

  private static JsonCell entries(JsonCell content) {
    return (value, out) -> {
      out.writeStartObject();
      CollectionConverters.asJava((scala.collection.Map<?, ?>) value)
          .forEach((key, element) -> {
            out.writeName(key.toString());
            write(content, element, out);
          });
      out.writeEndObject();
    };
  }
}
