package org.atomicagents.cli.spark;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.SparkConf;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of Spark: that of its file {@code spark-defaults.conf}, and what the command
 * needs.
 */
final class SparkSettings {
  /** The jars of this program, without Spark's; set by the launcher. */
  static final String JARS_PROPERTY = "atomic.spark.jars";

  private static final Pattern LOCAL = Pattern.compile("local(\\[.*])?");
  private static final String DEFAULT_MASTER = "local[*]";
  private static final String LOOPBACK = "127.0.0.1";

  private final SparkConf conf;

  private SparkSettings(SparkConf conf) {
    this.conf = conf;
  }

  /**
   * Returns the settings of a job.
   *
   * @param master the URL of the master; null for the default
   * @param variables the environment variables
   * @throws CommandException if the file of the defaults cannot be read
   */
  static SparkSettings of(
      @Nullable String master, String agent, java.util.Map<String, String> variables) {
    var conf = new SparkConf();
    readDefaults(conf, variables);
    conf.set("spark.master", master == null ? conf.get("spark.master", DEFAULT_MASTER) : master);
    conf.setIfMissing("spark.app.name", "atomic batch " + agent);
    conf.set("spark.plugins", joined(conf, "spark.plugins", LinePlugin.class.getName()));
    // A line that runs twice is paid for twice.
    conf.set("spark.speculation", "false");
    conf.set("spark.ui.showConsoleProgress", "false");
    var settings = new SparkSettings(conf);
    if (settings.isLocal()) {
      conf.setIfMissing("spark.ui.enabled", "false");
      conf.setIfMissing("spark.driver.host", LOOPBACK);
      conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
    } else {
      jars().ifPresent(jars -> conf.set("spark.jars", joined(conf, "spark.jars", jars)));
    }
    return settings;
  }

  private static String joined(SparkConf conf, String key, String added) {
    String present = conf.get(key, "");
    return present.isEmpty() ? added : present + "," + added;
  }

  private static Optional<String> jars() {
    String paths = System.getProperty(JARS_PROPERTY, "");
    return Pattern.compile(Pattern.quote(java.io.File.pathSeparator))
        .splitAsStream(paths)
        .filter(path -> !path.isEmpty())
        // The executors log with the library of their installation.
        .filter(path -> !path.contains("slf4j-"))
        .map(path -> Path.of(path).toUri().toString())
        .collect(
            Collectors.collectingAndThen(
                Collectors.joining(","),
                jars -> jars.isEmpty() ? Optional.empty() : Optional.of(jars)));
  }

  private static void readDefaults(SparkConf conf, java.util.Map<String, String> variables) {
    Path file = defaultsFile(variables);
    if (file == null || !Files.isRegularFile(file)) {
      return;
    }
    var defaults = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      defaults.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "Cannot read the configuration of Spark %s: %s".formatted(file, e));
    }
    for (String key : defaults.stringPropertyNames()) {
      if (key.startsWith("spark.")) {
        conf.setIfMissing(key, defaults.getProperty(key).strip());
      }
    }
  }

  private static @Nullable Path defaultsFile(java.util.Map<String, String> variables) {
    String folder = variables.getOrDefault("SPARK_CONF_DIR", "");
    String home = variables.getOrDefault("SPARK_HOME", "");
    if (folder.isBlank() && home.isBlank()) {
      return null;
    }
    Path parent = folder.isBlank() ? Path.of(home, "conf") : Path.of(folder);
    return parent.resolve("spark-defaults.conf");
  }

  SparkConf conf() {
    return conf;
  }

  String master() {
    return conf.get("spark.master");
  }

  /** Returns whether the executors are threads of this process. */
  boolean isLocal() {
    return LOCAL.matcher(master()).matches();
  }

  /** Returns the maximum number of executors; 0 if it is not configured. */
  int executors() {
    if (isLocal()) {
      return 1;
    }
    if (conf.getBoolean("spark.dynamicAllocation.enabled", false)) {
      return conf.getInt("spark.dynamicAllocation.maxExecutors", 0);
    }
    int byCores = conf.getInt("spark.cores.max", 0) / cores();
    return conf.getInt("spark.executor.instances", conf.contains("spark.cores.max") ? byCores : 0);
  }

  /** Returns the configured cores of an executor of a cluster. */
  int cores() {
    return Math.max(1, conf.getInt("spark.executor.cores", 1));
  }
}
