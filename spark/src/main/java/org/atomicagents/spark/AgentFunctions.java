package org.atomicagents.spark;

import static org.apache.spark.sql.functions.udf;

import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.internal.spark.FunctionInput;
import org.atomicagents.internal.spark.ResultColumn;

/**
 * Agents as functions of Spark SQL.
 *
 * {@snippet class="org.atomicagents.spark.FunctionSnippets" region="register"}
 *
 * <p>A function {@code triage} and another one {@code triage_all} are registered. The first takes
 * the components of the input in their order, as in {@code triage(subject, text)}; more than eight
 * components are a struct with their names. It returns the result struct of {@link AgentColumns},
 * and runs one row at a time in each task. The second takes an array, as in {@code
 * triage_all(collect_list(text))}, and returns the array of the results in the same order, of which
 * {@link SparkOptions#maxConcurrency()} are in progress at a time. The elements are values of the
 * only component, or structs with the names of the components.
 *
 * <p>The functions are not deterministic in the sense of Spark, so that its optimizer does not call
 * them twice for one row; conditions on a result belong to an outer query. Spark may nevertheless
 * run a task again: without a {@link RowJournal}, its rows are paid for again.
 *
 * <p>Spark does not check the number of the arguments: with another one, the query fails with a
 * {@link ClassCastException}. Null is an invalid input where a component is required, and its
 * result has an error; the array null has the result null. {@link SparkOptions#resultColumn()} and
 * {@link SparkOptions#window()} do not apply.
 */
public final class AgentFunctions {
  /** The suffix of the function for arrays. */
  static final String ALL = "_all";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");

  private AgentFunctions() {}

  /**
   * Registers the functions of an agent in a session; functions of the same names are replaced.
   *
   * <p>The agent is created once on each executor, and closed a minute after its last task.
   *
   * @param name the name of the function, of letters, digits and underscores
   * @throws IllegalArgumentException if the name cannot be used without quotes
   * @throws ConfigurationException if the factory is not serializable, or the journal has key
   *     columns
   */
  public static <I, O> void register(
      SparkSession spark, String name, AgentFactory<I, O> factory, SparkOptions options) {
    Objects.requireNonNull(spark, "spark");
    Objects.requireNonNull(factory, "factory");
    Objects.requireNonNull(options, "options");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name: expected letters, digits and underscores, found '%s'".formatted(name));
    }
    requireNoKeyColumns(name, options);
    AgentPlan<I, O> plan = AgentPlan.of(factory, options, SessionSettings.of(spark));
    AgentSchemas<I, O> schemas = SchemaLookup.onDriver(factory, plan.knownExecutors());
    int components = FunctionInput.of(schemas.input(), name, plan.isCaseSensitive()).size();
    DataType result = ResultColumn.of(schemas.output(), plan.isJavaTime()).type();
    var runs = new FunctionRuns<>(plan);
    register(spark, name, function(runs, components, result));
    UDF1<Object, Object> all = runs::callAll;
    register(spark, name + ALL, udf(all, DataTypes.createArrayType(result)));
  }

  private static void register(SparkSession spark, String name, UserDefinedFunction function) {
    spark.udf().register(name, function.asNondeterministic());
  }

  private static void requireNoKeyColumns(String name, SparkOptions options) {
    RowJournal journal = options.journal();
    if (journal != null && !journal.keyColumns().isEmpty()) {
      throw ConfigurationException.of(
          """
          Function '%s': its journal has the key columns %s, but a function gets its arguments only.
          Leave out withKeyColumns, or use AgentColumns.map.\
          """
              .formatted(name, journal.keyColumns()));
    }
  }

  private static UserDefinedFunction function(
      FunctionRuns<?, ?> runs, int components, DataType result) {
    return switch (components) {
      case 1 -> udf((Object a) -> runs.call(a), result);
      case 2 -> udf((Object a, Object b) -> runs.call(a, b), result);
      case 3 -> udf((Object a, Object b, Object c) -> runs.call(a, b, c), result);
      case 4 -> udf((Object a, Object b, Object c, Object d) -> runs.call(a, b, c, d), result);
      case 5 ->
          udf(
              (Object a, Object b, Object c, Object d, Object e) -> runs.call(a, b, c, d, e),
              result);
      case 6 ->
          udf(
              (Object a, Object b, Object c, Object d, Object e, Object f) ->
                  runs.call(a, b, c, d, e, f),
              result);
      case 7 ->
          udf(
              (Object a, Object b, Object c, Object d, Object e, Object f, Object g) ->
                  runs.call(a, b, c, d, e, f, g),
              result);
      case 8 ->
          udf(
              (Object a, Object b, Object c, Object d, Object e, Object f, Object g, Object h) ->
                  runs.call(a, b, c, d, e, f, g, h),
              result);
      default -> udf((Object struct) -> runs.callStruct(struct), result);
    };
  }
}
