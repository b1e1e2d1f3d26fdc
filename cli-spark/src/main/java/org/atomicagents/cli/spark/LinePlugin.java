package org.atomicagents.cli.spark;

import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Connects the executors with the driver: executors report their counts and their cost, and the
 * driver stops them. Spark creates it by its class name.
 */
public final class LinePlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new LineDriver();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new LineExecutor();
  }

  /** Passes the reports of the executors to the monitor of the job. */
  private static final class LineDriver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      return Map.of();
    }

    @Override
    public Object receive(Object message) {
      // A class of Java: executors decode responses by a class loader without the jars of the job.
      return JobMonitor.current().receive((ExecutorReport) message).name();
    }
  }
}
