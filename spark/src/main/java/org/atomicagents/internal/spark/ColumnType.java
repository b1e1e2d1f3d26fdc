package org.atomicagents.internal.spark;

import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** The form of the values of one type in Spark. Immutable and thread-safe. */
interface ColumnType {

  /** Returns the type of the column. */
  DataType dataType();

  /**
   * Returns a value as the object that Spark's rows contain; null for an absent one.
   *
   * @throws UnrepresentableValueException if the column cannot contain it without loss
   */
  @Nullable Object convert(Object value);
}
