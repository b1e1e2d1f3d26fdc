package org.atomicagents.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.atomicagents.AtomicAgent;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.schema.Description;
import org.atomicagents.testing.ScriptedModel;
import org.atomicagents.testing.ScriptedResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class RowTypesTest {
  @Description("An order")
  record Order(
      long id,
      LocalDate day,
      Instant paid,
      LocalDateTime shipped,
      BigDecimal total,
      double weight,
      boolean gift,
      Customer customer,
      List<Line> lines,
      Map<String, Integer> counts,
      Optional<String> note,
      @Nullable String remark) {}

  @Description("A customer")
  record Customer(String name, List<String> tags) {}

  @Description("A line")
  record Line(String sku, int quantity) {}

  private static final String ROW =
      """
      SELECT 7L AS id, DATE'2026-11-30' AS day, TIMESTAMP'2026-11-30 10:00:00Z' AS paid,
       TIMESTAMP_NTZ'2026-11-30 12:00:00' AS shipped, 12.50BD AS total, 1.5D AS weight,
       true AS gift, named_struct('TAGS', array('a', 'b'), 'name', 'Ann', 'more', 1) AS customer,
       array(named_struct('sku', 'x', 'quantity', 2)) AS lines, map('a', 1) AS counts,
       CAST(NULL AS STRING) AS note, 'r' AS remark
      """;

  /** An agent whose output is its input. */
  private static final AgentFactory<Order, Order> ECHO =
      executor ->
          AtomicAgent.of(
              Order.class,
              Order.class,
              ScriptedModel.by(
                      request -> ScriptedResponse.text(request.messages().getLast().text()))
                  .model());

  @Test
  void passesEveryTypeToTheAgentAndBack(SparkSession spark, @TempDir Path folder) {
    Dataset<Row> orders = spark.sql(ROW);
    String file = folder.resolve("orders").toString();

    AgentColumns.map(orders, ECHO, SparkOptions.defaults()).write().parquet(file);
    Dataset<Row> echoed = spark.read().parquet(file);

    assertThat(echoed.select("result.error").first().get(0)).isNull();
    assertThat(echoed.select("result.value.*").toJSON().collectAsList())
        .isEqualTo(
            orders
                .selectExpr(
                    "id",
                    "day",
                    "paid",
                    "shipped",
                    "CAST(total AS DECIMAL(38,18)) AS total",
                    "weight",
                    "gift",
                    "named_struct('name', customer.name, 'tags', customer.tags) AS customer",
                    "lines",
                    "counts",
                    "note",
                    "remark")
                .toJSON()
                .collectAsList());
  }

  @Test
  void acceptsTheResultOfAnotherAgent(SparkSession spark) {
    Dataset<Row> first = AgentColumns.map(spark.sql(ROW), ECHO, SparkOptions.defaults());

    Dataset<Row> second =
        AgentColumns.map(first.select("result.value.*"), ECHO, SparkOptions.defaults());

    assertThat(second.select("result.error").first().get(0)).isNull();
    assertThat(second.select("result.value.customer.name").first().getString(0)).isEqualTo("Ann");
  }

  @Test
  void leavesOptionalComponentsWithoutAColumnAbsent(SparkSession spark) {
    Dataset<Row> orders = spark.sql(ROW).drop("note", "remark");

    List<Row> rows =
        AgentColumns.map(orders, ECHO, SparkOptions.defaults())
            .select("result.value.note", "result.value.remark", "result.error")
            .collectAsList();

    assertThat(rows.getFirst().anyNull()).isTrue();
    assertThat(rows.getFirst().isNullAt(2)).isTrue();
  }

  @Test
  void usesDatesOfJavaTimeIfTheSessionDoes(SparkSession spark) {
    Row row =
        AgentColumns.map(spark.sql(ROW), ECHO, SparkOptions.defaults())
            .select("day", "result.value.day", "result.value.paid")
            .first();

    assertThat(row.get(0)).isEqualTo(LocalDate.of(2026, 11, 30));
    assertThat(row.get(1)).isEqualTo(LocalDate.of(2026, 11, 30));
    assertThat(row.get(2)).isEqualTo(Instant.parse("2026-11-30T10:00:00Z"));
  }

  @Test
  void rejectsANestedFieldOfAnotherType(SparkSession spark) {
    Dataset<Row> orders = spark.sql(ROW.replace("'quantity', 2", "'quantity', 'two'"));

    assertThatThrownBy(() -> AgentColumns.map(orders, ECHO, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Order.lines[].quantity: expected a column for the JSON type integer, found STRING.
            Cast the column to that type.\
            """);
  }

  @Test
  void rejectsAStructWithoutARequiredField(SparkSession spark) {
    Dataset<Row> orders = spark.sql(ROW.replace("'name', 'Ann', ", ""));

    assertThatThrownBy(() -> AgentColumns.map(orders, ECHO, SparkOptions.defaults()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            Order.customer.name: expected a field 'name', found STRUCT<TAGS: ARRAY<STRING> NOT NULL, more: INT NOT NULL>.
            Select a struct with that field.\
            """);
  }
}
