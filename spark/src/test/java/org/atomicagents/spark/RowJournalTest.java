package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.ModelRefusalException;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class RowJournalTest {
  private static final MapStore store = new MapStore();
  private static final AtomicInteger requests = new AtomicInteger();

  private static final AgentFactory<Ticket, Result> TRIAGE =
      executor ->
          AtomicAgent.of(
              Ticket.class, Result.class, ScriptedModel.by(RowJournalTest::respond).model());

  private static ScriptedResponse respond(ModelRequest request) {
    requests.incrementAndGet();
    String text = request.messages().getLast().text();
    return text.contains("refused")
        ? ScriptedResponse.refusal("no")
        : ScriptedResponse.text(Triage.response(text)).withUsage(Usage.of(10, 2));
  }

  @BeforeEach
  void empty() {
    store.values.clear();
    store.failures.set(0);
    requests.set(0);
  }

  @Test
  void paysOnceForARowThatRunsAgain(SparkSession spark) {
    RowMetrics metrics = RowMetrics.register(spark, "journaled");
    Dataset<Row> triaged =
        AgentColumns.map(
            tickets(spark, "urgent", "a question"),
            TRIAGE,
            options(journal()).withMetrics(metrics));

    List<Row> first = triaged.select("result.value", "result.isReplayed").collectAsList();
    List<Row> second =
        triaged
            .select("result.value", "result.isReplayed", "result.usage.inputTokens")
            .collectAsList();

    assertThat(requests).hasValue(2);
    assertThat(first).extracting(row -> row.getBoolean(1)).containsExactly(false, false);
    assertThat(second)
        .containsExactly(
            RowFactory.create(RowFactory.create("HIGH", "ok"), true, 10L),
            RowFactory.create(RowFactory.create("LOW", "ok"), true, 10L));
    assertThat(metrics.rows()).isEqualTo(4);
    assertThat(metrics.replayed()).isEqualTo(2);
    assertThat(metrics.requests()).isEqualTo(2);
    assertThat(metrics.inputTokens()).isEqualTo(20);
  }

  @Test
  void recordsNoFailures(SparkSession spark) {
    Dataset<Row> triaged = AgentColumns.map(tickets(spark, "refused"), TRIAGE, options(journal()));

    triaged.collectAsList();
    List<Row> again = triaged.select("result.error.type").collectAsList();

    assertThat(requests).hasValue(2);
    assertThat(store.values).isEmpty();
    assertThat(again)
        .containsExactly(RowFactory.create(ModelRefusalException.class.getSimpleName()));
  }

  @Test
  void runsEqualRowsOfAnExecutorOnce(SparkSession spark) {
    String[] texts = new String[200];
    java.util.Arrays.fill(texts, "the same");

    List<Row> rows =
        AgentColumns.map(tickets(spark, texts).repartition(4), TRIAGE, options(journal()))
            .select("result.value.priority", "result.isReplayed")
            .collectAsList();

    assertThat(requests).hasValue(1);
    assertThat(rows).hasSize(200).allMatch(row -> row.getString(0).equals("LOW"));
    assertThat(rows).filteredOn(row -> !row.getBoolean(1)).hasSize(1);
  }

  @Test
  void runsEqualInputsThatDifferInAKeyColumn(SparkSession spark) {
    Dataset<Row> samples =
        tickets(spark, "the same")
            .withColumn(
                "sample",
                functions.explode(functions.sequence(functions.lit(1), functions.lit(3))));

    AgentColumns.map(samples, TRIAGE, options(journal().withKeyColumns("sample"))).collectAsList();

    assertThat(requests).hasValue(3);
  }

  @Test
  void neverSharesResultsBetweenTenants(SparkSession spark) {
    Dataset<Row> tickets = tickets(spark, "the same");

    AgentColumns.map(tickets, TRIAGE, options(RowJournal.of("acme", executor -> store)))
        .collectAsList();
    AgentColumns.map(tickets, TRIAGE, options(RowJournal.of("other", executor -> store)))
        .collectAsList();

    assertThat(requests).hasValue(2);
    assertThat(store.values.keySet())
        .extracting(key -> key.tenant())
        .containsExactlyInAnyOrder("acme", "other");
  }

  @Test
  void callsAFailingStoreAgain(SparkSession spark) {
    store.failures.set(2);

    List<Row> rows =
        AgentColumns.map(tickets(spark, "a"), TRIAGE, options(journal()))
            .select("result.error")
            .collectAsList();

    assertThat(rows).containsExactly(RowFactory.create((Object) null));
    assertThat(requests).hasValue(1);
  }

  @Test
  void failsTheTaskWithoutARequestIfTheStoreIsAway(SparkSession spark) {
    store.failures.set(Integer.MAX_VALUE);
    Dataset<Row> triaged =
        AgentColumns.map(
            tickets(spark, "a"), TRIAGE, options(journal().withPatience(Duration.ZERO)));

    assertThatThrownBy(triaged::collectAsList)
        .isInstanceOf(SparkException.class)
        .hasMessageContaining(
            """
            StoreException: The journal of the rows cannot be read for 0 s: The store is away.
            The task fails, so that no row is paid for without a record. Start the store, and run the job again.\
            """);
    assertThat(requests).hasValue(0);
  }

  private static RowJournal journal() {
    return RowJournal.of("acme", executor -> store);
  }

  private static SparkOptions options(RowJournal journal) {
    return SparkOptions.defaults().withJournal(journal);
  }

  private static Dataset<Row> tickets(SparkSession spark, String... texts) {
    return spark.createDataset(List.of(texts), Encoders.STRING()).toDF("text");
  }
}
