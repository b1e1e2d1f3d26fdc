package org.atomicagents.internal.spark;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A column of structs. All fields may be null, so that every file format can contain them. */
record StructColumn(List<Field> fields, StructType dataType) implements ColumnType {

  /**
   * A field of a struct.
   *
   * @param part returns the part of a value that the field contains
   */
  record Field(String name, ColumnType type, Function<Object, @Nullable Object> part) {}

  StructColumn(List<Field> fields) {
    this(
        List.copyOf(fields),
        DataTypes.createStructType(
            fields.stream()
                .map(field ->
                    new StructField(field.name(), field.type().dataType(), true, Metadata.empty()))
                .toList()));
  }

  @Override
  public Row convert(Object value) {
    var values = new @Nullable Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Object part = fields.get(i).part().apply(value);
      values[i] = part == null ? null : fields.get(i).type().convert(part);
    }
    return RowFactory.create(values);
  }
}
