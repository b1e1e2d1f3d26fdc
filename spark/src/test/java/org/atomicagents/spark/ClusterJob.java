package org.atomicagents.spark;

import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.atomicagents.AtomicAgent;
import org.atomicagents.cache.FolderCacheStore;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.schema.Description;
import org.hibernate.validator.constraints.Length;

/**
 * A job in a process of its own, whose executors are processes with the application as a jar.
 *
 * <p>Prints a line at the end of each task, and writes a line for each row to a file.
 */
final class ClusterJob {
  static final int MAX_CONCURRENCY = 32;

  // The types are in the jar of the application only; Length requires the bean validator, whose
  // interfaces are also in an older version in the libraries of Spark.
  @Description("A numbered ticket")
  record Numbered(@Description("Its text") @Length(max = 100) String text, LocalDate day) {}

  @Description("The result of a triage")
  record Checked(@Description("A summary") @Size(min = 1) String summary, LocalDate due) {}

  private ClusterJob() {}

  /**
   * Runs the job.
   *
   * @param arguments the address of the provider, the folder of the journal, the jars of the
   *     application, the number of rows, and the file of the results
   */
  public static void main(String[] arguments) throws IOException {
    String baseUrl = arguments[0];
    String folder = arguments[1];
    long rows = Long.parseLong(arguments[3]);
    try (SparkSession spark = session(arguments[2])) {
      spark.sparkContext().addSparkListener(new TaskPrinter());
      Dataset<Row> tickets =
          spark
              .range(0, rows, 1, (int) Math.max(4, rows / 100))
              .select(
                  functions.col("id"),
                  functions.concat(functions.lit("ticket "), functions.col("id")).as("text"),
                  functions.current_date().as("day"));
      AgentFactory<Numbered, Checked> triage =
          AgentFactory.of(
              Numbered.class,
              Checked.class,
              executor -> {
                ConnectionPool pool = executor.closing(ConnectionPool.ofDefaults());
                return AtomicAgent.of(
                    Numbered.class,
                    Checked.class,
                    OpenAi.at(URI.create(baseUrl), pool).model("gpt-5-mini"));
              });
      SparkOptions options =
          SparkOptions.defaults()
              .withMaxConcurrency(MAX_CONCURRENCY)
              .withJournal(
                  RowJournal.of("acme", executor -> FolderCacheStore.open(Path.of(folder))));
      List<String> results =
          AgentColumns.map(tickets, triage, options)
              .select(
                  functions.concat_ws(
                      " ",
                      functions.col("text"),
                      functions.coalesce(
                          functions.col("result.error.message"),
                          functions.year(functions.col("result.value.due")).cast("string"))))
              .as(Encoders.STRING())
              .collectAsList();
      Files.write(Path.of(arguments[4]), results);
    }
  }

  private static SparkSession session(String jars) {
    return SparkSession.builder()
        .master("local-cluster[2,1,1024]")
        .config("spark.jars", jars)
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.executor.memory", "512m")
        .config("spark.executor.extraJavaOptions", "-XX:TieredStopAtLevel=1")
        .config("spark.deploy.maxExecutorRetries", "-1")
        .config("spark.task.maxFailures", "100")
        .config("spark.executor.maxNumFailures", "1000")
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        .getOrCreate();
  }

  private static final class TaskPrinter extends SparkListener {
    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      System.out.println("task " + end.reason());
    }
  }
}
