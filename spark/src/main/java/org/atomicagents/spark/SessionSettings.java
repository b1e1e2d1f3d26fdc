package org.atomicagents.spark;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.RuntimeConfig;
import org.apache.spark.sql.SparkSession;

/**
 * The settings of a Spark session that agents depend on. Immutable.
 *
 * @param maxExecutors the maximum number of executors; empty if it is not configured
 * @param isJavaTime whether rows contain dates of {@code java.time}
 * @param isCaseSensitive whether column names that differ in case are different
 */
record SessionSettings(OptionalInt maxExecutors, boolean isJavaTime, boolean isCaseSensitive) {
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[\\s*([0-9]{1,9}),.*");

  static SessionSettings of(SparkSession session) {
    RuntimeConfig conf = session.conf();
    return new SessionSettings(
        maxExecutors(conf),
        Boolean.parseBoolean(conf.get("spark.sql.datetime.java8API.enabled", "false")),
        Boolean.parseBoolean(conf.get("spark.sql.caseSensitive", "false")));
  }

  private static OptionalInt maxExecutors(RuntimeConfig conf) {
    String master = conf.get("spark.master", "");
    Matcher localCluster = LOCAL_CLUSTER.matcher(master);
    if (localCluster.matches()) {
      return OptionalInt.of(Integer.parseInt(localCluster.group(1)));
    }
    if (master.equals("local") || master.startsWith("local[")) {
      return OptionalInt.of(1);
    }
    if (Boolean.parseBoolean(conf.get("spark.dynamicAllocation.enabled", "false"))) {
      return number(conf, "spark.dynamicAllocation.maxExecutors");
    }
    OptionalInt instances = number(conf, "spark.executor.instances");
    if (instances.isPresent()) {
      return instances;
    }
    OptionalInt maxCores = number(conf, "spark.cores.max");
    OptionalInt cores = number(conf, "spark.executor.cores");
    return maxCores.isPresent() && cores.isPresent()
        ? OptionalInt.of(Math.max(1, maxCores.getAsInt() / cores.getAsInt()))
        : OptionalInt.empty();
  }

  /** Returns a number above 0; empty if there is none, as for "infinity". */
  private static OptionalInt number(RuntimeConfig conf, String key) {
    try {
      int value = Integer.parseInt(conf.get(key, ""));
      return value > 0 && value < Integer.MAX_VALUE ? OptionalInt.of(value) : OptionalInt.empty();
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }
}
