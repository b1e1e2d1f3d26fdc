package org.atomicagents.internal.spark;

import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * The result of a row.
 *
 * @param row the value of the result column
 * @param failure the exception because of which it has no value; null if it has one
 */
public record RowResult(Row row, RowCounts counts, @Nullable RuntimeException failure) {}
