package org.atomicagents.spark;

import java.util.Arrays;
import java.util.Objects;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.spark.ResultColumn;

/**
 * Adds the results of an agent to the rows of a dataset.
 *
 * {@snippet class="org.atomicagents.spark.SparkSnippets" region="map"}
 *
 * <p>The columns with the names of the input's components are its input; other columns are kept and
 * not read. The result is a struct: {@code value} has the type of the output, {@code error} the
 * {@code type}, the {@code message} and {@code isRetryable} of an exception; {@code attempts},
 * {@code requests}, {@code usage}, {@code cost}, {@code model} and {@code isReplayed} describe the
 * run. Either {@code value} or {@code error} is null.
 *
 * <p>Rows keep their order within a partition. A row that is not a valid input, or whose run fails,
 * has an error; the job continues, unless {@link SparkOptions#withFailOnError} is set.
 *
 * <p>Spark may run a task again, and with speculation two at the same time. With a {@link
 * RowJournal}, rows that have a result are not paid for again; two tasks that run a row at the same
 * moment in two executors both pay for it.
 */
public final class AgentColumns {
  private AgentColumns() {}

  /**
   * Returns the dataset with a column of results. Nothing runs before an action of Spark.
   *
   * @throws ConfigurationException if a component has no column of its type, the result column
   *     exists already, or the factory is not serializable
   */
  public static <I, O> Dataset<Row> map(
      Dataset<Row> rows, AgentFactory<I, O> factory, SparkOptions options) {
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(factory, "factory");
    Objects.requireNonNull(options, "options");
    AgentPlan<I, O> plan = AgentPlan.of(factory, options, SessionSettings.of(rows.sparkSession()));
    AgentSchemas<I, O> schemas = SchemaLookup.onDriver(factory, plan.knownExecutors());
    StructType input = rows.schema();
    requireNoResult(input, options.resultColumn(), plan.isCaseSensitive());
    PartitionFunction.inputColumns(plan, schemas, input);
    StructType output =
        input.add(
            options.resultColumn(),
            ResultColumn.of(schemas.output(), plan.isJavaTime()).type(),
            true);
    return rows.mapPartitions(new PartitionFunction<>(plan, input, output), Encoders.row(output));
  }

  private static void requireNoResult(StructType input, String name, boolean isCaseSensitive) {
    boolean exists =
        Arrays.stream(input.fieldNames())
            .anyMatch(field -> isCaseSensitive ? field.equals(name) : field.equalsIgnoreCase(name));
    if (exists) {
      throw ConfigurationException.of(
          """
          The dataset has a column '%s' already: %s.
          Choose another name for the result: SparkOptions.withResultColumn.\
          """
              .formatted(name, Arrays.toString(input.fieldNames())));
    }
  }
}
