package org.atomicagents.internal.spark;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.batch.Outcome;
import org.atomicagents.error.AgentException;
import org.atomicagents.message.Usage;
import org.atomicagents.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The column of results: {@code value}, {@code error}, {@code attempts}, {@code requests}, {@code
 * usage}, {@code cost}, {@code model} and {@code isReplayed}. Immutable and thread-safe.
 *
 * @param <O> the type of the output
 */
public final class ResultColumn<O> {
  private static final int COST_DIGITS = 38;
  private static final int COST_SCALE = 18;

  private static final StructType ERROR =
      struct(
          field("type", DataTypes.StringType),
          field("message", DataTypes.StringType),
          field("isRetryable", DataTypes.BooleanType));

  private static final StructType USAGE =
      struct(
          field("inputTokens", DataTypes.LongType),
          field("outputTokens", DataTypes.LongType),
          field("cacheReadTokens", DataTypes.LongType),
          field("cacheWriteTokens", DataTypes.LongType),
          field("reasoningTokens", DataTypes.LongType),
          field("audioInputTokens", DataTypes.LongType),
          field("audioOutputTokens", DataTypes.LongType));

  private final ColumnType value;
  private final StructType type;

  private ResultColumn(ColumnType value) {
    this.value = value;
    this.type =
        struct(
            field("value", value.dataType()),
            field("error", ERROR),
            field("attempts", DataTypes.IntegerType),
            field("requests", DataTypes.IntegerType),
            field("usage", USAGE),
            field("cost", DataTypes.createDecimalType(COST_DIGITS, COST_SCALE)),
            field("model", DataTypes.StringType),
            field("isReplayed", DataTypes.BooleanType));
  }

  /**
   * Returns the result column of an agent.
   *
   * @param output the schema of its output
   * @param isJavaTime whether Spark's rows contain dates of {@code java.time}: the setting {@code
   *     spark.sql.datetime.java8API.enabled}
   */
  public static <O> ResultColumn<O> of(Schema<O> output, boolean isJavaTime) {
    return new ResultColumn<>(ColumnTypes.of(output, isJavaTime));
  }

  /** Returns the type of the column. */
  public StructType type() {
    return type;
  }

  /** Returns the type of the field {@code value}. */
  public DataType valueType() {
    return value.dataType();
  }

  /** Returns the result of an outcome; one with an error if its value does not fit the column. */
  public RowResult result(Outcome<RowOutput<O>> outcome) {
    RowCounts counts = RowCounts.of(outcome);
    return switch (outcome) {
      case Outcome.Failure<RowOutput<O>> failure -> failed(failure.failure(), counts, null);
      case Outcome.Success<RowOutput<O>> success -> {
        String model = success.result().model();
        try {
          Object converted = value.convert(success.output().value());
          yield new RowResult(row(converted, null, counts, model), counts, null);
        } catch (UnrepresentableValueException e) {
          yield failed(e, counts, model);
        }
      }
    };
  }

  private static RowResult failed(
      RuntimeException failure, RowCounts counts, @Nullable String model) {
    return new RowResult(row(null, error(failure), counts, model), counts, failure);
  }

  private static Row row(
      @Nullable Object converted, @Nullable Row error, RowCounts counts, @Nullable String model) {
    return RowFactory.create(
        converted,
        error,
        counts.attempts(),
        counts.requests(),
        usage(counts.usage()),
        cost(counts.cost()),
        model,
        counts.isReplayed());
  }

  private static Row error(RuntimeException failure) {
    return RowFactory.create(
        failure.getClass().getSimpleName(),
        failure.getMessage() == null ? failure.toString() : failure.getMessage(),
        failure instanceof AgentException ofRun && ofRun.isRetryable());
  }

  private static Row usage(Usage usage) {
    return RowFactory.create(
        usage.inputTokens(),
        usage.outputTokens(),
        usage.cacheReadTokens(),
        usage.cacheWriteTokens(),
        usage.reasoningTokens(),
        usage.audioInputTokens(),
        usage.audioOutputTokens());
  }

  private static @Nullable BigDecimal cost(Optional<BigDecimal> cost) {
    return cost.map(amount -> amount.setScale(COST_SCALE, RoundingMode.HALF_EVEN)).orElse(null);
  }

  private static StructField field(String name, DataType type) {
    return new StructField(name, type, true, Metadata.empty());
  }

  private static StructType struct(StructField... fields) {
    return new StructType(fields);
  }
}
