package org.atomicagents.examples.scaleout.places;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Urgency;
import org.atomicagents.spark.AgentColumns;
import org.atomicagents.spark.AgentFactory;
import org.atomicagents.spark.SparkOptions;

/** The agent in the executors of Spark; here two threads of this JVM. */
public final class SparkPlace implements Place {
  private static final StructType COLUMNS =
      new StructType().add("id", DataTypes.LongType).add("text", DataTypes.StringType);

  private final ModelSource source;
  private final int concurrency;
  private final SparkSession spark;

  /**
   * Starts Spark.
   *
   * @param concurrency the maximum number of tickets in flight in each partition
   */
  public SparkPlace(ModelSource source, int concurrency) {
    this.source = source;
    this.concurrency = concurrency;
    this.spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.warehouse.dir", "target/spark-warehouse")
            .getOrCreate();
  }

  @Override
  public String name() {
    return "Spark";
  }

  @Override
  public List<Triage> triage(List<Ticket> tickets) {
    List<Row> rows = tickets.stream().map(t -> RowFactory.create(t.id(), t.text())).toList();
    Dataset<Row> dataset = spark.createDataFrame(rows, COLUMNS).repartition(2);
    // No orderBy: to sort, Spark reads the dataset twice, and would run the agent twice.
    return triage(dataset, source, concurrency)
        .select("id", "result.value.urgency", "result.value.summary", "result.error.message")
        .collectAsList()
        .stream()
        .sorted(Comparator.comparingLong((Row row) -> row.getLong(0)))
        .map(SparkPlace::output)
        .toList();
  }

  // Static: a factory that captured this place would send its session to the executors.
  private static Dataset<Row> triage(Dataset<Row> tickets, ModelSource source, int concurrency) {
    // @start region="spark"
    AgentFactory<Ticket, Triage> factory =
        executor -> TicketTriageAgent.of(executor.closing(source.open()).model());
    SparkOptions options = SparkOptions.defaults().withMaxConcurrency(concurrency);
    Dataset<Row> triaged = AgentColumns.map(tickets, factory, options);
    // @end
    return triaged;
  }

  private static Triage output(Row row) {
    if (!row.isNullAt(3)) {
      throw new IllegalStateException("ticket " + row.getLong(0) + ": " + row.getString(3));
    }
    return new Triage(Urgency.valueOf(row.getString(1)), row.getString(2));
  }

  @Override
  public void close() {
    spark.stop();
  }
}
