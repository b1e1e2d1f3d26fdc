package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class AgentColumnsTest {
  private static final AtomicInteger agents = new AtomicInteger();
  private static final AtomicInteger requests = new AtomicInteger();

  private static final AgentFactory<Ticket, Result> TRIAGE =
      executor -> {
        agents.incrementAndGet();
        return AtomicAgent.of(
            Ticket.class, Result.class, ScriptedModel.by(AgentColumnsTest::respond).model());
      };

  private static ScriptedResponse respond(ModelRequest request) {
    requests.incrementAndGet();
    String text = request.messages().getLast().text();
    if (text.contains("refused")) {
      return ScriptedResponse.refusal("no");
    }
    return ScriptedResponse.text(Triage.response(text)).withUsage(Usage.of(10, 2));
  }

  @Test
  void addsTheResultsToTheRows(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "urgent: no light", "a question");

    Dataset<Row> triaged = AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults());

    assertThat(
            triaged
                .select(
                    "id",
                    "text",
                    "result.value.priority",
                    "result.value.summary",
                    "result.error",
                    "result.attempts",
                    "result.requests",
                    "result.usage.inputTokens",
                    "result.usage.outputTokens",
                    "result.isReplayed")
                .collectAsList())
        .containsExactly(
            RowFactory.create(0L, "urgent: no light", "HIGH", "ok", null, 1, 1, 10L, 2L, false),
            RowFactory.create(1L, "a question", "LOW", "ok", null, 1, 1, 10L, 2L, false));
  }

  @Test
  void derivesTheTypeOfTheResultFromTheOutput(SparkSession spark) {
    Dataset<Row> triaged = AgentColumns.map(tickets(spark, "x"), TRIAGE, SparkOptions.defaults());

    assertThat(triaged.schema().apply("result").dataType().sql())
        .isEqualTo(
            "STRUCT<value: STRUCT<priority: STRING, summary: STRING>,"
                + " error: STRUCT<type: STRING, message: STRING, isRetryable: BOOLEAN>,"
                + " attempts: INT, requests: INT,"
                + " usage: STRUCT<inputTokens: BIGINT, outputTokens: BIGINT,"
                + " cacheReadTokens: BIGINT, cacheWriteTokens: BIGINT, reasoningTokens: BIGINT,"
                + " audioInputTokens: BIGINT, audioOutputTokens: BIGINT>,"
                + " cost: DECIMAL(38,18), model: STRING, isReplayed: BOOLEAN>");
  }

  @Test
  void returnsFailedRowsWithAnError(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "refused", null, "a question");

    List<Row> rows =
        AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults())
            .select("result.error.type", "result.error.message", "result.value.priority")
            .collectAsList();

    assertThat(rows).hasSize(3);
    assertThat(rows.get(0).getString(0)).isEqualTo("ModelRefusalException");
    assertThat(rows.get(1))
        .isEqualTo(
            RowFactory.create(
                "InvalidInputException",
                "Agent 'Result' was run with an invalid Ticket:\n"
                    + "  $.text: expected a string, found null",
                null));
    assertThat(rows.get(2)).isEqualTo(RowFactory.create(null, null, "LOW"));
  }

  @Test
  void failsTheJobAtAFailedRowIfAsked(SparkSession spark) {
    Dataset<Row> triaged =
        AgentColumns.map(
            tickets(spark, "refused"), TRIAGE, SparkOptions.defaults().withFailOnError(true));

    assertThatThrownBy(triaged::collectAsList)
        .isInstanceOf(SparkException.class)
        .hasMessageContaining("ModelRefusalException: Agent 'Result' got a refusal: no");
  }

  @Test
  void keepsTheOrderOfTheRowsOfAPartition(SparkSession spark) {
    String[] texts = IntStream.range(0, 500).mapToObj(i -> "ticket " + i).toArray(String[]::new);

    List<Row> rows =
        AgentColumns.map(tickets(spark, texts).coalesce(1), TRIAGE, SparkOptions.defaults())
            .collectAsList();

    assertThat(rows).extracting(row -> row.getString(1)).containsExactly(texts);
  }

  @Test
  void createsOneAgentForAllPartitionsOfAnExecutor(SparkSession spark) {
    String[] texts = IntStream.range(0, 40).mapToObj(i -> "t" + i).toArray(String[]::new);
    Dataset<Row> triaged =
        AgentColumns.map(
            tickets(spark, texts).repartition(8), typed(TRIAGE), SparkOptions.defaults());
    agents.set(0);

    triaged.collectAsList();
    triaged.collectAsList();

    assertThat(agents).hasValue(1);
  }

  @Test
  void createsNoAgentForEmptyPartitions(SparkSession spark) {
    Dataset<Row> none = tickets(spark, "x").where("false").repartition(4);
    Dataset<Row> triaged = AgentColumns.map(none, typed(TRIAGE), SparkOptions.defaults());
    agents.set(0);

    assertThat(triaged.collectAsList()).isEmpty();

    assertThat(agents).hasValue(0);
  }

  @Test
  void readsNoFurtherThanTheWindowIfSparkNeedsFewRows(SparkSession spark) {
    String[] texts = IntStream.range(0, 500).mapToObj(i -> "t" + i).toArray(String[]::new);
    SparkOptions options = SparkOptions.defaults().withMaxConcurrency(2).withWindow(4);
    Dataset<Row> triaged = AgentColumns.map(tickets(spark, texts).coalesce(1), TRIAGE, options);
    requests.set(0);

    List<Row> rows = triaged.takeAsList(2);

    assertThat(rows).hasSize(2);
    assertThat(requests.get()).isLessThan(20);
  }

  @Test
  void closesResourcesWithTheAgentThatOwnsThem() {
    var executor = ExecutorContext.local();
    var order = new ArrayList<String>();
    executor.closing(() -> order.add("first"));
    executor.closing(() -> order.add("second"));

    executor.close();

    assertThat(order).containsExactly("second", "first");
  }

  @Test
  void countsRowsTokensAndFailures(SparkSession spark) {
    RowMetrics metrics = RowMetrics.register(spark, "triage");
    Dataset<Row> tickets = tickets(spark, "a", "b", "refused", null);

    AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults().withMetrics(metrics)).collectAsList();

    assertThat(metrics.rows()).isEqualTo(4);
    assertThat(metrics.failures()).isEqualTo(2);
    assertThat(metrics.requests()).isEqualTo(3);
    assertThat(metrics.inputTokens()).isGreaterThanOrEqualTo(20);
    assertThat(metrics.outputTokens()).isGreaterThanOrEqualTo(4);
    assertThat(metrics.replayed()).isZero();
  }

  @Test
  void acceptsColumnsInAnotherOrderAndCase(SparkSession spark) {
    Dataset<Row> tickets =
        tickets(spark, "urgent").withColumnRenamed("text", "TEXT").select("TEXT", "id");

    List<Row> rows =
        AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults())
            .select("TEXT", "result.value.priority")
            .collectAsList();

    assertThat(rows).containsExactly(RowFactory.create("urgent", "HIGH"));
  }

  @Test
  void rejectsADatasetWithoutTheColumnsOfTheInput(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "x").withColumnRenamed("text", "body");

    assertThatThrownBy(() -> AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Ticket.text: expected a column 'text', found [id, body].
            Rename a column (withColumnRenamed), or select an expression AS text.\
            """);
  }

  @Test
  void rejectsAColumnOfAnotherType(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "x").select(functions.col("id").as("text"));

    assertThatThrownBy(() -> AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Ticket.text: expected a column for the JSON type string, found BIGINT.
            Cast the column to that type.\
            """);
  }

  @Test
  void rejectsADatasetThatHasTheResultColumn(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "x").withColumn("Result", functions.lit(1));

    assertThatThrownBy(() -> AgentColumns.map(tickets, TRIAGE, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The dataset has a column 'result' already: [id, text, Result].
            Choose another name for the result: SparkOptions.withResultColumn.\
            """);
  }

  @Test
  void rejectsAFactoryThatCapturesAnObjectThatIsNotSerializable(SparkSession spark) {
    ScriptedModel model = ScriptedModel.answering("{}");
    AgentFactory<Ticket, Result> factory =
        executor -> AtomicAgent.of(Ticket.class, Result.class, model.model());

    assertThatThrownBy(
            () -> AgentColumns.map(tickets(spark, "x"), factory, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            AgentFactory: expected a function that Spark can send to executors, found one that captures an instance of org.atomicagents.testing.ScriptedModel, which is not serializable.
            Create it inside of the function, or write the function as a static method: a lambda that uses a field captures the object around it.\
            """);
  }

  @Test
  void usesTheSchemasOfAFactoryInPlaceOfAnAgentOnTheDriver(SparkSession spark) {
    AgentFactory<Ticket, Result> failing =
        executor -> {
          throw ConfigurationException.of("There is no key on the driver.");
        };
    Dataset<Row> tickets = tickets(spark, "x");

    assertThat(AgentColumns.map(tickets, typed(failing), SparkOptions.defaults()).columns())
        .containsExactly("id", "text", "result");
    assertThatThrownBy(() -> AgentColumns.map(tickets, failing, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            The driver creates an agent to find its schemas, and failed: There is no key on the driver.
            If only the executors can create it, pass its types: AgentFactory.of(Input.class, Output.class, factory).\
            """);
  }

  private static AgentFactory<Ticket, Result> typed(AgentFactory<Ticket, Result> factory) {
    return AgentFactory.of(Ticket.class, Result.class, factory);
  }

  private static Dataset<Row> tickets(SparkSession spark, String... texts) {
    var rows = new ArrayList<Row>();
    for (int i = 0; i < texts.length; i++) {
      rows.add(RowFactory.create((long) i, texts[i]));
    }
    return spark.createDataFrame(
        rows,
        DataTypes.createStructType(
            List.of(
                DataTypes.createStructField("id", DataTypes.LongType, false),
                DataTypes.createStructField("text", DataTypes.StringType, true))));
  }
}
