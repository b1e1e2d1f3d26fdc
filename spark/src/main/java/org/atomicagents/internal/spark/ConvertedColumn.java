package org.atomicagents.internal.spark;

import java.util.function.Function;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** A column whose values a function converts, which returns null for none. */
record ConvertedColumn(DataType dataType, Function<Object, @Nullable Object> conversion)
    implements ColumnType {

  @Override
  public @Nullable Object convert(Object value) {
    return conversion.apply(value);
  }
}
