package org.atomicagents.internal.spark;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.InvalidInputException;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.schema.CompiledSchema;
import org.atomicagents.internal.schema.type.RecordLayout.RecordProperty;
import org.atomicagents.internal.schema.type.RecordNode;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import tools.jackson.core.JsonGenerator;

/**
 * Reads the input of an agent from the columns of a row with the names of its components.
 *
 * <p>A row is written as JSON and decoded strictly, so that a row has the same violations as a line
 * of a file. Immutable and thread-safe.
 *
 * @param <I> the type of the input
 */
public final class InputColumns<I> {
  private final Schema<I> schema;
  private final List<Column> columns;
  private final List<Integer> keys;

  /** A column and the key of its values. */
  private record Column(int index, String key, JsonCell cell) {}

  private InputColumns(Schema<I> schema, List<Column> columns, List<Integer> keys) {
    this.schema = schema;
    this.columns = columns;
    this.keys = keys;
  }

  /**
   * Returns the columns of an input.
   *
   * @param row the type of the dataset
   * @param keyColumns the columns that belong to the key of the journal in addition to the input
   * @param isCaseSensitive whether names that differ in case are different
   * @throws ConfigurationException if a component has no column, several ones, or one of another
   *     type
   */
  public static <I> InputColumns<I> of(
      Schema<I> schema, StructType row, List<String> keyColumns, boolean isCaseSensitive) {
    var names = new FieldNames(row, isCaseSensitive);
    List<Column> columns =
        CompiledSchema.of(schema).root() instanceof RecordNode root
            ? assigned(root, schema.name(), names)
            : all(row);
    return new InputColumns<>(schema, columns, keyIndexes(names, row, keyColumns));
  }

  /** Returns all columns: those of an input without components of its own, such as any JSON. */
  private static List<Column> all(StructType row) {
    String[] names = row.fieldNames();
    return IntStream.range(0, names.length)
        .mapToObj(i -> new Column(i, names[i], AnyCell.INSTANCE))
        .toList();
  }

  private static List<Column> assigned(RecordNode root, String name, FieldNames names) {
    var columns = new ArrayList<Column>();
    for (RecordProperty component : root.components()) {
      String owner = name + component.segment();
      String key = component.jsonName();
      int index = names.indexOf(key, owner);
      if (index >= 0) {
        DataType type = names.struct().fields()[index].dataType();
        columns.add(
            new Column(
                index,
                key,
                JsonCells.of(component.slot().type(), type, owner, names.isCaseSensitive())));
      } else if (!component.slot().isOptional()) {
        throw ConfigurationException.of(
            """
            %s: expected a column '%s', found %s.
            Rename a column (withColumnRenamed), or select an expression AS %s.\
            """
                .formatted(owner, key, Arrays.toString(names.struct().fieldNames()), key));
      }
    }
    return List.copyOf(columns);
  }

  private static List<Integer> keyIndexes(
      FieldNames names, StructType row, List<String> keyColumns) {
    var indexes = new ArrayList<Integer>();
    for (String key : keyColumns) {
      int index = names.indexOf(key, "The journal's key column '" + key + "'");
      if (index < 0) {
        throw ConfigurationException.of(
            "The journal's key column '%s' is not a column of the dataset: %s."
                .formatted(key, Arrays.toString(row.fieldNames())));
      }
      indexes.add(index);
    }
    return List.copyOf(indexes);
  }

  /**
   * Returns the input of a row.
   *
   * @param agent the name of the agent, for messages
   * @throws InvalidInputException if the row is not a valid input
   */
  public RowItem<I> read(Row row, String agent) {
    ReadResult<I> read = schema.read(json(row), Strictness.STRICT);
    I input = read.value();
    if (input == null || !read.violations().isEmpty()) {
      throw InvalidInputException.of(agent, schema.name(), read.violations());
    }
    return new RowItem<>(input, key(row));
  }

  private String json(Row row) {
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartObject();
      for (Column column : columns) {
        out.writeName(column.key());
        JsonCells.write(column.cell(), row.get(column.index()), out);
      }
      out.writeEndObject();
    }
    return text.toString();
  }

  private String key(Row row) {
    if (keys.isEmpty()) {
      return "";
    }
    var text = new StringWriter();
    try (JsonGenerator out = JsonIo.generator(text)) {
      out.writeStartArray();
      IntStream.range(0, keys.size())
          .forEach(i -> JsonCells.write(AnyCell.INSTANCE, row.get(keys.get(i)), out));
      out.writeEndArray();
    }
    return text.toString();
  }
}
