package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.spark.Triage.Result;
import org.atomicagents.spark.Triage.Ticket;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class AgentFunctionsTest {
  // The executors of a local session share the classes of the test.
  private static final AtomicInteger requests = new AtomicInteger();
  private static final MapStore STORE = new MapStore();
  private static final AtomicInteger agents = new AtomicInteger();

  @Description("A letter")
  record Letter(
      @Description("Its subject") String subject,
      @Description("Its pages") int pages,
      @Description("Its sender") Optional<String> sender) {}

  private static final AgentFactory<Ticket, Result> TRIAGE =
      AgentFactory.of(
          Ticket.class,
          Result.class,
          executor -> {
            agents.incrementAndGet();
            return AtomicAgent.of(
                Ticket.class,
                Result.class,
                ScriptedModel.by(request -> respond(request.messages().getLast().text())).model());
          });

  private static final AgentFactory<Letter, Result> LETTERS =
      executor ->
          AtomicAgent.of(
              Letter.class,
              Result.class,
              ScriptedModel.by(request -> respond(request.messages().getLast().text())).model());

  private static ScriptedResponse respond(String request) {
    requests.incrementAndGet();
    return ScriptedResponse.text(Triage.response(request));
  }

  @BeforeEach
  void reset() {
    requests.set(0);
    agents.set(0);
  }

  @Test
  void aFunctionReturnsTheResultOfARow(SparkSession spark) {
    AgentFunctions.register(spark, "triage", TRIAGE, SparkOptions.defaults());
    tickets(spark, "urgent", "a question");

    Dataset<Row> rows =
        spark.sql(
            "SELECT text, r.value.priority, r.value.summary, r.error, r.requests"
                + " FROM (SELECT text, triage(text) AS r FROM tickets) ORDER BY text");

    assertThat(rows.collectAsList())
        .containsExactly(
            RowFactory.create("a question", "LOW", "ok", null, 1),
            RowFactory.create("urgent", "HIGH", "ok", null, 1));
    assertThat(requests).hasValue(2);
    assertThat(agents).hasValue(1);
  }

  @Test
  void severalFieldsOfAResultSendOneRequest(SparkSession spark) {
    AgentFunctions.register(spark, "triage", TRIAGE, SparkOptions.defaults());
    tickets(spark, "urgent", "a question", "another");

    long urgent =
        spark
            .sql("SELECT triage(text) AS r FROM tickets")
            .selectExpr("r.value.priority AS p", "r.value.summary AS s", "r.requests AS n")
            .where("p = 'HIGH' AND s = 'ok' AND n = 1")
            .count();

    assertThat(urgent).isEqualTo(1);
    assertThat(requests).hasValue(3);
  }

  @Test
  void theFunctionOfArraysRunsTheirElementsConcurrently(SparkSession spark) {
    AgentFunctions.register(
        spark, "meeting", MeetingModel.FACTORY, SparkOptions.defaults().withMaxConcurrency(8));
    tickets(spark, IntStream.range(0, 8).mapToObj(i -> "t" + i).toArray(String[]::new));

    List<Row> results =
        spark
            .sql("SELECT meeting_all(sort_array(collect_list(text))) FROM tickets")
            .first()
            .getList(0);

    assertThat(results)
        .extracting(row -> row.getStruct(0).getString(1))
        .isEqualTo(IntStream.range(0, 8).mapToObj(i -> "t" + i).toList());
  }

  @Test
  void nullsAreInvalidInputsAndANullArrayIsNull(SparkSession spark) {
    AgentFunctions.register(spark, "triage", TRIAGE, SparkOptions.defaults());

    Row row =
        spark
            .sql(
                "SELECT triage(CAST(NULL AS STRING)).error.message,"
                    + " triage_all(CAST(NULL AS ARRAY<STRING>)),"
                    + " triage_all(array('urgent', NULL)), triage_all(array())")
            .first();

    assertThat(row.getString(0))
        .contains("was run with an invalid Ticket:\n  $.text: expected a string, found null");
    assertThat(row.isNullAt(1)).isTrue();
    List<Row> mixed = row.getList(2);
    assertThat(mixed.get(0).getStruct(0).getString(0)).isEqualTo("HIGH");
    assertThat(mixed.get(1).getStruct(1).getString(0)).isEqualTo("InvalidInputException");
    assertThat(row.getList(3)).isEmpty();
    assertThat(requests).hasValue(1);
  }

  @Test
  void severalComponentsAreArgumentsOrStructs(SparkSession spark) {
    AgentFunctions.register(spark, "sort_letter", LETTERS, SparkOptions.defaults());

    Row row =
        spark
            .sql(
                "SELECT sort_letter('urgent', 2, NULL).value.priority, sort_letter('s', 'two',"
                    + " 'me').error.message, sort_letter_all(array(named_struct('pages', 1,"
                    + " 'subject', 'urgent', 'id', 7)))")
            .first();

    assertThat(row.getString(0)).isEqualTo("HIGH");
    assertThat(row.getString(1)).contains("$.pages: expected an integer, found \"two\"");
    List<Row> all = row.getList(2);
    assertThat(all.getFirst().getStruct(0).getString(0)).isEqualTo("HIGH");
    assertThatThrownBy(
            () -> spark.sql("SELECT sort_letter_all(array(struct('urgent' AS subject)))").first())
        .hasStackTraceContaining("Letter.pages: expected a column 'pages', found [subject]");
  }

  @Test
  void aJournalRepeatsNoRequest(SparkSession spark) {
    RowJournal journal = RowJournal.of("functions", executor -> STORE);
    AgentFunctions.register(spark, "triage", TRIAGE, SparkOptions.defaults().withJournal(journal));
    tickets(spark, "first", "second");
    String query =
        "SELECT sum(IF(r.isReplayed, 1, 0)) FROM (SELECT triage(text) AS r FROM tickets)";

    assertThat(spark.sql(query).first().getLong(0)).isZero();
    assertThat(spark.sql(query).first().getLong(0)).isEqualTo(2);

    assertThat(requests).hasValue(2);
  }

  @Test
  void rejectsNamesAndKeyColumns(SparkSession spark) {
    assertThatThrownBy(
            () -> AgentFunctions.register(spark, "my triage", TRIAGE, SparkOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: expected letters, digits and underscores, found 'my triage'");
    RowJournal journal = RowJournal.of("t", executor -> STORE).withKeyColumns("id");
    SparkOptions options = SparkOptions.defaults().withJournal(journal);
    assertThatThrownBy(() -> AgentFunctions.register(spark, "triage", TRIAGE, options))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Function 'triage': its journal has the key columns [id], but a function gets its"
                + " arguments only.\nLeave out withKeyColumns, or use AgentColumns.map.");
  }

  @Test
  void failsTheQueryAtAFailedRowIfAsked(SparkSession spark) {
    AgentFunctions.register(
        spark, "strict_triage", TRIAGE, SparkOptions.defaults().withFailOnError(true));

    assertThatThrownBy(() -> spark.sql("SELECT strict_triage(CAST(NULL AS STRING))").collect())
        .hasStackTraceContaining("was run with an invalid Ticket");
  }

  private static void tickets(SparkSession spark, String... texts) {
    spark
        .createDataset(List.of(texts), Encoders.STRING())
        .toDF("text")
        .createOrReplaceTempView("tickets");
  }

  /** A model that responds to a request only when eight of them are in progress. */
  private static final class MeetingModel {
    private static final Phaser phaser = new Phaser(8);
    static final AgentFactory<Ticket, Result> FACTORY =
        AgentFactory.of(
            Ticket.class,
            Result.class,
            executor ->
                AtomicAgent.of(
                    Ticket.class,
                    Result.class,
                    ScriptedModel.by(
                            request -> {
                              phaser.arriveAndAwaitAdvance();
                              String json = request.messages().getLast().text();
                              String text =
                                  json.substring(json.indexOf(":\"") + 2, json.lastIndexOf('"'));
                              return ScriptedResponse.text(
                                  "{\"priority\":\"LOW\",\"summary\":\"" + text + "\"}");
                            })
                        .model()));
  }
}
